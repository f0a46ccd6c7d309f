/** Failures in a row after which no worker is started for a while. */
export const failureLimit = 5;
/** The first wait and the longest, in milliseconds; each wait is twice the one before. */
export const firstWait = 100;
export const longestWait = 5000;

/** `closed`: workers start; `open`: none does; `half-open`: one tries. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/**
 * A circuit breaker: keeps kernels that fail at once from being started over and over again.
 *
 * After five failures in a row no worker starts for 100 ms. Then one may try; when it fails the wait
 * doubles, up to 5 s, and when a job succeeds everything is as before.
 */
export class Breaker {
  #failures = 0;
  #wait = 0;
  #retryAt = 0;
  #state: BreakerState = 'closed';

  get state(): BreakerState {
    return this.#state;
  }

  /** Milliseconds until a worker may start; 0 when one may now, or when the one that tries decides. */
  remaining(now: number): number {
    return this.#state === 'open' ? Math.max(0, this.#retryAt - now) : 0;
  }

  /** Whether a worker may start. */
  allows(now: number): boolean {
    return this.#state === 'closed' || (this.#state === 'open' && now >= this.#retryAt);
  }

  /** A worker starts, which {@link allows} has permitted. */
  started(): void {
    if (this.#state === 'open') this.#state = 'half-open';
  }

  /** The worker that tried ended without having shown anything. */
  undecided(): void {
    if (this.#state === 'half-open') this.#state = 'open';
  }

  /** A kernel failed. */
  failure(now: number): void {
    ++this.#failures;
    if (this.#failures < failureLimit) return;
    // Others that fail during a wait do not make it longer.
    if (this.#state === 'open') return;
    this.#wait = this.#wait === 0 ? firstWait : Math.min(longestWait, this.#wait * 2);
    this.#retryAt = now + this.#wait;
    this.#state = 'open';
  }

  /** A kernel answered a job. */
  success(): void {
    if (this.#failures === 0) return;
    this.#failures = 0;
    this.#wait = 0;
    this.#state = 'closed';
  }
}

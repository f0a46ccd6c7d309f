import { HeddleError } from '../errors.js';
import type { JobMessage } from '../protocol.js';
import type { JobContext, Outcome } from './kernel.js';

/** One kind of session that an engine offers. */
export interface SessionKind {
  /** Makes the state: from the input, or where there is one from a checkpoint. */
  open(input: unknown, checkpoint: Uint8Array | undefined, job: JobContext): unknown;
  readonly steps: Readonly<
    Record<string, (state: unknown, input: unknown, job: JobContext) => Outcome | Promise<Outcome>>
  >;
  /** The state as bytes; absent: it cannot be saved. */
  checkpoint?: ((state: unknown) => Uint8Array | Promise<Uint8Array>) | undefined;
  /** Releases what the state holds. */
  close?: ((state: unknown) => unknown) | undefined;
}

interface Open {
  readonly kind: SessionKind;
  readonly state: unknown;
}

const nothing: Outcome = { result: undefined, transfer: [] };

/** The sessions that live in one kernel. */
export class Sessions {
  readonly #open = new Map<number, Open>();

  /**
   * Does what a session's job asks for.
   *
   * kinds  the sessions of the job's engine.
   * @throws HeddleError `unavailable` for a session, a kind or a step that is not there.
   */
  async perform(
    kinds: Readonly<Record<string, SessionKind>>,
    { action, target = 0, operation, checkpoint }: JobMessage,
    input: unknown,
    job: JobContext,
  ): Promise<Outcome> {
    if (action === 'open') {
      const kind = Object.hasOwn(kinds, operation) ? kinds[operation] : undefined;
      if (kind === undefined) throw missing(`kind of session ${operation}`);
      if (this.#open.has(target)) throw missing(`place for the session ${target}`);
      this.#open.set(target, { kind, state: await kind.open(input, checkpoint, job) });
      return nothing;
    }
    const session = this.#open.get(target);
    if (session === undefined) throw missing(`session ${target}`);
    const { kind, state } = session;
    switch (action) {
      case 'step': {
        const { steps } = kind;
        const step = Object.hasOwn(steps, operation) ? steps[operation] : undefined;
        if (step === undefined) throw missing(`operation ${operation} of the session`);
        return step(state, input, job);
      }
      case 'checkpoint': {
        if (kind.checkpoint === undefined) return nothing;
        // A copy: what the session returned may be its own memory.
        const result = (await kind.checkpoint(state)).slice();
        return { result, transfer: [result.buffer] };
      }
      default:
        this.#open.delete(target);
        await kind.close?.(state);
        return nothing;
    }
  }
}

function missing(what: string): HeddleError {
  return new HeddleError('unavailable', `This kernel has no ${what}.`);
}

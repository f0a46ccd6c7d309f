import { HeddleError } from '../../errors.js';
import type { DomainOpening } from '../../sim/operations.js';
import type { Outcome, JobContext } from '../kernel.js';
import { World, type DomainLetter, type Engine } from './sim_world.js';

/** Letters that come from another domain, in their order. */
class Mailbox {
  readonly #letters: ArrayBuffer[] = [];
  #waiting:
    { resolve: (letter: ArrayBuffer) => void; reject: (error: unknown) => void } | undefined;
  #broken: HeddleError | undefined;

  put(letter: ArrayBuffer): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#letters.push(letter);
    else waiting.resolve(letter);
  }

  /** Whoever waits now or later gets this error. */
  break(error: HeddleError): void {
    this.#broken ??= error;
    this.#waiting?.reject(this.#broken);
    this.#waiting = undefined;
  }

  take(): Promise<ArrayBuffer> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    const letter = this.#letters.shift();
    if (letter !== undefined) return Promise.resolve(letter);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }
}

/** A domain in this kernel, and its lines to the domains in others. */
export class DomainWorld {
  readonly world: World;
  readonly #lines: readonly { port: MessagePort; from: number; box: Mailbox }[];
  readonly #control: MessagePort;

  /** @throws HeddleError */
  constructor(engine: Engine, { opening, place, ports, control }: DomainOpening, job: JobContext) {
    this.world = new World(engine, opening, undefined, job, place);
    this.#lines = ports.flatMap((port, from) => {
      if (port === undefined) return [];
      const box = new Mailbox();
      port.onmessage = ({ data }: MessageEvent) => {
        if (data instanceof ArrayBuffer) box.put(data);
      };
      return [{ port, from, box }];
    });
    this.#control = control;
    // The page says so when another domain is gone: its letters would be waited for in vain.
    control.onmessage = () => {
      const error = new HeddleError('kernel_failed', 'Another domain of the world is gone.');
      for (const { box } of this.#lines) box.break(error);
    };
  }

  step(input: { ticks: number; frames: boolean }, job: JobContext): Promise<Outcome> {
    return this.world.stepDomain(input, (letterTo) => this.#exchange(letterTo), job);
  }

  close(): void {
    for (const { port } of this.#lines) port.close();
    this.#control.close();
    this.world.close();
  }

  async #exchange(letterTo: (domain: number) => ArrayBuffer): Promise<readonly DomainLetter[]> {
    for (const { port, from } of this.#lines) {
      const letter = letterTo(from);
      port.postMessage(letter, [letter]);
    }
    return Promise.all(
      this.#lines.map(async ({ from, box }) => ({ from, bytes: await box.take() })),
    );
  }
}

import { PoolBuffer } from './buffer.js';
import { Packer } from './bytes.js';
import { HeddleError } from './errors.js';
import type { Engine, Operation, Posted } from './operation.js';
import type { Stateful } from './session.js';
import type { OwnJob } from './worker/define.js';

/** Name of the engine that a kernel made by defineKernel() serves. */
export const ownEngine = 'own';

const engine: Engine = { name: ownEngine };

interface Operable {
  readonly ops?: unknown;
}
interface Sessional {
  readonly sessions?: unknown;
}

/** The operations of a kernel, typed from its functions. */
export type OperationsOf<Kernel extends Operable> = {
  readonly [Name in keyof Kernel['ops']]: Kernel['ops'][Name] extends (
    input: infer Input,
    job: OwnJob,
  ) => infer Result
    ? Operation<Input, Awaited<Result>>
    : never;
};

type StepsOf<Steps> = {
  readonly [Name in keyof Steps]: Steps[Name] extends (
    state: never,
    input: infer Input,
    job: OwnJob,
  ) => infer Result
    ? Operation<Input, Awaited<Result>>
    : never;
};

/** The kinds of sessions of a kernel, typed from its functions. */
export type SessionsOf<Kernel extends Sessional> = {
  readonly [Name in keyof Kernel['sessions']]: Kernel['sessions'][Name] extends {
    open(input: infer Input, checkpoint: never): unknown;
    ops: infer Steps;
  }
    ? Stateful<Input, StepsOf<Steps>>
    : never;
};

/**
 * The operations of a kernel of one's own: `const { resize } = operationsOf<typeof kernel>()`. Only the
 * type of the kernel is needed on the page, so import it with `import type`.
 */
export function operationsOf<Kernel extends Operable>(): OperationsOf<Kernel> {
  return byName(ownOperation) as OperationsOf<Kernel>;
}

/** The kinds of sessions of a kernel of one's own, for {@link Pool.open}. */
export function sessionsOf<Kernel extends Sessional>(): SessionsOf<Kernel> {
  return byName((name) => ({
    opening: ownOperation(name),
    steps: byName(ownOperation),
  })) as SessionsOf<Kernel>;
}

/** An object that makes each of its values when it is asked for, once. */
function byName<Value>(make: (name: string) => Value): Readonly<Record<string, Value>> {
  const made = new Map<string, Value>();
  return new Proxy<Record<string, Value>>(Object.freeze({}), {
    get(_target, name) {
      if (typeof name !== 'string') return undefined;
      let value = made.get(name);
      if (value === undefined) made.set(name, (value = make(name)));
      return value;
    },
  });
}

function ownOperation(name: string): Operation<unknown, unknown> {
  return { engine, name, encode, decode: (reply) => reply };
}

const noTransfer: Transferable[] = [];

/** Large bytes go in slices, whether they are the input or a field of it. */
function encode(input: unknown, move: boolean): Posted {
  if (typeof input === 'function' || typeof input === 'symbol') {
    throw new HeddleError('invalid_argument', 'A function or a symbol cannot be an input.');
  }
  if (typeof input !== 'object' || input === null) return { value: input, transfer: noTransfer };
  const whole = bytesOf(input);
  if (whole === undefined && !isPlain(input)) return { value: input, transfer: noTransfer };
  // Most inputs have no bytes, and small jobs are many.
  let packer: Packer | undefined;
  const pack = (bytes: Uint8Array | ArrayBuffer): unknown =>
    (packer ??= new Packer(move)).pack(bytes);
  let value: unknown;
  if (whole !== undefined) value = pack(whole);
  else {
    const fields: Record<string, unknown> = { ...input };
    for (const name of Object.keys(fields)) {
      const bytes = bytesOf(fields[name]);
      if (bytes !== undefined) fields[name] = pack(bytes);
    }
    value = fields;
  }
  return { value, transfer: packer?.transfer ?? noTransfer, slices: packer?.slices };
}

/** The bytes that a value is; undefined when it is something else. */
function bytesOf(value: unknown): Uint8Array | ArrayBuffer | undefined {
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return value;
  return value instanceof PoolBuffer ? value.bytes : undefined;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

import { describe, expect, it } from 'vitest';

import {
  mailboxBytes,
  parseToKernel,
  parseToPage,
  ProtocolError,
  protocolVersion,
  stamp,
  type ToKernel,
  type ToPage,
} from './protocol.js';

const posted = {
  code: 'malformed_input',
  message: 'A quote is not closed.',
  name: 'Error',
  stack: 'Error: at line 1',
  input: 'left',
  line: 3,
  byteOffset: 0,
  fatal: false,
} as const;

const toKernel: ToKernel[] = [
  {
    type: 'load',
    engine: 'table',
    build: 'script',
    module: undefined,
    lanes: 1,
    memory: { maximum: 2 ** 28, fixed: true },
  },
  {
    type: 'load',
    engine: 'table',
    build: 'simd',
    module: new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)),
    lanes: 4,
    memory: { maximum: undefined, fixed: false },
  },
  { type: 'run', jobs: [{ job: 1, engine: 'table', operation: 'diff', input: { left: '' } }] },
  {
    type: 'run',
    jobs: [
      {
        job: 2,
        engine: 'own',
        operation: 'counter',
        input: 1,
        action: 'open',
        target: 7,
        checkpoint: Uint8Array.of(1),
      },
      { job: 3, engine: 'own', operation: 'add', input: 2, action: 'step', target: 7 },
    ],
  },
  { type: 'cancel', job: 1 },
  { type: 'slice', stream: 1, size: 4, offset: 2, bytes: Uint8Array.of(1, 2) },
  { type: 'drop', kind: 'stream', target: 1 },
  { type: 'drop', kind: 'view', target: 2 },
];

const toPage: ToPage[] = [
  { type: 'ready' },
  { type: 'ready', mailbox: new SharedArrayBuffer(mailboxBytes) },
  { type: 'loaded', engine: 'table', memoryMaximum: 2 ** 31, shared: undefined },
  {
    type: 'loaded',
    engine: 'table',
    memoryMaximum: 2 ** 31,
    shared: { buffer: new SharedArrayBuffer(256), laneStatus: 64, lanes: 2, memoryStatus: 16 },
  },
  { type: 'load-failed', engine: 'table', error: { ...posted, fatal: true } },
  {
    type: 'control',
    job: 1,
    control: { buffer: new SharedArrayBuffer(32), address: 16, from: 0, to: 1 },
  },
  { type: 'progress', job: 1, fraction: 0.5 },
  { type: 'done', job: 1, result: ['a'] },
  {
    type: 'done',
    job: 1,
    result: [0],
    views: [{ view: 1, memory: new SharedArrayBuffer(8), address: 3, size: 5 }],
  },
  { type: 'failed', job: 1, error: posted },
  {
    type: 'failed',
    job: 2,
    error: {
      ...posted,
      code: 'cancelled',
      input: undefined,
      line: undefined,
      byteOffset: undefined,
    },
  },
  { type: 'broken', message: 'boom', stack: undefined },
];

/** Values that no field has, whatever it is for; each message must survive none of them everywhere. */
const garbage = [null, undefined, true, -1, 0.5, NaN, '', 'x', [], {}, Symbol.iterator];

type Message = ToKernel | ToPage;
type End = [name: string, parse: (value: unknown) => Message, messages: Message[]];
const ends: End[] = [
  ['parseToKernel', parseToKernel, toKernel],
  ['parseToPage', parseToPage, toPage],
];

describe.each(ends)('%s', (_name, parse, messages) => {
  it('AcceptsEveryMessage', () => {
    for (const message of messages) expect(parse(stamp(message))).toEqual(message);
  });

  it('DropsFieldsThatItDoesNotKnow', () => {
    for (const message of messages) {
      expect(parse({ ...stamp(message), extra: 1 })).toEqual(message);
    }
  });

  it.each([undefined, null, 0, protocolVersion + 1, String(protocolVersion)])(
    'RefusesTheVersion_%s',
    (version) => {
      for (const message of messages) {
        expect(() => parse({ ...message, version })).toThrow(/version/);
      }
    },
  );

  it('RefusesAMailboxOfAnotherSize', () => {
    for (const size of [0, mailboxBytes - 1, mailboxBytes + 1]) {
      const mailbox = new SharedArrayBuffer(size);
      expect(() => parseToPage(stamp({ type: 'ready', mailbox }))).toThrow(/mailbox/);
    }
  });

  it('RefusesWhatIsNoMessage', () => {
    for (const value of [...garbage, () => 1, new Map()]) {
      expect(() => parse(value)).toThrow(ProtocolError);
    }
  });

  it('RefusesUnknownTypes', () => {
    for (const type of [...garbage, 'LOAD', 'constructor', '__proto__']) {
      expect(() => parse({ type, version: protocolVersion })).toThrow(/unknown type/);
    }
  });

  it('RefusesEachMissingField', () => {
    // Checked by the operation, or absent for a reason.
    const optional = ['input', 'result', 'module', 'shared', 'stack', 'mailbox', 'views'];
    for (const message of messages) {
      for (const name of Object.keys(message).filter((field) => !optional.includes(field))) {
        const { [name]: _dropped, ...rest } = stamp(message) as unknown as Record<string, unknown>;
        expect(() => parse(rest), `${message.type} without ${name}`).toThrow(ProtocolError);
      }
    }
  });

  it('ThrowsNothingButProtocolErrors', () => {
    const seed = 20_260_101;
    const random = makeRandom(seed);
    const pick = <Item>(items: readonly Item[]): Item => items[random() % items.length] as Item;
    for (let round = 0; round < 20_000; ++round) {
      const message = structuredCloneFields(stamp(pick(messages)));
      const target =
        pick([
          message,
          message['error'],
          message['control'],
          message['shared'],
          message['memory'],
          (message['jobs'] as unknown[] | undefined)?.[0],
          (message['views'] as unknown[] | undefined)?.[0],
        ]) ?? message;
      const fields = target as Record<string, unknown>;
      const field = pick(Object.keys(fields));
      fields[field] = pick([...garbage, 2 ** 53, Infinity, new ArrayBuffer(4), message]);
      try {
        parse(message);
      } catch (error) {
        expect(error, `seed ${seed}, round ${round}, field ${field}`).toBeInstanceOf(ProtocolError);
      }
    }
  });
});

it('RefusesControlBlocksOutsideOfTheMemory', () => {
  const control = { buffer: new SharedArrayBuffer(32), address: 16, from: 0, to: 1 };
  const parse = (change: object): ToPage =>
    parseToPage(stamp({ type: 'control', job: 1, control: { ...control, ...change } }));
  expect(parse({})).toBeDefined();
  for (const address of [20, 32, -4, 2, NaN, 2 ** 40]) {
    expect(() => parse({ address }), String(address)).toThrow(ProtocolError);
  }
  expect(() => parse({ buffer: new ArrayBuffer(32) })).toThrow(/shared memory/);
});

it('RefusesViewsOutsideOfTheMemory', () => {
  const view = { view: 1, memory: new SharedArrayBuffer(8), address: 3, size: 5 };
  const parse = (change: object): ToPage =>
    parseToPage(stamp({ type: 'done', job: 1, result: 0, views: [{ ...view, ...change }] }));
  expect(parse({})).toBeDefined();
  for (const change of [{ address: 4 }, { size: 6 }, { size: 0 }, { address: -1 }, { view: 0 }]) {
    expect(() => parse(change), JSON.stringify(change)).toThrow(ProtocolError);
  }
  expect(() => parse({ memory: new ArrayBuffer(8) })).toThrow(/shared memory/);
});

/** A copy one level deeper than a spread, so that a round leaves the next ones alone. */
function structuredCloneFields(message: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(message).map(([name, value]: [string, unknown]) => {
      const plain = Object.prototype.toString.call(value) === '[object Object]';
      if (Array.isArray(value)) {
        return [name, value.map((item: unknown) => ({ ...(item as object) }))];
      }
      return [name, plain ? { ...(value as object) } : value];
    }),
  );
}

/** A linear congruential generator: tests need the same numbers every time. */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}

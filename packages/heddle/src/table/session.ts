/** A comparison that stays in a kernel, as a session of the pool: what is asked of it, and what it answers. */
import { HeddleError } from '../errors.js';
import type { Operation, Posted } from '../operation.js';
import type { Stateful } from '../session.js';
import type { PostedFilter } from './filter.js';
import { parseText, type Format } from './formats.js';
import { diff, engine, silence, type DiffInput } from './operations.js';
import { parseFacts, type DiffFactsReply } from './wire.js';
import type { KeyProposal } from './summary.js';

/**
 * What every step answers. A step works for some 20 ms at most: a filter that has not looked at enough
 * differences by then, or a comparison that is not complete, goes on when the step is asked for again.
 */
export interface StepReply<Value> {
  /** Differences that the filter has looked at, of all; of `first` and `facts`: rows that were compared. */
  readonly looked: number;
  readonly total: number;
  /** Undefined: ask again. */
  readonly value: Value | undefined;
}

/** The first rows that differ, before all are compared. */
export interface FirstInput {
  /** How many are enough. */
  readonly rows: number;
}

export interface FirstValue {
  /** As in the diff's facts. */
  readonly header: Uint8Array;
  /** JSON Lines. Empty when all rows were compared and none differs. */
  readonly text: Uint8Array;
}

/** Some rows, by their places among those that a filter picks; as many of them as there is time for. */
export interface RowsInput {
  readonly filter: PostedFilter;
  readonly begin: number;
  readonly end: number;
  /** A sum of enum heddle_table_show: how rows look. */
  readonly look: number;
}

/** The next of those to ask for, `end` when these are all. */
export interface RowsValue {
  readonly next: number;
  /** JSON Lines. */
  readonly text: Uint8Array;
}

/** The next row that `find` picks among those that `within` picks. */
export interface NextInput {
  readonly from: number;
  readonly find: PostedFilter;
  readonly within: PostedFilter;
}

/** Changed cells by column, from the row `first` on, as many as there is time for. */
export interface ChangesInput {
  readonly filter: PostedFilter;
  readonly first: number;
}

/** The next of those to count. */
export interface ChangesValue {
  readonly next: number;
  readonly rows: number;
  /** In the order of the columns that are shown. */
  readonly changes: readonly number[];
}

/** A text, from the part `first` on, as many as there is time for. */
export interface WriteStepInput {
  readonly filter: PostedFilter;
  readonly format: Format;
  /** A sum of enum heddle_table_show: how rows look. */
  readonly look: number;
  readonly first: number;
}

export interface WriteValue {
  readonly next: number;
  readonly parts: number;
  readonly text: Blob;
}

function step<Input, Value>(
  name: string,
  parse: (value: Record<string, unknown>) => Value,
): Operation<Input, StepReply<Value>> {
  return {
    engine,
    name,
    silence,
    encode: (value) => ({ value, transfer: [] }),
    decode(reply) {
      const { looked, total, value } = fieldsOf(reply);
      return {
        looked: numberOf(looked, 'looked'),
        total: numberOf(total, 'total'),
        value: value === undefined ? undefined : parse(fieldsOf(value)),
      };
    },
  };
}

const steps = {
  first: step<FirstInput, FirstValue>('first', ({ header, text }) => {
    if (!(header instanceof Uint8Array)) throw malformed('header');
    if (!(text instanceof Uint8Array)) throw malformed('text');
    return { header, text };
  }),
  facts: step<undefined, DiffFactsReply<KeyProposal>>('facts', parseFacts),
  count: step<{ readonly filter: PostedFilter }, number>('count', ({ count }) =>
    numberOf(count, 'count'),
  ),
  rows: step<RowsInput, RowsValue>('rows', ({ next, text }) => {
    if (!(text instanceof Uint8Array)) throw malformed('text');
    return { next: numberOf(next, 'next'), text };
  }),
  // -1: there is none.
  next: step<NextInput, number>('next', ({ index }) =>
    index === -1 ? -1 : numberOf(index, 'index'),
  ),
  changes: step<ChangesInput, ChangesValue>('changes', ({ next, rows, changes }) => {
    if (!Array.isArray(changes) || !changes.every(isCount)) throw malformed('changes');
    return { next: numberOf(next, 'next'), rows: numberOf(rows, 'rows'), changes };
  }),
  write: step<WriteStepInput, WriteValue>('write', ({ next, parts, text }) => ({
    next: numberOf(next, 'next'),
    parts: numberOf(parts, 'parts'),
    text: parseText(text),
  })),
};

/** Where inputs lie while their session lives: they are read again when it moves to another kernel. */
const inputs = new Map<number, DiffInput>();
let lastInput = 0;

/** Puts an input where {@link comparison} finds it, and returns its number. */
export function holdInput(input: DiffInput): number {
  inputs.set(++lastInput, input);
  return lastInput;
}

/** Forgets an input. */
export function dropInput(number: number): void {
  inputs.delete(number);
}

/** A comparison as a session, opened with what {@link holdInput} returned. */
export const comparison: Stateful<number, typeof steps> = {
  opening: {
    engine,
    name: 'diff',
    silence,
    encode(number): Posted | Promise<Posted> {
      const input = inputs.get(number);
      if (input === undefined) {
        throw new HeddleError('invalid_argument', 'The diff was disposed of: compare again.');
      }
      return diff.encode(input, false);
    },
    decode: (reply) => reply,
  },
  steps,
  // No step changes anything.
  weight: () => 0,
};

function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw malformed('reply');
  return value as Record<string, unknown>;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}

function numberOf(value: unknown, name: string): number {
  if (!isCount(value)) throw malformed(name);
  return value;
}

function malformed(name: string): TypeError {
  return new TypeError(`The field ${name} of the diff's answer is malformed.`);
}

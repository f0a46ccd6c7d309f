/** Reading of fields from values that nobody has checked: the tools of protocol.ts. */

/** Why a message is refused. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

export type Fields = Readonly<Record<string, unknown>>;

/** Most characters of a name, and of a text such as a message or a stack. */
const nameLimit = 256;
const textLimit = 65_536;

export function asFields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProtocolError(`${what} is not an object but ${describe(value)}.`);
  }
  return value as Fields;
}

/** Shows a value to people, never all of it. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return typeof value === 'number' || value === undefined || value === null
    ? String(value)
    : typeof value;
}

export function wrong(fields: Fields, name: string, wanted: string): ProtocolError {
  return new ProtocolError(
    `The field ${name} of a message is ${describe(fields[name])}, not ${wanted}.`,
  );
}

export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value.length > textLimit) {
    throw wrong(fields, name, `a string of at most ${textLimit} characters`);
  }
  return value;
}

export function optionalText(fields: Fields, name: string): string | undefined {
  return fields[name] === undefined ? undefined : text(fields, name);
}

/** The name of an engine, an operation or a kind of session. */
export function identifier(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value.length === 0 || value.length > nameLimit) {
    throw wrong(fields, name, `a name of 1 to ${nameLimit} characters`);
  }
  return value;
}

export function positive(fields: Fields, name: string): number {
  const value = fields[name];
  if (!Number.isSafeInteger(value) || (value as number) < 1) {
    throw wrong(fields, name, 'an integer from 1');
  }
  return value as number;
}

/** An integer from 0. */
export function count(fields: Fields, name: string): number {
  const value = fields[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw wrong(fields, name, 'an integer from 0');
  }
  return value as number;
}

/** A number from 0 to 1. */
export function share(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
    throw wrong(fields, name, 'a number from 0 to 1');
  }
  return value;
}

export function optionalNumber(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value !== undefined && !(typeof value === 'number' && value >= 0)) {
    throw wrong(fields, name, 'a number from 0');
  }
  return value;
}

export function flag(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value !== 'boolean') throw wrong(fields, name, 'a boolean');
  return value;
}

/** One of a few words. */
export function word<Word extends string>(
  fields: Fields,
  name: string,
  words: readonly Word[],
): Word {
  const value = fields[name];
  if (!(words as readonly unknown[]).includes(value)) {
    throw wrong(fields, name, `one of ${words.join(', ')}`);
  }
  return value as Word;
}

export function sharedBuffer(fields: Fields, name: string): SharedArrayBuffer {
  const value = fields[name];
  if (typeof SharedArrayBuffer === 'undefined' || !(value instanceof SharedArrayBuffer)) {
    throw wrong(fields, name, 'shared memory');
  }
  return value;
}

/** A place of `size` bytes within a memory, aligned to 32-bit words. */
export function place(
  fields: Fields,
  name: string,
  buffer: SharedArrayBuffer,
  size: number,
): number {
  const value = fields[name];
  const fits =
    Number.isSafeInteger(value) &&
    (value as number) >= 0 &&
    (value as number) % 4 === 0 &&
    (value as number) + size <= buffer.byteLength;
  if (!fits) throw wrong(fields, name, 'an aligned place in the memory');
  return value as number;
}

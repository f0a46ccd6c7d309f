import { describe, expect, it, vi } from 'vitest';

import { MailboxReader, MailboxWriter } from './mailbox.js';
import { parseToKernel, type JobMessage } from './protocol.js';

function job(input: unknown): JobMessage {
  return { job: 7, engine: 'own', operation: 'echo', input };
}

/** Both ends, after as many posted messages. */
function make(posted = 0): { reader: MailboxReader; writer: MailboxWriter } {
  const reader = new MailboxReader();
  return { reader, writer: new MailboxWriter(reader.buffer, posted) };
}

/** What the kernel finds, where the page does something while it looks. */
function lookWhile(reader: MailboxReader, received: number, act: () => void): unknown {
  let acted = false;
  const load = (words: Int32Array, index: number): number => {
    if (!acted && index === 0 && (words[index] ?? 0) > 0) {
      acted = true;
      act();
    }
    return words[index] ?? 0;
  };
  vi.spyOn(Atomics, 'load').mockImplementation(load as unknown as typeof Atomics.load);
  try {
    return reader.look(received);
  } finally {
    vi.restoreAllMocks();
  }
}

describe('AMailbox', () => {
  it.each([
    1,
    'täxt 日本 \u{1f600}',
    '',
    true,
    null,
    undefined,
    0.1 + 0.2,
    { a: 1, b: 'c', c: null },
  ])('CarriesTheInput_%j', (input) => {
    const { reader, writer } = make();
    let taken = false;
    const value = lookWhile(reader, 0, () => {
      taken = writer.put([job(input)]);
    });
    expect(taken).toBe(true);
    expect(parseToKernel(value)).toMatchObject({ type: 'run', jobs: [{ job: 7, input }] });
  });

  it.each([
    Number.NaN,
    Infinity,
    -0,
    1n,
    [1],
    new Date(0),
    { a: { b: 1 } },
    { a: undefined },
    { a: -0 },
    new Uint8Array(1),
    'x'.repeat(5000),
    { a: 'x'.repeat(1500), b: 'x'.repeat(1500) },
  ])('LeavesToAMessage_%#', (input) => {
    const { reader, writer } = make();
    let taken = true;
    const value = lookWhile(reader, 0, () => {
      taken = writer.put([job(input)]);
    });
    expect(taken).toBe(false);
    expect(value).toBeUndefined();
  });

  it('TakesNothingWhileNobodyLooks', () => {
    const { reader, writer } = make();
    expect(writer.put([job(1)])).toBe(false);
    expect(reader.look(0)).toBeUndefined();
    expect(writer.put([job(1)])).toBe(false);
  });

  it('IsNotWaitedAtWhileAPostedMessageIsOnItsWay', () => {
    const { reader, writer } = make(2);
    writer.posted();
    const act = vi.fn();
    expect(lookWhile(reader, 2, act)).toBeUndefined();
    expect(act).not.toHaveBeenCalled();
    let taken = false;
    lookWhile(reader, 3, () => {
      taken = writer.put([job(1)]);
    });
    expect(taken).toBe(true);
  });

  it('IsClosedByAPostedMessage', () => {
    const { reader, writer } = make();
    let taken = true;
    const value = lookWhile(reader, 0, () => {
      writer.posted();
      taken = writer.put([job(1)]);
    });
    expect(value).toBeUndefined();
    expect(taken).toBe(false);
  });

  it('IsNotWaitedAtWhereThePageDoesNotUseIt', () => {
    const act = vi.fn();
    expect(lookWhile(new MailboxReader(), 3, act)).toBeUndefined();
    expect(act).not.toHaveBeenCalled();
  });

  it('WithSomethingElseInItThrows', () => {
    const { reader } = make();
    const words = new Int32Array(reader.buffer);
    const garble = (): void => {
      new Uint16Array(reader.buffer, 16).set([91, 91]);
      words.set([-1, words[1] ?? 0, 2]);
    };
    expect(() => lookWhile(reader, 0, garble)).toThrow(SyntaxError);
  });
});

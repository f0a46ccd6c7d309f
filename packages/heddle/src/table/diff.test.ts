import { describe, expect, it } from 'vitest';

import { HeddleError } from '../errors.js';
import { TableDiff, type Difference } from './diff.js';
import { diff as diffOperation, columns } from './operations.js';
import type { DiffReply, PostedPart } from './wire.js';

const encoder = new TextEncoder();
const differences: Difference[] = [
  { kind: 'removed', left: 1, cells: ['1', 'ä "quoted"', null] },
  { kind: 'added', right: 2, cells: ['2', 'line\nfeed', 'x'] },
  { kind: 'changed', left: 3, right: 3, cells: ['3', ['old', 'new'], 'x'] },
  { kind: 'added', right: 4, cells: ['4', '', '日本'] },
  { kind: 'removed', left: 5, cells: ['5', 'e', null] },
];
const header = {
  kind: 'header',
  columns: ['id', 'b', 'c'],
  key: ['id'],
  onlyLeft: [],
  onlyRight: ['c'],
};

function part(first: number, rows: Difference[]): PostedPart {
  const lines = rows.map((row) => encoder.encode(`${JSON.stringify(row)}\n`));
  const offsets = new Uint32Array(rows.length + 1);
  lines.forEach((line, index) => (offsets[index + 1] = (offsets[index] ?? 0) + line.length));
  const bytes = new Uint8Array(offsets.at(-1) ?? 0);
  lines.forEach((line, index) => {
    bytes.set(line, offsets[index]);
  });
  return { first, text: bytes, offsets };
}

function reply(change: Partial<Record<keyof DiffReply, unknown>> = {}): unknown {
  const counts = {
    added: 2,
    removed: 2,
    changed: 1,
    unchanged: 9,
    changedCells: 1,
    leftRows: 12,
    rightRows: 12,
  };
  const parts = [
    part(0, differences.slice(0, 2)),
    part(2, differences.slice(2, 3)),
    part(3, differences.slice(3)),
  ];
  const line = encoder.encode(`${JSON.stringify(header)}\n`);
  const dialect = { delimiter: ',', quote: '"', lineEnd: 'LF', lenient: false };
  const summary = {
    duplicateKeys: [1, 0],
    duplicateRows: [2, 0],
    dialects: [dialect, { ...dialect, delimiter: ';' }],
    renamed: [],
  };
  return { counts, summary, header: line, parts, lanes: 2, seconds: 0.25, ...change };
}

describe('TableDiff', () => {
  const diff = new TableDiff(reply());

  it('HasTheCountsAndNames', () => {
    expect(diff).toMatchObject({ added: 2, removed: 2, changed: 1, unchanged: 9, changedCells: 1 });
    expect(diff).toMatchObject({ leftRows: 12, rightRows: 12, lanes: 2, seconds: 0.25, length: 5 });
    const { columns, key, onlyLeft, onlyRight } = diff;
    expect({ kind: 'header', columns, key, onlyLeft, onlyRight }).toEqual(header);
    expect(diff).toMatchObject({ duplicateKeys: [1, 0], duplicateRows: [2, 0] });
    expect(diff.dialects[1].delimiter).toBe(';');
    expect(diff.renamed).toEqual([]);
    expect(diff.proposal).toBeUndefined();
    const proposal = { columns: ['id'], leftRows: 12, rightRows: 12, matched: 10 };
    expect(new TableDiff(reply({ proposal })).proposal).toMatchObject(proposal);
  });

  it('DecodesEachDifferenceAcrossItsParts', () => {
    expect(differences.map((_, index) => diff.at(index))).toEqual(differences);
    expect([...diff]).toEqual(differences);
  });

  it.each([-1, 5, 0.5, NaN, Infinity])('HasNoDifference_%s', (index) => {
    expect(() => diff.at(index)).toThrow(HeddleError);
  });

  it('TellsTheKindAlone', () => {
    expect(differences.map((_, index) => diff.kindAt(index))).toEqual(
      differences.map((difference) => difference.kind),
    );
    for (const index of [-1, 5, 0.5, Number.NaN]) {
      expect(() => diff.kindAt(index)).toThrow(HeddleError);
    }
  });

  it('SlicesWithinItsBounds', () => {
    expect(diff.slice(1, 3)).toEqual(differences.slice(1, 4));
    expect(diff.slice(3, 100)).toEqual(differences.slice(3));
    expect(diff.slice(5, 1)).toEqual([]);
    expect(diff.slice(0, 0)).toEqual([]);
    expect(diff.slice(2, -1)).toEqual([]);
  });

  it('WritesJsonLines', async () => {
    const lines = [header, ...differences].map((line) => `${JSON.stringify(line)}\n`).join('');
    expect(await (await diff.toBlob()).text()).toBe(lines);
  });

  it('CanBeEmpty', async () => {
    const counts = {
      added: 0,
      removed: 0,
      changed: 0,
      unchanged: 1,
      changedCells: 0,
      leftRows: 1,
      rightRows: 1,
    };
    const empty = new TableDiff(reply({ counts, parts: [] }));
    expect([...empty]).toEqual([]);
    expect(() => empty.at(0)).toThrow(/no difference 0/);
    expect(await (await empty.toBlob()).text()).toBe(`${JSON.stringify(header)}\n`);
  });

  const malformed: [string, unknown][] = [
    ['Nothing', undefined],
    ['NoCounts', reply({ counts: {} })],
    ['NoSummary', reply({ summary: undefined })],
    ['NegativeTime', reply({ seconds: -1 })],
    ['NoLanes', reply({ lanes: 0 })],
    ['NoParts', reply({ parts: undefined })],
    ['TooFewDifferences', reply({ parts: [part(0, differences.slice(0, 4))] })],
    ['AGap', reply({ parts: [part(1, differences)] })],
    [
      'WrongOffsets',
      reply({ parts: [{ ...part(0, differences), offsets: Uint32Array.of(0, 1, 2, 3, 4, 5) }] }),
    ],
    ['AViewThatDidNotCome', reply({ parts: [{ ...part(0, differences), text: 0 }] })],
    ['SharedBytes', reply({ header: new Uint8Array(new SharedArrayBuffer(8)) })],
    ['NoHeader', reply({ header: encoder.encode('{"kind":"added"}') })],
    ['AHeaderThatIsNoJson', reply({ header: encoder.encode('{') })],
    ['NamesThatAreNoStrings', reply({ header: encoder.encode('{"kind":"header","columns":[1]}') })],
  ];
  it.each(malformed)('Refuses_%s', (_name, value) => {
    expect(() => diffOperation.decode(value, [])).toThrow();
  });
});

describe('Inputs', () => {
  it('ArePostedAsTheyAre', async () => {
    const left = new Blob(['a']);
    const right = Uint8Array.of(97);
    const posted = await diffOperation.encode({ left, right, key: ['a'] }, false);
    expect(posted).toEqual({
      value: { left, right, dialect: 0, key: ['a'], pairing: 'key', renames: false, similar: 0 },
      transfer: [],
      slices: [],
    });
    expect((posted.value as { left: Blob }).left).toBe(left);
  });

  it.each(['a', 'ä', '日', '😀', 'x😀'])('ThatAreLongTextsOf_%s_GoAsTheirBytes', async (unit) => {
    const file = unit.repeat(3_000_000 / unit.length);
    const { value, transfer } = await columns.encode({ file }, false);
    const posted = (value as { file: Blob }).file;
    expect(posted).toBeInstanceOf(Blob);
    expect(transfer).toEqual([]);
    const bytes = new Uint8Array(await posted.arrayBuffer());
    expect(Buffer.compare(bytes, encoder.encode(file))).toBe(0);
  });

  it('ThatArePartsOfABufferAreCopiedAlone', async () => {
    const file = new Uint8Array(1000).subarray(10, 13);
    const { value, transfer } = await columns.encode({ file }, false);
    const copy = (value as { file: Uint8Array }).file;
    expect(copy.buffer.byteLength).toBe(3);
    expect(transfer).toEqual([copy.buffer]);
    expect(file.buffer.byteLength).toBe(1000);
  });

  it.each([undefined, null, 5, {}, [], new Float32Array(1)])('Refuse_%s', async (value) => {
    const file = value as string;
    await expect(columns.encode({ file }, false)).rejects.toThrow(/The input file must be/);
    await expect(diffOperation.encode({ left: '', right: file }, false)).rejects.toThrow(
      /input right/,
    );
  });

  it.each([
    [undefined, { key: [], pairing: 'key' }],
    ['auto', { key: [], pairing: 'auto' }],
    ['position', { key: [], pairing: 'position' }],
    [['#1'], { key: ['#1'], pairing: 'key' }],
  ] as const)('SayHowRowsBelongTogether_%j', async (key, posted) => {
    const { value } = await diffOperation.encode({ left: '', right: '', key }, false);
    expect(value).toMatchObject(posted);
  });

  it('RefuseAKeyThatIsNoList', async () => {
    const key = 'id' as unknown as string[];
    await expect(diffOperation.encode({ left: '', right: '', key }, false)).rejects.toThrow(
      /key must be/,
    );
  });
});

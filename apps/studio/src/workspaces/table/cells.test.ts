import { describe, expect, it } from 'vitest';
import {
  fillWidth,
  isAlike,
  layoutColumns,
  oneLine,
  oneLineMarked,
  valueIn,
  type Row,
} from './cells.ts';

describe('cells', () => {
  it('ShowsLineBreaksAndTabsOnOneLine', () => {
    expect(oneLine('a\r\nb\nc\td')).toBe('a↵b↵c⇥d');
    expect(oneLine('x'.repeat(400))).toHaveLength(301);
  });

  it('MarksOuterSpaces', () => {
    expect(oneLineMarked('  a b ')).toBe('··a b·');
    expect(oneLineMarked('   ')).toBe('···');
  });

  it('MeasuresColumnsFromNamesAndValues', () => {
    const layout = layoutColumns(
      ['id', 'a long column name', 'text', 'price'],
      new Map([['id', 8]]),
      [
        { kind: 'added', right: 1, cells: ['12', '', 'x'.repeat(99), '-1.5e3'] },
        { kind: 'changed', left: 1, right: 2, cells: ['13', null, 'y', ['1,000.25', '1,000.50']] },
      ],
    );
    expect(layout).toEqual([
      { characters: 10, natural: 10, numeric: true },
      { characters: 18, natural: 18, numeric: false },
      { characters: 34, natural: 99, numeric: false },
      { characters: 20, natural: 20, numeric: true },
    ]);
  });

  it('KnowWhatEachFileSays', () => {
    const alike = { left: '1.5', right: '1.50' };
    expect([null, 'a', ['a', 'b'] as [string, string], alike].map(isAlike)).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect([valueIn(alike, 'left'), valueIn(alike, 'right')]).toEqual(['1.5', '1.50']);
    expect([valueIn(['a', 'b'], 'left'), valueIn(['a', 'b'], 'right')]).toEqual(['a', 'b']);
    expect([valueIn('a', 'left'), valueIn(null, 'right')]).toEqual(['a', null]);
  });

  it('MeasuresBothValuesWhereBothAreShown', () => {
    const rows: Row[] = [
      { kind: 'changed', left: 1, right: 1, cells: [{ left: '1,000,000.0', right: '1e6' }] },
    ];
    expect(layoutColumns(['n'], new Map(), rows, true)).toEqual([
      { characters: 12, natural: 12, numeric: true },
    ]);
    // The other one is in the reading line.
    expect(layoutColumns(['n'], new Map(), rows)).toEqual([
      { characters: 6, natural: 6, numeric: true },
    ]);
  });

  it('TakesDatesAndEmptyColumnsForText', () => {
    const rows = [{ kind: 'removed', left: 1, cells: ['2012-01-01', ''] } as const];
    const mutable = rows.map((row) => ({ ...row, cells: [...row.cells] }));
    expect(layoutColumns(['date', 'note'], new Map(), mutable).map((c) => c.numeric)).toEqual([
      false,
      false,
    ]);
  });

  it('GivesSpareRoomToColumnsThatWereCut', () => {
    const layout = [
      { characters: 10, natural: 10, numeric: false },
      { characters: 34, natural: 74, numeric: false },
      { characters: 34, natural: 54, numeric: false },
    ];
    const widths = (available: number) => fillWidth(layout, available).map((c) => c.characters);
    expect(widths(60)).toEqual([10, 34, 34]);
    expect(widths(108)).toEqual([10, 54, 44]);
    expect(widths(1000)).toEqual([10, 74, 54]);
  });
});

import { describe, expect, it } from 'vitest';
import {
  dropsRow,
  noChoices,
  ofRow,
  reduceChoices,
  type ChoiceAction,
  type Choices,
} from './choices.ts';
import { markOf, parseConflicts, withoutLost, type Conflict } from './conflicts.ts';
import { editsOf, numbersOf, patchOf } from './resolve.ts';

const columns = ['id', 'a', 'b'];
const headers = { base: columns, left: columns, right: ['id', 'a'] };
const conflict = (change: Partial<Conflict>): Conflict => ({
  row: 1,
  key: ['1'],
  column: 'a',
  base: 'x',
  left: 'y',
  right: 'z',
  ...change,
});
/** Row 2 is gone in left, and has two cells that right changed. */
const conflicts: readonly Conflict[] = [
  conflict({}),
  conflict({ row: 2, left: null }),
  conflict({ row: 2, left: null, column: 'b', right: 'w,"' }),
  conflict({ row: 4, column: 'b', left: 'v', right: null }),
];

function after(...actions: ChoiceAction[]): Choices {
  return actions.reduce(
    (state, action) => reduceChoices(state, action, conflicts, headers),
    noChoices,
  );
}
const made = (state: Choices) => Object.fromEntries(state.made);

describe('Choices', () => {
  it('AreUndoneAndDoneAgainStepByStep', () => {
    const first: ChoiceAction = { type: 'chosen', conflict: 0, choice: { take: 'left' } };
    const second: ChoiceAction = {
      type: 'chosen',
      conflict: 0,
      choice: { take: 'own', text: 'o' },
    };
    const both = after(first, second);
    expect(made(both)).toEqual({ 0: { take: 'own', text: 'o' } });
    expect(made(after(first, second, { type: 'undone' }))).toEqual({ 0: { take: 'left' } });
    expect(made(after(first, second, { type: 'undone' }, { type: 'undone' }))).toEqual({});
    const again = after(first, second, { type: 'undone' }, { type: 'redone' });
    expect(made(again)).toEqual(made(both));
    const other = after(first, { type: 'undone' }, second, { type: 'redone' });
    expect(made(other)).toEqual(made(both));
    expect(after({ type: 'undone' }, { type: 'redone' })).toBe(noChoices);
  });

  it('OfTheSameValueAreNoStep', () => {
    const first: ChoiceAction = { type: 'chosen', conflict: 0, choice: { take: 'left' } };
    expect(after(first, first).past).toHaveLength(1);
  });

  it('TakeAllThatAreOpenInOneStep', () => {
    const own: ChoiceAction = { type: 'chosen', conflict: 0, choice: { take: 'base' } };
    const all = after(own, { type: 'allChosen', take: 'right' });
    expect(all.made.size).toBe(conflicts.length);
    expect(all.made.get(0)).toEqual({ take: 'base' });
    expect(made(after(own, { type: 'allChosen', take: 'right' }, { type: 'undone' }))).toEqual({
      0: { take: 'base' },
    });
  });

  it('LetARowGoWithAllOfItsCells', () => {
    expect(ofRow(conflicts, 2)).toEqual([1, 2]);
    const gone = after({ type: 'chosen', conflict: 2, choice: { take: 'left' } });
    expect(made(gone)).toEqual({ 1: { take: 'left' }, 2: { take: 'left' } });
    const kept = after(
      { type: 'chosen', conflict: 2, choice: { take: 'left' } },
      { type: 'chosen', conflict: 1, choice: { take: 'right' } },
    );
    expect(made(kept)).toEqual({ 1: { take: 'right' } });
  });

  it('TellARowThatIsNotThereFromAColumn', () => {
    expect(dropsRow(conflict({ left: null }), { take: 'left' }, headers)).toBe(true);
    expect(dropsRow(conflict({ column: 'b', right: null }), { take: 'right' }, headers)).toBe(
      false,
    );
  });
});

describe('Patch', () => {
  const of = (...actions: ChoiceAction[]) => {
    const edits = editsOf(conflicts, after(...actions).made, columns, headers);
    return patchOf(columns, 5, edits, (row) => [`${row}`, 'p', 'q']).text();
  };

  it('ChangesCellsAndDropsRows', async () => {
    const text = await of(
      { type: 'chosen', conflict: 0, choice: { take: 'own', text: 'new\nline' } },
      { type: 'chosen', conflict: 1, choice: { take: 'left' } },
      { type: 'chosen', conflict: 3, choice: { take: 'right' } },
    );
    expect(text).toBe(
      'heddle table patch,1\nleft,5,id,a,b\nright,4,id,a,b\nfrom,1,2,3\n-,2,2,p,q\n' +
        '~,1,2,((( x ))) y /// z,"new\nline"\n=,3,1\n~,4,3,v,""\n=,5,1\n',
    );
  });

  it('KeepsRowsWhoseValueIsWrittenAlready', async () => {
    const text = await of(
      { type: 'chosen', conflict: 1, choice: { take: 'right' } },
      { type: 'chosen', conflict: 2, choice: { take: 'right' } },
    );
    expect(text).toBe('heddle table patch,1\nleft,5,id,a,b\nright,5,id,a,b\nfrom,1,2,3\n=,1,5\n');
  });
});

describe('NumbersOf', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i + 1));
  const files = (base: number, left: number, right: number) => ({
    base: numbers(base),
    left: numbers(left),
    right: numbers(right),
  });

  it('CountTheColumns', () => {
    expect(numbersOf(files(3, 3, 3), 3)).toEqual(['1', '2', '3']);
    expect(numbersOf(files(2, 2, 4), 4)).toEqual(['1', '2', '3', '4']);
  });

  it('LeaveOutThoseThatASideHasDropped', () => {
    expect(numbersOf(files(3, 4, 2), 3)).toEqual(['1', '2', '4']);
  });
});

describe('Conflicts', () => {
  it('AreLostWithAColumnThatASideHasDropped', () => {
    const added = { ...headers, left: [...columns, 'c'], right: ['id', 'a', 'c'] };
    const all = [
      ...conflicts,
      conflict({ row: 5, column: 'b' }),
      conflict({ row: 6, column: 'c' }),
    ];
    const told = withoutLost(all, added);
    expect(told.lost).toEqual([{ column: 'b', by: 'right', count: 3 }]);
    expect(told.conflicts).toEqual(all.filter(({ column }) => column !== 'b'));
    const same = { base: columns, left: columns, right: columns };
    expect(withoutLost(all, same)).toEqual({ conflicts: all, lost: [] });
  });

  it('AreParsedAcrossPieces', async () => {
    const many = Array.from({ length: 2000 }, (_, i) => conflict({ row: i + 1, left: `ä${i}` }));
    const text = many.map((one) => `${JSON.stringify(one)}\n`).join('');
    expect(await parseConflicts(new Blob([text]))).toEqual(many);
    expect(await parseConflicts(new Blob([]))).toEqual([]);
  });

  it('AreMarkedAsTheEngineMarksThem', () => {
    expect(markOf(conflict({}))).toBe('((( x ))) y /// z');
    expect(markOf(conflict({ base: null }))).toBe('(((  ))) y /// z');
    expect(markOf(conflict({ left: null }))).toBe('z');
    expect(markOf(conflict({ right: null }))).toBe('y');
  });
});

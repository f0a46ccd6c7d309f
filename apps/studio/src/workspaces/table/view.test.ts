import { expect, it } from 'vitest';
import { noRules } from './rules.ts';
import { noSearch } from './search.ts';
import { plainly } from './state.ts';
import { readView, writeView, type TableView } from './view.ts';

const plain: TableView = {
  sample: undefined,
  key: undefined,
  how: plainly,
  rules: noRules,
  show: 'all',
  search: noSearch,
  layout: 'unified',
};

it.each<Partial<TableView>>([
  { sample: 'weather', key: ['location', 'a,b & c'], show: 'changed' },
  { sample: 'weather', key: [], layout: 'sides' },
  {
    sample: 'weather',
    rules: {
      trim: true,
      ignoreCase: true,
      tolerance: '1%',
      own: [
        ['a:b', { kind: 'number', tolerance: '0.5' }],
        ['&', { kind: 'date', order: 'any' }],
      ],
      ignore: ['wind', 'a&b'],
    },
    show: 'added',
    search: { text: 'x & y', column: 'wind' },
  },
  { sample: 'weather', how: { ...plainly, pairing: 'auto', renames: true } },
  {
    how: {
      pairing: 'position',
      similar: 0,
      renames: false,
      reading: { delimiter: '\t', header: false, quote: 'none', lenient: true, ragged: 'keep' },
    },
    rules: { ...noRules, trim: true },
  },
  { key: undefined, how: { ...plainly, similar: 0.35 } },
  {},
])('ComesBackFromTheAddress %j', (part) => {
  const view = { ...plain, ...part };
  expect(readView(new URLSearchParams(writeView(view).toString()))).toEqual(view);
});

it('DoesNotTellWhatIsInOwnFiles', () => {
  const view: TableView = {
    ...plain,
    key: ['secret'],
    rules: { ...noRules, own: [['secret', { kind: 'exact' }]], ignore: ['secret'] },
    search: { text: 'secret', column: 'secret' },
    show: 'added',
  };
  expect(writeView(view).toString()).toBe('show=added');
});

it('IgnoresWhatDoesNotExist', () => {
  const text = 'show=moved&within=close&pair=luck&similar=200&ragged=cut&rule=a&quote=x&view=up';
  expect(readView(new URLSearchParams(text))).toEqual(plain);
});

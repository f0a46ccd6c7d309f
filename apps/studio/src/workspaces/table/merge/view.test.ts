import { expect, it } from 'vitest';
import { strictReading } from '../reading.ts';
import { noRules, type Rules } from '../rules.ts';
import { readMergeView, writeMergeView, type MergeView } from './view.ts';

const plain: MergeView = {
  sample: false,
  key: undefined,
  rules: noRules,
  reading: strictReading,
};
const rules: Rules = {
  ...noRules,
  trim: true,
  tolerance: '1%',
  own: [['sown', { kind: 'date', order: 'dmy' }]],
};

it.each<Partial<MergeView>>([
  {},
  { sample: true, key: ['bed', 'a,b & c'], rules },
  { sample: true, key: [] },
  { rules: { ...noRules, ignoreCase: true }, reading: { ...strictReading, header: false } },
])('ComesBackFromTheAddress %j', (part) => {
  const view = { ...plain, ...part };
  expect(readMergeView(new URLSearchParams(writeMergeView(view).toString()))).toEqual(view);
});

it('DoesNotTellWhatIsInOwnFiles', () => {
  const secret: Rules = { ...rules, own: [['secret', { kind: 'exact' }]] };
  expect(writeMergeView({ ...plain, key: ['secret'], rules: secret }).toString()).toBe(
    'task=merge&blanks=any&within=1%25',
  );
});

it('LeavesNoColumnOut', () => {
  const params = new URLSearchParams('task=merge&sample=garden&leave=note');
  expect(readMergeView(params)).toEqual({ ...plain, sample: true });
});

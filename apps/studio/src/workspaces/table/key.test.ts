import { describe, expect, it } from 'vitest';
import { commonColumns, nearMatches, proposeKey, toggleKeyColumn } from './key.ts';

describe('proposeKey', () => {
  it.each([
    [['name', 'id', 'code'], 'id'],
    [['Name', 'customerId', 'city'], 'customerId'],
    [['region', 'Country Code', 'name'], 'Country Code'],
    [['date', 'sort_key'], 'sort_key'],
    [['city', 'first name'], 'first name'],
    [['UUID', 'name'], 'UUID'],
  ])('Of %j proposes %s', (common, expected) => {
    const proposal = proposeKey(common);
    expect(proposal.key).toEqual([expected]);
    expect(proposal.reason).toContain('identifier');
  });

  it('DoesNotTakePartsOfWordsForIdentifiers', () => {
    expect(proposeKey(['paid', 'monkey', 'barcode'])).toEqual({
      key: ['paid'],
      reason: '“paid” is the first column that both files have.',
    });
  });

  it('ProposesNothingWithoutCommonColumns', () => {
    expect(proposeKey([]).key).toEqual([]);
  });
});

describe('columns', () => {
  it('KeepsTheOrderOfLeft', () => {
    expect(commonColumns(['c', 'a', 'b'], ['a', 'b', 'c', 'd'])).toEqual(['c', 'a', 'b']);
  });

  it('TogglesInColumnOrder', () => {
    const common = ['a', 'b', 'c'];
    expect(toggleKeyColumn(['c'], 'a', common)).toEqual(['a', 'c']);
    expect(toggleKeyColumn(['a', 'c'], 'a', common)).toEqual(['c']);
    expect(toggleKeyColumn(['a'], 'a', common)).toEqual([]);
  });

  it('FindsNamesThatDifferOnlyInCaseOrSpaces', () => {
    expect(nearMatches(['ID', 'name', 'x'], ['id ', 'name', 'y'])).toEqual([['ID', 'id ']]);
  });
});

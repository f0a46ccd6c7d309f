import { describe, expect, it } from 'vitest';
import { readScenario, writeScenario } from './ownScenario.ts';

describe('AScenario', () => {
  it('IsTheSameAfterItWasText', () => {
    const scenario = { name: 'pond', tribes: [{ name: 'frogs', share: 1 }], food: { growth: 3 } };
    expect(readScenario(writeScenario(scenario))).toEqual(scenario);
  });

  it.each([
    ['{ "tribes": [ }', /no JSON/],
    ['', /no JSON/],
    ['[1]', /object/],
    ['null', /object/],
    ['"meadow"', /object/],
  ])('IsNot_%s', (text, remedy) => {
    const read = readScenario(text);
    expect('problem' in read && read.problem.remedy).toMatch(remedy);
  });
});

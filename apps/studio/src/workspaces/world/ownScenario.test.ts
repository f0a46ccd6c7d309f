import type { Scenario } from 'heddle/sim';
import { describe, expect, it } from 'vitest';
import { packScenario, readScenario, unpackScenario, writeScenario } from './ownScenario.ts';

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

describe('InAnAddress', () => {
  const pond = { name: 'Teich für Frösche 🐸', tribes: [{ name: 'frogs', share: 1 }] };

  it('IsTheSameAScenario', () => {
    const packed = packScenario(pond) ?? '';
    expect(packed).toMatch(/^[\w-]+$/);
    expect(unpackScenario(packed)).toEqual(pond);
  });

  it('TakesALargeMap', () => {
    const terrain = Array.from({ length: 128 }, () => '0123456789##9999'.repeat(8));
    const ground = { ...pond, ground: { terrain } };
    expect(unpackScenario(packScenario(ground) ?? '')).toEqual(ground);
  });

  it('IsLeftOutWhenItIsTooLong', () => {
    const tribes = Array.from({ length: 2000 }, (_, at) => ({ name: `${Math.sin(at)}` }));
    expect(packScenario({ ...pond, tribes })).toBeUndefined();
  });

  it.each(['', 'x', '????', 'AAAA', 'q1YqS8', btoa('[1]'), 'A'.repeat(9000)])(
    'IsNone_%#',
    (text) => {
      expect(unpackScenario(text)).toBeUndefined();
    },
  );

  it('IsNoneWithoutAName', () => {
    const nameless = { tribes: [], name: { first: 'Pond' } } as unknown as Scenario;
    expect(unpackScenario(packScenario(nameless) ?? '')).toBeUndefined();
  });

  it('IsNoneWhenItIsCutOff', () => {
    const packed = packScenario(pond) ?? '';
    for (let length = 0; length < packed.length - 4; ++length) {
      expect(unpackScenario(packed.slice(0, length))).toBeUndefined();
    }
  });
});

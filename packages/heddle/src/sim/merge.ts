// Makes one answer of those of all domains.
import type { Entity, Food, Query } from './operations.js';
import {
  ledgerNames,
  phaseNames,
  type DomainInfo,
  type HashPart,
  type SimulationState,
  type StepReply,
} from './wire.js';

export function mergeStates(states: readonly SimulationState[]): SimulationState {
  const [first] = states;
  if (first === undefined) throw new TypeError('There is no domain.');
  const sum = (read: (state: SimulationState) => number): number =>
    states.reduce((all, state) => all + read(state), 0);
  return {
    ...first,
    size: sum((state) => state.size),
    bytes: sum((state) => state.bytes),
    census: first.census.map((_, tribe) => sum((state) => state.census[tribe] ?? 0)),
  };
}

/** A phase takes as long as in the slowest domain; gains and losses add up. */
export function mergeSteps(replies: readonly StepReply[]): StepReply {
  const works = replies.map(({ work }) => work);
  const merge = <Name extends string>(
    names: readonly Name[],
    read: (work: StepReply['work']) => Readonly<Record<Name, number>>,
    join: (a: number, b: number) => number,
  ): Record<Name, number> =>
    Object.fromEntries(
      names.map((name) => [
        name,
        works.map((work) => read(work)[name]).reduce((sum, one) => join(sum, one)),
      ]),
    ) as Record<Name, number>;
  return {
    state: mergeStates(replies.map(({ state }) => state)),
    work: {
      ticks: works[0]?.ticks ?? 0,
      longest: Math.max(...works.map(({ longest }) => longest)),
      phases: merge(phaseNames, ({ phases }) => phases, Math.max),
      ledger: merge(
        ledgerNames,
        ({ ledger }) => ledger,
        (a, b) => a + b,
      ),
    },
    frames:
      replies[0]?.frames === undefined ? undefined : replies.flatMap(({ frames }) => frames ?? []),
  };
}

export function mergeHashParts(parts: readonly HashPart[]): HashPart {
  let size = 0;
  let sum = 0n;
  for (const part of parts) {
    size += part.size;
    sum += (BigInt(part.high) << 32n) | BigInt(part.low);
  }
  sum = BigInt.asUintN(64, sum);
  return { size, low: Number(sum & 0xffffffffn), high: Number(sum >> 32n) };
}

export function mergeFood(foods: readonly Food[], infos: readonly DomainInfo[]): Food {
  const side = foods[0]?.side ?? 0;
  const stock = new Uint8Array(side * side);
  for (const [index, info] of infos.entries()) {
    const [begin, end] = info.rows;
    const own = foods[index]?.stock.subarray(begin * side, end * side);
    if (own !== undefined) stock.set(own, begin * side);
  }
  return { side, stock };
}

/** Nearest first, then lower ids: the distances are computed as the engine does, in single precision. */
export function mergeQueries(
  answers: readonly (readonly Entity[])[],
  { x, y, max = 100 }: Query,
  extent: number,
): Entity[] {
  const { fround } = Math;
  const fold = (value: number): number => {
    const single = fround(value);
    const folded = fround(single - fround(Math.floor(fround(single / extent)) * extent));
    return folded >= 0 && folded < extent ? folded : 0;
  };
  const offset = (from: number, to: number): number => {
    const e = Math.abs(fround(to - from));
    return Math.min(e, fround(extent - e));
  };
  const squared = (entity: Entity): number => {
    const ex = offset(fold(x), entity.x);
    const ey = offset(fold(y), entity.y);
    return fround(fround(ex * ex) + fround(ey * ey));
  };
  return answers
    .flatMap((answer) => answer.map((entity) => ({ entity, squared: squared(entity) })))
    .sort((a, b) => a.squared - b.squared || a.entity.id - b.entity.id)
    .slice(0, max)
    .map(({ entity }) => entity);
}

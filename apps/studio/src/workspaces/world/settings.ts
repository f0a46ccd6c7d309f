import { bundledScenarios } from 'heddle/sim';
import { packScenario, unpackScenario } from './ownScenario.ts';
import { writeTuned, type Tuned } from './rules.ts';
import type { WorldSettings } from './useWorld.ts';

export const defaultWorld: WorldSettings = { scenario: 'predators', entities: 20_000, seed: 1 };

/** The world that an address asks for; what is absent or makes no sense is as usual. */
export function readSettings(params: URLSearchParams): WorldSettings {
  const name = params.get('scenario');
  const scenario = bundledScenarios.find((known) => known === name) ?? defaultWorld.scenario;
  const own = unpackScenario(params.get('own') ?? '');
  return {
    scenario,
    ...(own === undefined ? {} : { own }),
    entities: integer(params.get('entities'), 1, 1_000_000) ?? defaultWorld.entities,
    seed: integer(params.get('seed'), 0, 2 ** 53) ?? defaultWorld.seed,
  };
}

/** The parameters that lead to the world; a scenario of one's own that is too long, and its rules, are not among them. */
export function writeSettings(
  params: URLSearchParams,
  settings: WorldSettings,
  tuned: Tuned,
): URLSearchParams {
  const changed = new URLSearchParams(params);
  for (const name of ['scenario', 'entities', 'seed'] as const) {
    if (settings[name] === defaultWorld[name]) changed.delete(name);
    else changed.set(name, String(settings[name]));
  }
  const { own } = settings;
  const packed = own === undefined ? undefined : packScenario(own);
  if (packed === undefined) changed.delete('own');
  else changed.set('own', packed);
  const leads = own === undefined || packed !== undefined;
  return writeTuned(changed, leads ? tuned : new Map());
}

function integer(text: string | null, least: number, most: number): number | undefined {
  if (text === null || text === '') return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= least && value <= most ? value : undefined;
}

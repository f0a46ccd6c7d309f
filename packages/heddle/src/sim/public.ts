// What both entry points, index.ts and index.node.ts, export beside createSimulation().
export type { TimeHistogram } from './histogram.js';
export type { Entity, Food, Query } from './operations.js';
export type { Color } from './palette.js';
export type { RunSettings } from './runner.js';
export {
  bundledScenarios,
  type BundledScenario,
  type Genes,
  type Rules,
  type Scenario,
  type Tribe,
} from './scenario.js';
export type { Simulation, SimulationOptions } from './simulation.js';
export type { SimulationStats } from './stats.js';
export type {
  DomainInfo,
  Frame,
  Ledger,
  PhaseTimes,
  SimulationState,
  Topic,
  Traffic,
} from './wire.js';

/** Scenarios as engines/sim/scenarios/schema.json describes them; the kernel checks them field by field. */

/** What an entity inherits. */
export interface Genes {
  /** Distance a tick, 0 to 4. */
  readonly max_speed?: number;
  /** Distance, 0 to the world's `cell_size`. */
  readonly vision_range?: number;
  /** Factor of the basal cost, 0.25 to 4. */
  readonly metabolism?: number;
  /** Readiness to mate, 0 to 1. */
  readonly fecundity?: number;
  /** Readiness to attack, 0 to 1. */
  readonly aggression?: number;
  /** Pull of the own tribe, 0 to 1. */
  readonly cohesion?: number;
  /** Least share of a full stock that is worth eating, 0 to 1. */
  readonly food_selectivity?: number;
  /** -1 eats plants only, 1 eats prey only. */
  readonly diet?: number;
  /** Cosine of half the angle that is seen: -1 all around, 1 ahead only. */
  readonly field_of_view?: number;
}

/** Entities that know each other as their own kind. */
export interface Tribe {
  /** 1 to 40 bytes of UTF-8, unlike the others'. */
  readonly name: string;
  /** Part of the first entities, relative to the others', 1 to 10,000. */
  readonly share?: number;
  /** Of each of the first entities, 1 to 1,000,000. */
  readonly energy?: number;
  /** Most that a gene differs at first, as a share of its range, 0 to 1. */
  readonly variation?: number;
  readonly genes?: Genes;
}

/** The parts of a scenario that can change while it runs. */
export interface Rules {
  readonly food?: { readonly growth?: number };
  /** How strongly each urge steers: `separation`, `alignment`, `cohesion`, `wander`, `forage`, `pursuit`, `evasion`, … */
  readonly steering?: Readonly<Record<string, number>>;
  /** What living costs and yields: `most`, `basal`, `motion`, `vision`, `bite`. */
  readonly economy?: Readonly<Record<string, number>>;
  /** How fights go: `hostility`, `reach`, `strike`, `support`, `courage`, `prey`, `loot`. */
  readonly combat?: Readonly<Record<string, number>>;
  /** How life goes on: `threshold`, `cost`, `maturity`, `lifespan`, `mutation_rate`, …, `hybrids`. */
  readonly mating?: Readonly<Record<string, number | boolean>>;
}

/** How a world begins, and by which rules it lives. What is left out has a default. */
export interface Scenario extends Omit<Rules, 'food'> {
  /** For people, 1 to 40 bytes of UTF-8. */
  readonly name: string;
  /** Of all that is random, 0 to 2^53. */
  readonly seed?: number;
  /** At first, 1 to 2^24. */
  readonly entities?: number;
  readonly ground?: {
    /** 8, 16, 32 or 64: side of a cell, and the farthest that anyone can see. */
    readonly cell_size?: number;
    /** Mean number of entities in a circle of radius `cell_size`, 0.1 to 200. */
    readonly density?: number;
    /** A map of the world: a digit is the fertility in ninths, `#` a barrier. */
    readonly terrain?: readonly string[];
  };
  readonly food?: Readonly<Record<string, number>>;
  readonly tribes: readonly Tribe[];
}

/** Names of the scenarios that come with the package. */
export const bundledScenarios = [
  'meadow',
  'predators',
  'tribes-at-war',
  'archipelago',
  'crowd',
] as const;

/** A scenario that comes with the package. */
export type BundledScenario = (typeof bundledScenarios)[number];

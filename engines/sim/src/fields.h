#pragma once

#include <concepts>
#include <type_traits>

#include "heddle/sim/scenario.h"

/// Every field of a scenario, once: its name in JSON and its range. Whoever reads, writes, checks or
/// describes scenarios visits this list. A visitor has `number`, `flag`, `text`, `rows`, `object` and
/// `list`.
namespace heddle::sim {

/// Inclusive.
struct Limits {
  double least;
  double most;
};

/// `Fields`, to be changed or only looked at.
template <class Type, class Fields>
concept Is = std::same_as<std::remove_const_t<Type>, Fields>;

constexpr Limits k_name_bytes{1, 40};
constexpr Limits k_share{0, 1};
constexpr Limits k_weight{0, 10};
constexpr Limits k_distance{0, 8};
constexpr Limits k_energy{1, 1'000'000};
constexpr Limits k_part_of_256{0, 256};

/// The limits also bound mutations; the range of vision ends at the cell's size besides.
struct Gene {
  const char* name;
  float Genes::*value;
  Limits limits;
};

inline constexpr Gene k_genes[] = {
    {"max_speed", &Genes::max_speed, {0, 4}},
    {"vision_range", &Genes::vision_range, {0, 64}},
    {"metabolism", &Genes::metabolism, {0.25, 4}},
    {"fecundity", &Genes::fecundity, k_share},
    {"aggression", &Genes::aggression, k_share},
    {"cohesion", &Genes::cohesion, k_share},
    {"food_selectivity", &Genes::food_selectivity, k_share},
    {"diet", &Genes::diet, {-1, 1}},
    {"field_of_view", &Genes::field_of_view, {-1, 1}},
};

template <class Visitor, Is<Genes> Target>
void visit(Visitor& visitor, Target& genes) {
  for (const Gene& gene : k_genes) visitor.number(gene.name, genes.*gene.value, gene.limits);
}

template <class Visitor, Is<Tribe> Target>
void visit(Visitor& visitor, Target& tribe) {
  visitor.text("name", tribe.name, k_name_bytes);
  visitor.number("share", tribe.share, Limits{1, 10'000});
  visitor.number("energy", tribe.energy, k_energy);
  visitor.number("variation", tribe.variation, k_share);
  visitor.object("genes", tribe.genes);
}

template <class Visitor, Is<Ground> Target>
void visit(Visitor& visitor, Target& ground) {
  visitor.number("cell_size", ground.cell_size, Limits{8, 64});
  visitor.number("density", ground.density, Limits{0.1, 200});
  visitor.rows("terrain", ground.terrain, Limits{1, 256}, "0123456789#");
}

template <class Visitor, Is<Food> Target>
void visit(Visitor& visitor, Target& food) {
  visitor.number("capacity", food.capacity, Limits{0, 1'000'000});
  visitor.number("growth", food.growth, Limits{0, 1024});
  visitor.number("roots", food.roots, k_share);
  visitor.number("initial", food.initial, k_share);
}

template <class Visitor, Is<Steering> Target>
void visit(Visitor& visitor, Target& steering) {
  visitor.number("personal_space", steering.personal_space, Limits{0.1, 8});
  visitor.number("separation", steering.separation, k_weight);
  visitor.number("alignment", steering.alignment, k_weight);
  visitor.number("cohesion", steering.cohesion, k_weight);
  visitor.number("wander", steering.wander, k_weight);
  visitor.number("forage", steering.forage, k_weight);
  visitor.number("pursuit", steering.pursuit, k_weight);
  visitor.number("evasion", steering.evasion, k_weight);
  visitor.number("most_force", steering.most_force, Limits{0, 4});
}

template <class Visitor, Is<Economy> Target>
void visit(Visitor& visitor, Target& economy) {
  visitor.number("most", economy.most, k_energy);
  visitor.number("basal", economy.basal, Limits{0, 10'000});
  visitor.number("motion", economy.motion, Limits{0, 10'000});
  visitor.number("vision", economy.vision, Limits{0, 10'000});
  visitor.number("bite", economy.bite, Limits{0, 100'000});
}

template <class Visitor, Is<Combat> Target>
void visit(Visitor& visitor, Target& combat) {
  visitor.number("hostility", combat.hostility, k_share);
  visitor.number("reach", combat.reach, k_distance);
  visitor.number("strike", combat.strike, Limits{0, 1'000'000});
  visitor.number("support", combat.support, k_share);
  visitor.number("courage", combat.courage, Limits{0, 4});
  visitor.number("prey", combat.prey, k_part_of_256);
  visitor.number("loot", combat.loot, k_part_of_256);
}

template <class Visitor, Is<Mating> Target>
void visit(Visitor& visitor, Target& mating) {
  visitor.number("reach", mating.reach, k_distance);
  visitor.number("threshold", mating.threshold, k_energy);
  visitor.number("cost", mating.cost, k_energy);
  visitor.number("maturity", mating.maturity, Limits{0, 1'000'000});
  visitor.number("lifespan", mating.lifespan, Limits{4, 10'000'000});
  visitor.number("mutation_rate", mating.mutation_rate, k_share);
  visitor.number("mutation_step", mating.mutation_step, k_share);
  visitor.flag("hybrids", mating.hybrids);
}

template <class Visitor, Is<Scenario> Target>
void visit(Visitor& visitor, Target& scenario) {
  visitor.text("name", scenario.name, k_name_bytes);
  visitor.number("seed", scenario.seed, Limits{0, 9'007'199'254'740'992.0});
  visitor.number("entities", scenario.entities, Limits{1, k_most_entities});
  visitor.object("ground", scenario.ground);
  visitor.object("food", scenario.food);
  visitor.object("steering", scenario.steering);
  visitor.object("economy", scenario.economy);
  visitor.object("combat", scenario.combat);
  visitor.object("mating", scenario.mating);
  visitor.list("tribes", scenario.tribes, Limits{1, 64});
}

}  // namespace heddle::sim

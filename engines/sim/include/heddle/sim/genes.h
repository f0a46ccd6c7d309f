#pragma once

#include <cstddef>
#include <span>

namespace heddle::sim {

/// What an entity inherits.
struct Genes {
  float max_speed = 1;         ///< distance a tick, 0 to 4
  float vision_range = 8;      ///< distance, 0 to the world's cell_size
  float metabolism = 1;        ///< factor of the basal cost, 0.25 to 4
  float fecundity = 0.5F;      ///< readiness to mate, 0 to 1
  float aggression = 0;        ///< readiness to attack, 0 to 1
  float cohesion = 0.5F;       ///< pull of the own tribe, 0 to 1
  float food_selectivity = 0;  ///< least share of a full stock that is worth eating, 0 to 1
  float diet = -1;             ///< -1 eats plants only, 1 eats prey only
  float field_of_view =
      -0.5F;  ///< cosine of half the angle that is seen: -1 all around, 1 ahead only
};

/// The genes of many: an array for each gene.
template <class Array>
struct GeneArrays {
  Array max_speed;
  Array vision_range;
  Array metabolism;
  Array fecundity;
  Array aggression;
  Array cohesion;
  Array food_selectivity;
  Array diet;
  Array field_of_view;

  /// All of one.
  [[nodiscard]] Genes operator[](std::size_t i) const {
    return {.max_speed = max_speed[i],
            .vision_range = vision_range[i],
            .metabolism = metabolism[i],
            .fecundity = fecundity[i],
            .aggression = aggression[i],
            .cohesion = cohesion[i],
            .food_selectivity = food_selectivity[i],
            .diet = diet[i],
            .field_of_view = field_of_view[i]};
  }

  void set(std::size_t i, const Genes& genes) {
    max_speed[i] = genes.max_speed;
    vision_range[i] = genes.vision_range;
    metabolism[i] = genes.metabolism;
    fecundity[i] = genes.fecundity;
    aggression[i] = genes.aggression;
    cohesion[i] = genes.cohesion;
    food_selectivity[i] = genes.food_selectivity;
    diet[i] = genes.diet;
    field_of_view[i] = genes.field_of_view;
  }

  /// Calls visit(array) for each array.
  template <class Visit>
  void for_each_array(Visit&& visit) {
    visit(max_speed), visit(vision_range), visit(metabolism), visit(fecundity), visit(aggression);
    visit(cohesion), visit(food_selectivity), visit(diet), visit(field_of_view);
  }
};

using GeneViews = GeneArrays<std::span<const float>>;

}  // namespace heddle::sim

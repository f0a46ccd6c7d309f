#pragma once

#include <cstdint>

#include "heddle/sim/scenario.h"

namespace heddle::sim {

/// The genes of one of the first entities: the tribe's, give or take its variation.
[[nodiscard]] Genes first_genes(const Scenario& scenario, const Tribe& tribe, std::uint32_t id);

/// The genes of the child `id` born in `tick`: each gene from one of the parents, some mutated, all
/// within their limits.
[[nodiscard]] Genes cross(const Scenario& scenario, std::uint64_t tick, std::uint32_t id,
                          const Genes& mother, const Genes& father);

/// Age of death: from three quarters to five quarters of the scenario's lifespan.
/// word  random.
[[nodiscard]] std::uint32_t lifespan_of(const Scenario& scenario, std::uint32_t word);

/// A hash of what an entity keeps for life.
[[nodiscard]] std::uint32_t heritage_of(std::uint32_t tribe, std::uint32_t lifespan,
                                        const Genes& genes);

}  // namespace heddle::sim

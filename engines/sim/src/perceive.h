#pragma once

#include <cstdint>

#include "row_scratch.h"

namespace heddle::sim {

/// An entity hunts those whose menace is below its own times this, and flees from those above: equals
/// fight.
constexpr float k_daring = 1.25F;

/// Fills the middle group of `scratch` for the entities of a row; one lane of a vector for each, over
/// candidates in canonical order, so that the sums have the same bits for every vector width.
void perceive(const World& world, std::uint32_t row, RowScratch& scratch);

}  // namespace heddle::sim

#pragma once

#include <cstdint>

#include "row_scratch.h"

namespace heddle::sim {

/// Fills the first group of `scratch` for the entities of a row: how hungry they are, and whither
/// wandering and the food around their cell draw them.
void feel_urges(const World& world, std::uint32_t row, RowScratch& scratch);

}  // namespace heddle::sim

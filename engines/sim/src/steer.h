#pragma once

#include <cstdint>

#include "row_scratch.h"

namespace heddle::sim {

/// Displacement of a body for each unit of the push that it feels, besides the force.
constexpr float k_push_share = 0.125F;
/// Most displacement in each direction. With the largest max_speed it stays below a cell.
constexpr float k_most_push = 0.5F;

/// Fills the last group of `scratch`: combines the urges to a force, and moves by semi-implicit Euler.
/// Barriers are not heeded.
void steer(const World& world, std::uint32_t row, RowScratch& scratch);

}  // namespace heddle::sim

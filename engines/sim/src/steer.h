#pragma once

#include <cstdint>

#include "row_scratch.h"

namespace heddle::sim {

/// Displacement of a body for each unit of the push that it feels, besides the force.
constexpr float k_push_share = 0.125F;
/// Most displacement in each direction. With the largest max_speed it stays below a cell.
constexpr float k_most_push = 0.5F;

/// Combines the urges of a row's entities to a force, moves them by semi-implicit Euler to where they are
/// next, and has them pay for their tick and grow older. Barriers are not heeded.
void steer(World& world, std::uint32_t row, const RowScratch& scratch, Ledger& ledger);

}  // namespace heddle::sim

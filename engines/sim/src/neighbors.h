#pragma once

#include <cstdint>

#include "world.h"

namespace heddle::sim {

/// Candidates that lie one behind the other in the population, and how far they seem displaced to someone
/// who sees them over the edge of the world: at (x + shift_x, y + shift_y).
struct Run {
  std::uint32_t begin;
  std::uint32_t end;
  float shift_x;
  float shift_y;
};

/// The cells around some in one row, as runs in canonical order: rows upwards, columns from left to
/// right as seen from there.
struct Neighborhood {
  Run runs[9];
  std::uint32_t count = 0;

  [[nodiscard]] const Run* begin() const { return runs; }
  [[nodiscard]] const Run* end() const { return runs + count; }
};

/// Of the cells from `first` to `last` column in `row`, with one cell around them.
inline Neighborhood neighborhood(const Geometry& geometry, const std::uint32_t* cell_begin,
                                 std::uint32_t row, std::uint32_t first, std::uint32_t last) {
  Neighborhood out;
  const std::uint32_t side = geometry.side;
  for (int dy = -1; dy <= 1; ++dy) {
    std::uint32_t y = row + static_cast<std::uint32_t>(dy);
    float shift_y = 0;
    if (dy < 0 && row == 0) {
      y = side - 1;
      shift_y = -geometry.extent;
    } else if (dy > 0 && y == side) {
      y = 0;
      shift_y = geometry.extent;
    }
    const std::uint32_t* cells = cell_begin + geometry.first_cell(y);
    if (first == 0) {
      out.runs[out.count++] = {cells[side - 1], cells[side], -geometry.extent, shift_y};
    }
    const std::uint32_t from = first == 0 ? 0 : first - 1;
    const std::uint32_t to = last + 1 == side ? side : last + 2;
    out.runs[out.count++] = {cells[from], cells[to], 0, shift_y};
    if (last + 1 == side) {
      out.runs[out.count++] = {cells[0], cells[1], geometry.extent, shift_y};
    }
  }
  return out;
}

/// Calls visit(j) for every entity in the cells around position `i`, itself included; as they were
/// when the tick began.
template <class Visit>
void for_each_candidate(const World& world, std::uint32_t i, Visit&& visit) {
  const std::uint32_t column = world.geometry.column(world.population.x[i]);
  const std::uint32_t row = world.geometry.column(world.population.y[i]);
  for (const Run& run :
       neighborhood(world.geometry, world.cell_begin.data(), row, column, column)) {
    for (std::uint32_t j = run.begin; j < run.end; ++j) visit(j);
  }
}

}  // namespace heddle::sim

#pragma once

#include <cstddef>
#include <cstdint>

namespace heddle::sim {

/// A torus of side x side square cells. Cells have a power of two as their size, so that the cell of a
/// position is exact, and what lies beyond the neighboring cells is never nearer than cell_size, even
/// after rounding.
struct Geometry {
  std::uint32_t side = 0;  ///< cells in a row, and rows; at least 3
  float cell_size = 0;     ///< also the farthest that anyone sees
  float inverse_cell = 0;  ///< exact
  float extent = 0;        ///< side * cell_size, exact; positions are in [0, extent)

  [[nodiscard]] std::uint32_t cells() const { return side * side; }
  /// The first cell of a row; of `side`, the end of all cells.
  [[nodiscard]] std::size_t first_cell(std::uint32_t row) const { return std::size_t{row} * side; }
  [[nodiscard]] std::uint32_t column(float x) const {
    return static_cast<std::uint32_t>(x * inverse_cell);
  }
  [[nodiscard]] std::uint32_t cell(float x, float y) const { return column(y) * side + column(x); }
  /// Of a row or column, one on or back over the edge.
  [[nodiscard]] std::uint32_t next(std::uint32_t i) const { return i + 1 == side ? 0 : i + 1; }
  [[nodiscard]] std::uint32_t previous(std::uint32_t i) const { return (i == 0 ? side : i) - 1; }

  /// A coordinate that left [0, extent) by less than the extent, back in it.
  [[nodiscard]] float wrap(float x) const {
    if (x < 0) x += extent;
    // A tiny negative number rounds up to the extent itself.
    return x >= extent ? x - extent : x;
  }
};

}  // namespace heddle::sim

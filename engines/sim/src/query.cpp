#include <algorithm>
#include <cmath>
#include <cstdint>

#include "heddle/core/buffer.h"
#include "heddle/sim/simulation.h"

#include "world.h"

namespace heddle::sim {

namespace {

struct Found {
  float squared;
  std::uint32_t id;
  std::uint32_t slot;

  bool operator<(const Found& other) const {
    return squared < other.squared || (squared == other.squared && id < other.id);
  }
};

/// A coordinate anywhere in the repeating world, in [0, extent).
float fold(float x, float extent) {
  x -= std::floor(x / extent) * extent;
  return x >= 0 && x < extent ? x : 0;
}

}  // namespace

Result<std::vector<std::uint32_t>> Simulation::query(float x, float y, float radius,
                                                     std::size_t most) const {
  const World& world = *world_;
  const float extent = world.geometry.extent;
  if (!std::isfinite(x) || !std::isfinite(y)) {
    return Status(Code::invalid_argument, "x and y must be finite numbers");
  }
  if (!(radius >= 0 && radius <= extent * 0.5F)) {
    return Status(Code::invalid_argument, "the radius must be from 0 to half the world's extent, " +
                                              std::to_string(extent * 0.5F));
  }
  x = fold(x, extent);
  y = fold(y, extent);
  const Population& all = world.population;
  const auto offset = [extent](float from, float to) {
    const float e = std::fabs(to - from);
    return std::min(e, extent - e);
  };
  const Geometry& geometry = world.geometry;
  const std::uint32_t side = geometry.side;
  // The rows and columns that the circle touches, or all of them; one more for rounding.
  const auto reach = static_cast<std::uint32_t>(radius * geometry.inverse_cell) + 2;
  const std::uint32_t across = std::min(2 * reach + 1, side);
  const auto first_of = [&](float at) {
    return across == side ? 0 : (geometry.column(at) + side - reach) % side;
  };
  const auto for_each_near = [&](auto&& visit) {
    for (std::uint32_t i = 0; i < across; ++i) {
      const std::uint32_t row = (first_of(y) + i) % side;
      if (!world.own.contain(row)) continue;
      for (std::uint32_t j = 0; j < across; ++j) {
        const std::uint32_t cell = row * side + (first_of(x) + j) % side;
        for (std::uint32_t k = world.cell_begin[cell]; k < world.cell_begin[cell + 1]; ++k)
          visit(k);
      }
    }
  };
  std::size_t candidates = 0;
  for_each_near([&](std::uint32_t) { ++candidates; });
  Buffer<Found> found;
  if (!found.allocate(candidates)) return Status(Code::out_of_memory, "no memory for a query");
  const auto own_begin = static_cast<std::uint32_t>(world.positions(world.own).begin);
  std::size_t count = 0;
  for_each_near([&](std::uint32_t k) {
    const float ex = offset(x, all.x[k]);
    const float ey = offset(y, all.y[k]);
    const float squared = ex * ex + ey * ey;
    if (squared <= radius * radius) found[count++] = {squared, all.id[k], k - own_begin};
  });
  most = std::min(most, count);
  std::partial_sort(found.data(), found.data() + most, found.data() + count);
  std::vector<std::uint32_t> slots(most);
  for (std::size_t i = 0; i < most; ++i) slots[i] = found[i].slot;
  return slots;
}

}  // namespace heddle::sim

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
  Buffer<Found> found;
  if (!found.allocate(all.size)) return Status(Code::out_of_memory, "no memory for a query");
  std::size_t count = 0;
  for (std::uint32_t slot = 0; slot < all.size; ++slot) {
    const float ex = offset(x, all.x[slot]);
    const float ey = offset(y, all.y[slot]);
    const float squared = ex * ex + ey * ey;
    if (squared <= radius * radius) found[count++] = {squared, all.id[slot], slot};
  }
  most = std::min(most, count);
  std::partial_sort(found.data(), found.data() + most, found.data() + count);
  std::vector<std::uint32_t> slots(most);
  for (std::size_t i = 0; i < most; ++i) slots[i] = found[i].slot;
  return slots;
}

}  // namespace heddle::sim

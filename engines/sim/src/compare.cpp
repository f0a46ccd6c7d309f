#include "heddle/sim/compare.h"

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "complaint.h"
#include "fields.h"

namespace heddle::sim {

namespace {

// Also tells -0 from 0, as what follows from them may.
template <class T>
bool same_bits(T a, T b) {
  if constexpr (std::floating_point<T>) {
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
  } else {
    return a == b;
  }
}

/// Looks at one field after the other and remembers the first one that differs.
class Finder {
 public:
  template <class T>
  void look(const char* field, const std::string& owner, T left, T right) {
    if (found_ || same_bits(left, right)) return;
    found_ = Difference{field + owner, show(left), show(right)};
  }
  void miss(const std::string& what, bool on_left) {
    if (!found_) found_ = {what, on_left ? "missing" : "there", on_left ? "there" : "missing"};
  }
  [[nodiscard]] const std::optional<Difference>& found() const { return found_; }

 private:
  std::optional<Difference> found_;
};

std::vector<std::uint32_t> slots_by_id(const Entities& all) {
  std::vector<std::uint32_t> slots(all.id.size());
  std::iota(slots.begin(), slots.end(), 0);
  std::sort(slots.begin(), slots.end(),
            [&](std::uint32_t a, std::uint32_t b) { return all.id[a] < all.id[b]; });
  return slots;
}

void look_at_entity(Finder& finder, const Entities& left, std::size_t l, const Entities& right,
                    std::size_t r) {
  const std::string owner = " of entity " + std::to_string(left.id[l]);
  finder.look("x", owner, left.x[l], right.x[r]);
  finder.look("y", owner, left.y[l], right.y[r]);
  finder.look("vx", owner, left.vx[l], right.vx[r]);
  finder.look("vy", owner, left.vy[l], right.vy[r]);
  finder.look("energy", owner, left.energy[l], right.energy[r]);
  finder.look("age", owner, left.age[l], right.age[r]);
  finder.look("lifespan", owner, left.lifespan[l], right.lifespan[r]);
  finder.look("wander", owner, left.wander[l], right.wander[r]);
  finder.look("tribe", owner, left.tribe[l], right.tribe[r]);
  for (const Gene& gene : k_genes) {
    finder.look(gene.name, owner, left.genes[l].*gene.value, right.genes[r].*gene.value);
  }
}

void look_at_entities(Finder& finder, const Entities& left, const Entities& right) {
  const std::vector<std::uint32_t> left_slots = slots_by_id(left);
  const std::vector<std::uint32_t> right_slots = slots_by_id(right);
  std::size_t l = 0;
  std::size_t r = 0;
  while (!finder.found() && (l < left_slots.size() || r < right_slots.size())) {
    const bool left_ends = l == left_slots.size();
    const bool right_ends = r == right_slots.size();
    const std::uint32_t left_id = left_ends ? 0 : left.id[left_slots[l]];
    const std::uint32_t right_id = right_ends ? 0 : right.id[right_slots[r]];
    if (left_ends || (!right_ends && right_id < left_id)) {
      finder.miss("entity " + std::to_string(right_id), true);
    } else if (right_ends || left_id < right_id) {
      finder.miss("entity " + std::to_string(left_id), false);
    } else {
      look_at_entity(finder, left, left_slots[l++], right, right_slots[r++]);
    }
  }
}

}  // namespace

std::optional<Difference> first_difference(const Simulation& left, const Simulation& right) {
  Finder finder;
  finder.look("the number of ticks", "", left.tick(), right.tick());
  finder.look("the number of cells in a row", "", left.side(), right.side());
  if (!finder.found()) look_at_entities(finder, left.entities(), right.entities());
  for (std::size_t cell = 0; !finder.found() && cell < left.food().size(); ++cell) {
    finder.look("food", " of cell " + std::to_string(cell), left.food()[cell], right.food()[cell]);
  }
  return finder.found();
}

}  // namespace heddle::sim

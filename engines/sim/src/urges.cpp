#include "urges.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "urges.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace heddle::sim::HWY_NAMESPACE {

/// A random word as a float in [-1, 1), of the upper 24 bits.
HWY_INLINE VF to_signed_floats(VI words) {
  const Floats d;
  return hn::Mul(hn::ConvertTo(d, hn::ShiftRight<8>(words)), hn::Set(d, 0x1p-23F));
}

void feel_urges_row(const World& world, std::uint32_t row, RowScratch& s) {
  const Floats d;
  const Ints di;
  const Geometry& geometry = world.geometry;
  const Scenario& rules = world.scenario;
  const Population& all = world.population;
  const std::uint32_t side = geometry.side;
  const std::int32_t* here = world.food.data() + geometry.first_cell(row);
  const std::int32_t* above = world.food.data() + geometry.first_cell(geometry.next(row));
  const std::int32_t* below = world.food.data() + geometry.first_cell(geometry.previous(row));
  const std::uint32_t* cells = world.cell_begin.data() + geometry.first_cell(row);
  const std::uint32_t first = cells[0];
  const std::uint32_t end = cells[side];
  const VF one = hn::Set(d, 1.0F);
  const VF whole = hn::Set(d, 1.0F / static_cast<float>(rules.economy.most));
  const VF stock = hn::Set(d, 1.0F / static_cast<float>(std::max(rules.food.capacity, 1)));
  const VF capacity = hn::Set(d, static_cast<float>(rules.food.capacity));
  const VF forage = hn::Set(d, rules.steering.forage);
  const VF wander = hn::Set(d, rules.steering.wander);
  const auto lanes = static_cast<std::uint32_t>(hn::Lanes(d));
  // What a vector writes behind its cell is written again by the next cell.
  for (std::uint32_t column = 0; column < side; ++column) {
    const std::int32_t right = here[geometry.next(column)];
    const std::int32_t left = here[geometry.previous(column)];
    for (std::uint32_t k = cells[column]; k < cells[column + 1]; k += lanes) {
      const VF energy = hn::ConvertTo(d, load_some(all.energy.data(), k, end));
      const VF lack = hn::Sub(one, hn::Mul(energy, whole));
      const VF hunger = hn::Min(hn::Max(lack, hn::Zero(d)), one);
      const VF diet = hn::LoadU(d, all.genes.diet.data() + k);
      const VF herbivory = hn::Mul(hn::Sub(one, diet), hn::Set(d, 0.5F));
      // What is not worth eating does not attract.
      const VF selectivity = hn::LoadU(d, all.genes.food_selectivity.data() + k);
      const VI worth = hn::ConvertTo(di, hn::Mul(selectivity, capacity));
      const auto worthy = [&](std::int32_t food) {
        const VI there = hn::Set(di, food);
        return hn::IfThenZeroElse(hn::Lt(there, worth), there);
      };
      const VF pull = hn::Mul(hn::Mul(hn::Mul(hunger, herbivory), forage), stock);
      const auto slope = [&](std::int32_t up, std::int32_t down) {
        return hn::Mul(hn::ConvertTo(d, hn::Sub(worthy(up), worthy(down))), pull);
      };
      const VI word = load_some(all.wander.data(), k, end);
      const VF stray_x = hn::Mul(to_signed_floats(hn::ShiftLeft<16>(word)), wander);
      const VF stray_y = hn::Mul(to_signed_floats(word), wander);
      const std::size_t at = k - first;
      hn::StoreU(hunger, d, s.hunger.data() + at);
      hn::StoreU(hn::Add(stray_x, slope(right, left)), d, s.drive_x.data() + at);
      hn::StoreU(hn::Add(stray_y, slope(above[column], below[column])), d, s.drive_y.data() + at);
    }
  }
}

}  // namespace heddle::sim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace heddle::sim {

HWY_EXPORT(feel_urges_row);

void feel_urges(const World& world, std::uint32_t row, RowScratch& scratch) {
  HWY_DYNAMIC_DISPATCH(feel_urges_row)(world, row, scratch);
}

}  // namespace heddle::sim
#endif

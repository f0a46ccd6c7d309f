#include "graze.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "graze.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace heddle::sim::HWY_NAMESPACE {

void claim_food_row(const World& world, std::uint32_t row, RowScratch& s) {
  const Floats d;
  const Ints di;
  const Population& all = world.population;
  const std::uint32_t side = world.geometry.side;
  const std::uint32_t* cells = world.cell_begin.data() + world.geometry.first_cell(row);
  const std::int32_t* food = world.food.data() + world.geometry.first_cell(row);
  const std::uint32_t first = cells[0];
  const std::uint32_t end = cells[side];
  const VF capacity = hn::Set(d, static_cast<float>(world.scenario.food.capacity));
  const VF most_bite = hn::Set(d, world.scenario.economy.bite);
  const VI most = hn::Set(di, world.scenario.economy.most);
  const auto lanes = static_cast<std::uint32_t>(hn::Lanes(d));
  // What a vector writes behind its cell is written again by the next cell.
  for (std::uint32_t column = 0; column < side; ++column) {
    const VI stock = hn::Set(di, food[column]);
    for (std::uint32_t k = cells[column]; k < cells[column + 1]; k += lanes) {
      const VF diet = hn::LoadU(d, all.genes.diet.data() + k);
      const VF herbivory = hn::Mul(hn::Sub(hn::Set(d, 1.0F), diet), hn::Set(d, 0.5F));
      const VI bite = hn::ConvertTo(di, hn::Mul(most_bite, herbivory));
      const VF selectivity = hn::LoadU(d, all.genes.food_selectivity.data() + k);
      const VI worth = hn::ConvertTo(di, hn::Mul(selectivity, capacity));
      const VI room = hn::Max(hn::Sub(most, load_some(all.energy.data(), k, end)), hn::Zero(di));
      const VI claim = hn::IfThenZeroElse(hn::Lt(stock, worth), hn::Min(room, bite));
      hn::StoreU(claim, di, s.claim.data() + (k - first));
    }
  }
}

}  // namespace heddle::sim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace heddle::sim {

HWY_EXPORT(claim_food_row);

void claim_food(const World& world, std::uint32_t row, RowScratch& scratch) {
  HWY_DYNAMIC_DISPATCH(claim_food_row)(world, row, scratch);
}

}  // namespace heddle::sim
#endif

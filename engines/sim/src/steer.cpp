#include "steer.h"

#include <cstdint>
#include <span>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "steer.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace heddle::sim::HWY_NAMESPACE {

/// The vector (x, y), made no longer than `most`.
HWY_INLINE void shorten(VF& x, VF& y, VF most) {
  const Floats d;
  const VF squared = hn::Add(hn::Mul(x, x), hn::Mul(y, y));
  const auto longer = hn::Gt(squared, hn::Mul(most, most));
  const VF scale = hn::IfThenElse(longer, hn::Div(most, hn::Sqrt(squared)), hn::Set(d, 1.0F));
  x = hn::Mul(x, scale);
  y = hn::Mul(y, scale);
}

/// How far bodies push each other within a tick.
HWY_INLINE VF displacement(VF push) {
  const Floats d;
  return hn::Max(hn::Min(hn::Mul(push, hn::Set(d, k_push_share)), hn::Set(d, k_most_push)),
                 hn::Set(d, -k_most_push));
}

HWY_INLINE VF wrap(VF x, VF extent) {
  const Floats d;
  x = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Add(x, extent), x);
  return hn::IfThenElse(hn::Ge(x, extent), hn::Sub(x, extent), x);
}

#if HWY_TARGET == HWY_SCALAR
HWY_INLINE std::int64_t sum_of(VI values) { return hn::GetLane(values); }
#else
/// Of more than 32 bits hold.
HWY_INLINE std::int64_t sum_of(VI values) {
  const hn::RepartitionToWide<Ints> wide;
  const hn::Half<Ints> half;
  return hn::GetLane(
      hn::SumOfLanes(wide, hn::Add(hn::PromoteTo(wide, hn::LowerHalf(half, values)),
                                   hn::PromoteTo(wide, hn::UpperHalf(half, values)))));
}
#endif

void steer_row(World& world, std::uint32_t row, const RowScratch& s, Ledger& ledger) {
  const Floats d;
  const Ints di;
  Population& all = world.population;
  Motion& next = world.next;
  const Steering& how = world.scenario.steering;
  const Economy& economy = world.scenario.economy;
  const auto [begin, end] = world.row_positions(row);
  const VF separation = hn::Set(d, how.separation);
  const VF alignment = hn::Set(d, how.alignment);
  const VF cohesion = hn::Set(d, how.cohesion);
  const float far = world.geometry.cell_size;
  const VF evasion = hn::Set(d, how.evasion / (far * far));
  const VF most_force = hn::Set(d, how.most_force);
  const VF extent = hn::Set(d, world.geometry.extent);
  const VF motion_cost = hn::Set(d, economy.motion);
  const VF basal_cost = hn::Set(d, economy.basal);
  const VF vision_cost = hn::Set(d, economy.vision);
  const VI one = hn::Set(di, 1);
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t k = begin; k < end; k += lanes) {
    const std::size_t at = k - begin;
    const auto load = [at](std::span<float> values) {
      return hn::LoadU(Floats(), values.data() + at);
    };
    const VF vx = hn::LoadU(d, all.vx.data() + k);
    const VF vy = hn::LoadU(d, all.vy.data() + k);
    const VF bond = hn::LoadU(d, all.genes.cohesion.data() + k);
    const VF push_x = load(s.push_x);
    const VF push_y = load(s.push_y);
    const auto force = [&](VF push, std::span<float> mean_v, VF v, std::span<float> center,
                           std::span<float> flee, std::span<float> drive) {
      const VF flock =
          hn::Add(hn::Mul(hn::Sub(load(mean_v), v), alignment), hn::Mul(load(center), cohesion));
      const VF social = hn::Add(hn::Mul(push, separation), hn::Mul(flock, bond));
      return hn::Add(hn::Add(social, hn::Mul(load(flee), evasion)), load(drive));
    };
    VF fx = force(push_x, s.mean_vx, vx, s.center_x, s.flee_x, s.drive_x);
    VF fy = force(push_y, s.mean_vy, vy, s.center_y, s.flee_y, s.drive_y);
    shorten(fx, fy, most_force);
    VF new_vx = hn::Add(vx, fx);
    VF new_vy = hn::Add(vy, fy);
    shorten(new_vx, new_vy, hn::LoadU(d, all.genes.max_speed.data() + k));
    const VF x = hn::LoadU(d, all.x.data() + k);
    const VF y = hn::LoadU(d, all.y.data() + k);
    store_some(wrap(hn::Add(hn::Add(x, new_vx), displacement(push_x)), extent), next.x.data(), k,
               end);
    store_some(wrap(hn::Add(hn::Add(y, new_vy), displacement(push_y)), extent), next.y.data(), k,
               end);
    store_some(new_vx, next.vx.data(), k, end);
    store_some(new_vy, next.vy.data(), k, end);

    const VF speed_squared = hn::Add(hn::Mul(new_vx, new_vx), hn::Mul(new_vy, new_vy));
    const VF range = hn::LoadU(d, all.genes.vision_range.data() + k);
    const VF metabolism = hn::LoadU(d, all.genes.metabolism.data() + k);
    // Behind the row nobody pays.
    const auto paying = hn::FirstN(di, end - k);
    const auto cost = [&](VF value) {
      return hn::IfThenElseZero(paying, hn::ConvertTo(Ints(), value));
    };
    const VI basal = cost(hn::Mul(basal_cost, metabolism));
    const VI vision = cost(hn::Mul(vision_cost, hn::Mul(range, range)));
    const VI motion = cost(hn::Mul(speed_squared, motion_cost));
    ledger.basal += sum_of(basal);
    ledger.vision += sum_of(vision);
    ledger.motion += sum_of(motion);
    const VI costs = hn::Add(hn::Add(basal, vision), motion);
    store_some(hn::Sub(load_some(all.energy.data(), k, end), costs), all.energy.data(), k, end);
    store_some(hn::Add(load_some(all.age.data(), k, end), one), all.age.data(), k, end);
  }
}

}  // namespace heddle::sim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace heddle::sim {

HWY_EXPORT(steer_row);

void steer(World& world, std::uint32_t row, const RowScratch& scratch, Ledger& ledger) {
  HWY_DYNAMIC_DISPATCH(steer_row)(world, row, scratch, ledger);
}

}  // namespace heddle::sim
#endif

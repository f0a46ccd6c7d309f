#include "steer.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "steer.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace heddle::sim::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 8>;
using Ints = hn::RebindToSigned<Floats>;
using VF = hn::Vec<Floats>;

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

void steer_row(const World& world, std::uint32_t row, RowScratch& s) {
  const Floats d;
  const Steering& how = world.scenario.steering;
  const auto [begin, end] = world.row_positions(row);
  const std::size_t lanes = hn::Lanes(d);
  const VF separation = hn::Set(d, how.separation);
  const VF alignment = hn::Set(d, how.alignment);
  const VF cohesion = hn::Set(d, how.cohesion);
  const float far = world.geometry.cell_size;
  const VF evasion = hn::Set(d, how.evasion / (far * far));
  const VF most_force = hn::Set(d, how.most_force);
  const VF extent = hn::Set(d, world.geometry.extent);
  const VF motion = hn::Set(d, world.scenario.economy.motion);
  const auto load = [&](std::span<float> values, std::size_t k) {
    return hn::LoadU(d, values.data() + k);
  };
  for (std::size_t k = 0; k < end - begin; k += lanes) {
    const VF vx = hn::LoadU(d, world.snapshot.vx.data() + begin + k);
    const VF vy = hn::LoadU(d, world.snapshot.vy.data() + begin + k);
    const VF bond = load(s.cohesion, k);
    const VF push_x = load(s.push_x, k);
    const VF push_y = load(s.push_y, k);
    const auto force = [&](VF push, std::span<float> mean_v, VF v, std::span<float> center,
                           std::span<float> flee, std::span<float> drive) {
      const VF flock = hn::Add(hn::Mul(hn::Sub(load(mean_v, k), v), alignment),
                               hn::Mul(load(center, k), cohesion));
      const VF social = hn::Add(hn::Mul(push, separation), hn::Mul(flock, bond));
      return hn::Add(hn::Add(social, hn::Mul(load(flee, k), evasion)), load(drive, k));
    };
    VF fx = force(push_x, s.mean_vx, vx, s.center_x, s.flee_x, s.drive_x);
    VF fy = force(push_y, s.mean_vy, vy, s.center_y, s.flee_y, s.drive_y);
    shorten(fx, fy, most_force);
    VF new_vx = hn::Add(vx, fx);
    VF new_vy = hn::Add(vy, fy);
    shorten(new_vx, new_vy, load(s.max_speed, k));
    const VF x = hn::LoadU(d, world.snapshot.x.data() + begin + k);
    const VF y = hn::LoadU(d, world.snapshot.y.data() + begin + k);
    hn::StoreU(wrap(hn::Add(hn::Add(x, new_vx), displacement(push_x)), extent), d, s.x.data() + k);
    hn::StoreU(wrap(hn::Add(hn::Add(y, new_vy), displacement(push_y)), extent), d, s.y.data() + k);
    hn::StoreU(new_vx, d, s.vx.data() + k);
    hn::StoreU(new_vy, d, s.vy.data() + k);
    const VF speed_squared = hn::Add(hn::Mul(new_vx, new_vx), hn::Mul(new_vy, new_vy));
    const Ints di;
    hn::StoreU(hn::ConvertTo(di, hn::Mul(speed_squared, motion)), di, s.motion_cost.data() + k);
  }
}

}  // namespace heddle::sim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace heddle::sim {

HWY_EXPORT(steer_row);

void steer(const World& world, std::uint32_t row, RowScratch& scratch) {
  HWY_DYNAMIC_DISPATCH(steer_row)(world, row, scratch);
}

}  // namespace heddle::sim
#endif

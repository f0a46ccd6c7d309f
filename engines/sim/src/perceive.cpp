#include "perceive.h"

#include <algorithm>
#include <bit>

#include "neighbors.h"

// Compiled once for every instruction set that Highway knows for this architecture; the best one is
// chosen at run time. On wasm there is just one.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "perceive.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace heddle::sim::HWY_NAMESPACE {

/// Finds the candidates that are near enough to some entity of a pack. The others, about half, are
/// not worth a look: to leave them out is to add no zeros.
class Reach {
 public:
  /// Candidates that are asked for at once.
  static constexpr std::uint32_t k_batch = 64;

  /// Of `count` entities from position `i` on.
  HWY_INLINE Reach(const World& world, std::size_t i, std::size_t count)
      : seen_x_(world.population.x.data()), seen_y_(world.population.y.data()) {
    const float space = world.scenario.steering.personal_space;
    for (std::size_t k = 0; k < k_lanes; ++k) {
      const float vision = world.population.genes.vision_range[i + k];
      x_[k] = seen_x_[i + k];
      y_[k] = seen_y_[i + k];
      squared_[k] = hn::Set(d_, k < count ? std::max(vision * vision, space * space) : -1.0F);
    }
  }

  /// From now on as seen from so far to the left and below.
  HWY_INLINE void shift(float shift_x, float shift_y) {
    for (std::size_t k = 0; k < k_lanes; ++k) {
      own_x_[k] = hn::Set(d_, x_[k] - shift_x);
      own_y_[k] = hn::Set(d_, y_[k] - shift_y);
    }
  }

  /// A bit for each of the positions from `begin` up to but not including `end`, at most k_batch:
  /// whether it is reached.
  [[nodiscard]] HWY_INLINE std::uint64_t find(std::uint32_t begin, std::uint32_t end) const {
    std::uint64_t reached = 0;
    for (std::uint32_t j = begin; j < end; j += k_lanes) {
      const VF x = hn::LoadU(d_, seen_x_ + j);
      const VF y = hn::LoadU(d_, seen_y_ + j);
      const auto reaches = [&](std::size_t k) HWY_ATTR {
        const VF ex = hn::Sub(x, own_x_[k]);
        const VF ey = hn::Sub(y, own_y_[k]);
        return hn::Lt(hn::Add(hn::Mul(ex, ex), hn::Mul(ey, ey)), squared_[k]);
      };
      auto some = reaches(0);
      for (std::size_t k = 1; k < k_lanes; ++k) some = hn::Or(some, reaches(k));
      reached |= std::uint64_t{bits_of(some)} << (j - begin);
    }
    // The last vector may reach over the end.
    return reached & (~std::uint64_t{0} >> (k_batch - (end - begin)));
  }

 private:
  static constexpr std::size_t k_lanes = hn::MaxLanes(Floats());

  Floats d_;
  const float* HWY_RESTRICT seen_x_;
  const float* HWY_RESTRICT seen_y_;
  float x_[k_lanes], y_[k_lanes];
  VF own_x_[k_lanes], own_y_[k_lanes], squared_[k_lanes];
};

/// Neighboring entities in one row, one to a lane.
class Pack {
 public:
  HWY_INLINE Pack(const World& world, std::size_t i, std::size_t count)
      : world_(world),
        reach_(world, i, count),
        index_(hn::Iota(di_, static_cast<std::int32_t>(i))),
        x_(hn::LoadU(d_, world.population.x.data() + i)),
        y_(hn::LoadU(d_, world.population.y.data() + i)),
        vx_(hn::LoadU(d_, world.population.vx.data() + i)),
        vy_(hn::LoadU(d_, world.population.vy.data() + i)),
        daring_(hn::Mul(hn::LoadU(d_, world.menace.data() + i), hn::Set(d_, k_daring))),
        tribe_(as_ints(world.population.tribe.data() + i)),
        suitor_(hn::LoadU(di_, world.suitor.data() + i)) {
    const VF range = hn::LoadU(d_, world.population.genes.vision_range.data() + i);
    vision_ = hn::Mul(range, range);
    // Inside the cone when cos(angle) >= c. With s(v) = v * |v|, which keeps order, that is
    // s(dot) >= s(c) * |v|^2 * d^2: no root. At c = -1 rounding must not hide what is right behind.
    const VF view = hn::LoadU(d_, world.population.genes.field_of_view.data() + i);
    const VF cone = hn::Mul(view, hn::Abs(view));
    const VF speed_squared = hn::Add(hn::Mul(vx_, vx_), hn::Mul(vy_, vy_));
    cone_ = hn::IfThenElse(hn::Le(cone, hn::Set(d_, -1.0F)), hn::Set(d_, -1e30F),
                           hn::Mul(cone, speed_squared));
  }

  [[nodiscard]] HWY_INLINE bool any_hunts() const {
    return !hn::AllFalse(d_, hn::Gt(daring_, hn::Zero(d_)));
  }

  /// Bodies, the own tribe and, for those who hunt, prey: looks at all candidates.
  template <bool Hunts>
  HWY_INLINE void look(const Neighborhood& around) {
    const Population& seen = world_.population;
    const float* HWY_RESTRICT seen_x = seen.x.data();
    const float* HWY_RESTRICT seen_y = seen.y.data();
    const float* HWY_RESTRICT seen_vx = seen.vx.data();
    const float* HWY_RESTRICT seen_vy = seen.vy.data();
    const float* HWY_RESTRICT seen_menace = world_.menace.data();
    const std::uint32_t* HWY_RESTRICT seen_tribe = seen.tribe.data();
    const float space = world_.scenario.steering.personal_space;
    const VF space_squared = hn::Set(d_, space * space);
    const VF zero = hn::Zero(d_);
    VF push_x = zero, push_y = zero, sum_vx = zero, sum_vy = zero, sum_x = zero, sum_y = zero,
       nearest = hn::Set(d_, k_far);
    VI kin = hn::Zero(di_);
    VI prey = hn::Set(di_, -1);
    for (const Run& run : around) {
      const VF own_x = hn::Sub(x_, hn::Set(d_, run.shift_x));
      const VF own_y = hn::Sub(y_, hn::Set(d_, run.shift_y));
      reach_.shift(run.shift_x, run.shift_y);
      for (std::uint32_t from = run.begin; from < run.end; from += Reach::k_batch) {
        for (std::uint64_t reached = reach_.find(from, std::min(from + Reach::k_batch, run.end));
             reached != 0; reached &= reached - 1) {
          const std::uint32_t j = from + static_cast<std::uint32_t>(std::countr_zero(reached));
          const VF ex = hn::Sub(hn::Set(d_, seen_x[j]), own_x);
          const VF ey = hn::Sub(hn::Set(d_, seen_y[j]), own_y);
          const VF squared = hn::Add(hn::Mul(ex, ex), hn::Mul(ey, ey));

          // Not Max(), which on wasm is several instructions because of NaN.
          const VF near = hn::Sub(space_squared, squared);
          const VF overlap = hn::IfThenElseZero(hn::Gt(near, zero), near);
          push_x = hn::Sub(push_x, hn::Mul(ex, overlap));
          push_y = hn::Sub(push_y, hn::Mul(ey, overlap));

          const auto visible = sees(ex, ey, squared);
          const auto own = is_kin(seen_tribe[j]);
          const auto ally = hn::And(visible, own);
          sum_vx = hn::Add(sum_vx, hn::IfThenElseZero(ally, hn::Set(d_, seen_vx[j])));
          sum_vy = hn::Add(sum_vy, hn::IfThenElseZero(ally, hn::Set(d_, seen_vy[j])));
          sum_x = hn::Add(sum_x, hn::IfThenElseZero(ally, ex));
          sum_y = hn::Add(sum_y, hn::IfThenElseZero(ally, ey));
          // A mask is -1.
          kin = hn::Sub(kin, hn::VecFromMask(di_, hn::RebindMask(di_, ally)));

          if constexpr (Hunts) {
            const auto wanted = hn::And(
                hn::AndNot(own, visible),
                hn::And(hn::Gt(daring_, hn::Set(d_, seen_menace[j])), hn::Lt(squared, nearest)));
            nearest = hn::IfThenElse(wanted, squared, nearest);
            prey = hn::IfThenElse(hn::RebindMask(di_, wanted),
                                  hn::Set(di_, static_cast<std::int32_t>(j)), prey);
          }
        }
      }
    }
    // Itself is seen too, unless it sees nothing.
    const VF one = hn::Set(d_, 1.0F);
    kin_ = hn::ConvertTo(d_, kin);
    const VF divisor = hn::IfThenElse(hn::Gt(kin_, zero), kin_, one);
    push_x_ = push_x, push_y_ = push_y;
    mean_vx_ = hn::Div(sum_vx, divisor), mean_vy_ = hn::Div(sum_vy, divisor);
    center_x_ = hn::Div(sum_x, divisor), center_y_ = hn::Div(sum_y, divisor);
    prey_ = prey, nearest_ = nearest;
  }

  /// Those to flee from. They are mostly few: to leave out the others is to add no zeros.
  HWY_INLINE void fear(const Neighborhood& around) {
    VF flee_x = hn::Zero(d_), flee_y = hn::Zero(d_);
    for_each_candidate(world_.menacing, around, [&](std::uint32_t j, VF ex, VF ey, VF squared) {
      const auto stranger = hn::AndNot(is_kin(world_.population.tribe[j]), sees(ex, ey, squared));
      const auto feared = hn::And(stranger, hn::Lt(daring_, hn::Set(d_, world_.menace[j])));
      const VF weight = hn::IfThenElseZero(feared, hn::Sub(vision_, squared));
      flee_x = hn::Sub(flee_x, hn::Mul(ex, weight));
      flee_y = hn::Sub(flee_y, hn::Mul(ey, weight));
    });
    flee_x_ = flee_x, flee_y_ = flee_y;
  }

  /// The nearest who would mate.
  HWY_INLINE void court(const Neighborhood& around) {
    mate_ = hn::Set(di_, -1);
    if (hn::AllFalse(di_, hn::Gt(suitor_, hn::Set(di_, World::k_chaste)))) return;
    const float reach = world_.scenario.mating.reach;
    VF closest = hn::Set(d_, reach * reach);
    for_each_candidate(world_.courting, around, [&](std::uint32_t j, VF, VF, VF squared) {
      const VI other = hn::Set(di_, static_cast<std::int32_t>(j));
      const auto fits =
          hn::AndNot(hn::Eq(index_, other), hn::Eq(suitor_, hn::Set(di_, world_.suitor[j])));
      const auto nearer = hn::And(hn::RebindMask(d_, fits), hn::Lt(squared, closest));
      closest = hn::IfThenElse(nearer, squared, closest);
      mate_ = hn::IfThenElse(hn::RebindMask(di_, nearer), other, mate_);
    });
  }

  HWY_INLINE void store(RowScratch& out, std::size_t at) const {
    hn::StoreU(push_x_, d_, out.push_x.data() + at);
    hn::StoreU(push_y_, d_, out.push_y.data() + at);
    hn::StoreU(mean_vx_, d_, out.mean_vx.data() + at);
    hn::StoreU(mean_vy_, d_, out.mean_vy.data() + at);
    hn::StoreU(center_x_, d_, out.center_x.data() + at);
    hn::StoreU(center_y_, d_, out.center_y.data() + at);
    hn::StoreU(kin_, d_, out.kin.data() + at);
    hn::StoreU(flee_x_, d_, out.flee_x.data() + at);
    hn::StoreU(flee_y_, d_, out.flee_y.data() + at);
    hn::StoreU(prey_, di_, out.prey.data() + at);
    hn::StoreU(nearest_, d_, out.prey_squared.data() + at);
    hn::StoreU(mate_, di_, out.mate.data() + at);
  }

 private:
  static constexpr float k_far = 1e30F;

  HWY_INLINE hn::Mask<Floats> sees(VF ex, VF ey, VF squared) const {
    const VF dot = hn::Add(hn::Mul(ex, vx_), hn::Mul(ey, vy_));
    return hn::And(hn::Lt(squared, vision_),
                   hn::Ge(hn::Mul(dot, hn::Abs(dot)), hn::Mul(cone_, squared)));
  }
  HWY_INLINE hn::Mask<Floats> is_kin(std::uint32_t tribe) const {
    return hn::RebindMask(d_, hn::Eq(tribe_, hn::Set(di_, static_cast<std::int32_t>(tribe))));
  }
  /// Calls visit(j, ex, ey, squared) for the candidates that are in a set.
  template <class Visit>
  HWY_INLINE void for_each_candidate(const PositionSet& set, const Neighborhood& around,
                                     Visit&& visit) const {
    for (const Run& run : around) {
      const VF own_x = hn::Sub(x_, hn::Set(d_, run.shift_x));
      const VF own_y = hn::Sub(y_, hn::Set(d_, run.shift_y));
      set.for_each(run.begin, run.end, [&](std::uint32_t j) {
        const VF ex = hn::Sub(hn::Set(d_, world_.population.x[j]), own_x);
        const VF ey = hn::Sub(hn::Set(d_, world_.population.y[j]), own_y);
        visit(j, ex, ey, hn::Add(hn::Mul(ex, ex), hn::Mul(ey, ey)));
      });
    }
  }

  Floats d_;
  Ints di_;
  const World& world_;
  Reach reach_;
  VI index_;
  VF x_, y_, vx_, vy_, daring_;
  VI tribe_, suitor_;
  VF vision_, cone_;
  VF push_x_, push_y_, mean_vx_, mean_vy_, center_x_, center_y_, kin_, flee_x_, flee_y_, nearest_;
  VI prey_, mate_;
};

void perceive_row(const World& world, std::uint32_t row, RowScratch& scratch) {
  const float* x = world.population.x.data();
  const auto [begin, end] = world.row_positions(row);
  const std::size_t lanes = hn::Lanes(Floats());
  for (std::size_t i = begin; i < end; i += lanes) {
    const std::size_t last = (i + lanes < end ? i + lanes : end) - 1;
    const Neighborhood around =
        neighborhood(world.geometry, world.cell_begin.data(), row, world.geometry.column(x[i]),
                     world.geometry.column(x[last]));
    Pack pack(world, i, last + 1 - i);
    pack.any_hunts() ? pack.look<true>(around) : pack.look<false>(around);
    pack.fear(around);
    pack.court(around);
    pack.store(scratch, i - begin);
  }
}

}  // namespace heddle::sim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace heddle::sim {

HWY_EXPORT(perceive_row);

void perceive(const World& world, std::uint32_t row, RowScratch& scratch) {
  HWY_DYNAMIC_DISPATCH(perceive_row)(world, row, scratch);
}

}  // namespace heddle::sim
#endif

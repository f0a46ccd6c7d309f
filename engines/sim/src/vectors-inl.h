// Vectors with one entity in each lane; included once for each instruction set.
#if defined(HEDDLE_SIM_VECTORS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef HEDDLE_SIM_VECTORS_INL_H
#undef HEDDLE_SIM_VECTORS_INL_H
#else
#define HEDDLE_SIM_VECTORS_INL_H
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace heddle::sim::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Wider vectors would span more cells than they save instructions.
using Floats = hn::CappedTag<float, 8>;
using Ints = hn::RebindToSigned<Floats>;
using VF = hn::Vec<Floats>;
using VI = hn::Vec<Ints>;

HWY_INLINE VI as_ints(const std::uint32_t* words) {
  return hn::LoadU(Ints(), reinterpret_cast<const std::int32_t*>(words));
}

/// A bit for each lane, the first one lowest.
HWY_INLINE std::uint32_t bits_of(hn::Mask<Floats> mask) {
#if HWY_TARGET == HWY_WASM
  // Highway writes the mask to memory and reads it again.
  return wasm_i32x4_bitmask(mask.raw);
#else
  std::uint8_t bits[8] = {};
  hn::StoreMaskBits(Floats(), mask, bits);
  return bits[0];
#endif
}

/// Loads from arrays that other lanes are writing behind position `end`.
template <class T>
HWY_INLINE auto load_some(const T* array, std::size_t k, std::size_t end) {
  using Value = std::conditional_t<std::is_same_v<T, float>, float, std::int32_t>;
  const hn::Rebind<Value, Floats> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto* values = reinterpret_cast<const Value*>(array);
  if (HWY_LIKELY(k + lanes <= end)) return hn::LoadU(d, values + k);
  std::array<Value, 8> some{};
  std::copy(values + k, values + end, some.begin());
  return hn::LoadU(d, some.data());
}

/// Stores the lanes for positions before `end`.
template <class V, class T>
HWY_INLINE void store_some(V v, T* array, std::size_t k, std::size_t end) {
  using Value = hn::TFromV<V>;
  const hn::Rebind<Value, Floats> d;
  auto* values = reinterpret_cast<Value*>(array);
  if (HWY_LIKELY(k + hn::Lanes(d) <= end)) {
    hn::StoreU(v, d, values + k);
    return;
  }
  std::array<Value, 8> some;
  hn::StoreU(v, d, some.data());
  std::copy_n(some.begin(), end - k, values + k);
}

}  // namespace heddle::sim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

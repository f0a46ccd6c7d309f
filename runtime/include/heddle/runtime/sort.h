#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

#include "heddle/core/arena.h"
#include "heddle/core/status.h"
#include "heddle/runtime/join.h"

namespace heddle {

namespace sort_detail {

inline constexpr std::size_t k_insertion = 24;  // below this, insertion is fastest
inline constexpr std::size_t k_serial = 4096;   // below this, a task costs more than it saves
inline constexpr std::size_t k_serial_merge = 8192;

template <class T, class Less>
void insertion_sort(std::span<T> values, Less& less) {
  for (std::size_t i = 1; i < values.size(); ++i) {
    const T value = values[i];
    std::size_t at = i;
    for (; at > 0 && less(value, values[at - 1]); --at) values[at] = values[at - 1];
    values[at] = value;
  }
}

/// Merges two sorted runs into `out`; equal elements of `a` come first.
template <class T, class Less>
void merge(Scheduler& scheduler, std::span<const T> a, std::span<const T> b, std::span<T> out,
           Less& less) {
  if (out.size() <= k_serial_merge) {
    std::merge(a.begin(), a.end(), b.begin(), b.end(), out.begin(), less);
    return;
  }
  // Cut the longer run in the middle, and the other one where that element belongs.
  std::size_t in_a = a.size() / 2;
  std::size_t in_b = 0;
  if (a.size() >= b.size()) {
    in_b =
        static_cast<std::size_t>(std::lower_bound(b.begin(), b.end(), a[in_a], less) - b.begin());
  } else {
    in_b = b.size() / 2;
    in_a =
        static_cast<std::size_t>(std::upper_bound(a.begin(), a.end(), b[in_b], less) - a.begin());
  }
  (void)join(
      scheduler,
      [&] { merge(scheduler, a.first(in_a), b.first(in_b), out.first(in_a + in_b), less); },
      [&] { merge(scheduler, a.subspan(in_a), b.subspan(in_b), out.subspan(in_a + in_b), less); });
}

/// Sorts `values` into itself or, if `into_scratch`, into `scratch`.
template <class T, class Less>
void sort(Scheduler& scheduler, std::span<T> values, std::span<T> scratch, bool into_scratch,
          Less& less) {
  if (values.size() <= k_insertion) {
    insertion_sort(values, less);
    if (into_scratch) std::copy(values.begin(), values.end(), scratch.begin());
    return;
  }
  const std::size_t half = values.size() / 2;
  const auto first = [&] {
    sort(scheduler, values.first(half), scratch.first(half), !into_scratch, less);
  };
  const auto second = [&] {
    sort(scheduler, values.subspan(half), scratch.subspan(half), !into_scratch, less);
  };
  if (values.size() <= k_serial) {
    first();
    second();
  } else {
    (void)join(scheduler, first, second);
  }
  const std::span<T> from = into_scratch ? values : scratch;
  merge<T>(scheduler, from.first(half), from.subspan(half), into_scratch ? scratch : values, less);
}

}  // namespace sort_detail

/// Sorts stably: equal elements keep their order, so the result is the same for any number of lanes.
/// values  trivially copyable; sorted in place.
/// less    a strict weak order; called from all lanes.
/// Errors  out_of_memory (as much again as the values take); values are then untouched.
/// Source  merge sort with merges cut by binary search; Cormen, Leiserson, Rivest, Stein:
///         "Introduction to Algorithms", 3rd ed., section 27.3.
template <class T, class Less>
Status parallel_sort(Scheduler& scheduler, std::span<T> values, Less less) {
  static_assert(std::is_trivially_copyable_v<T>);
  if (values.empty()) return {};
  ArenaScope scope(scheduler.scratch());
  const std::span<T> scratch = scope.allocate<T>(values.size());
  if (scratch.empty()) return {Code::out_of_memory, "no memory for the scratch space of a sort"};
  return join(
      scheduler, [&] { sort_detail::sort(scheduler, values, scratch, false, less); }, [] {});
}

}  // namespace heddle

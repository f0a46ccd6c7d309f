#pragma once

#include <cstddef>
#include <span>
#include <utility>

#include "heddle/core/arena.h"
#include "heddle/core/status.h"
#include "heddle/runtime/parallel.h"

namespace heddle {

/// Inclusive prefix: out[i] = in[0] combined with … in[i], in order.
///
/// Each block of `block` elements is summed on its own, the sums are chained, and then each element is
/// its block's chain combined with the running sum inside the block. What is combined with what depends
/// on the block only, so the result has the same bits for any number of lanes, even where `combine` is
/// only nearly associative (floats).
/// in, out  as long as each other; may be the same memory.
/// T        trivially copyable.
/// Errors   out_of_memory (one T a block), cancelled; out is then partly written.
/// Source   Blelloch: "Prefix sums and their applications", 1990 (two passes over blocks).
template <class T, class Combine>
Status parallel_scan(Scheduler& scheduler, std::span<const T> in, std::span<T> out, T identity,
                     Combine&& combine, std::size_t block = 4096, CancelToken cancel = {}) {
  if (in.empty()) return {};
  const std::size_t blocks = (in.size() - 1) / block + 1;
  ArenaScope scratch(scheduler.scratch());
  const std::span<T> chain = scratch.allocate<T>(blocks);
  if (chain.empty()) {
    return {Code::out_of_memory, "no memory for the partial results of a scan"};
  }
  const auto sum_block = [&](Range chunk, std::uint32_t /*lane*/) {
    T sum = in[chunk.begin];
    for (std::size_t i = chunk.begin + 1; i < chunk.end; ++i) sum = combine(sum, in[i]);
    chain[chunk.begin / block] = sum;
  };
  HEDDLE_TRY(parallel_for(scheduler, {0, in.size()}, block, sum_block, cancel));
  T before = identity;
  for (T& sum : chain) {
    const T own = std::exchange(sum, before);
    before = &sum == chain.data() ? own : combine(before, own);
  }
  const auto write_block = [&](Range chunk, std::uint32_t /*lane*/) {
    const T start = chain[chunk.begin / block];
    const bool first = chunk.begin == 0;
    T running = in[chunk.begin];
    for (std::size_t i = chunk.begin;;) {
      out[i] = first ? running : combine(start, running);
      if (++i == chunk.end) return;
      running = combine(running, in[i]);
    }
  };
  return parallel_for(scheduler, {0, in.size()}, block, write_block, cancel);
}

}  // namespace heddle

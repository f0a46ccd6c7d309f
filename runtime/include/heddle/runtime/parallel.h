#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include "heddle/core/arena.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

namespace heddle {

/// Calls `body(Range chunk, std::uint32_t lane)` for chunks of `grain` indices that cover `range`.
/// The chunks do not depend on the number of lanes. The body returns void or a Status.
/// Errors  the Status of the first failing chunk in index order; cancelled.
template <class Body>
Status parallel_for(Scheduler& scheduler, Range range, std::size_t grain, Body&& body,
                    CancelToken cancel = {}) {
  using Function = std::remove_reference_t<Body>;
  return scheduler.run(
      range, grain,
      [](void* context, Range chunk, std::uint32_t lane) -> Status {
        Function& function = *static_cast<Function*>(context);
        if constexpr (std::is_void_v<std::invoke_result_t<Function&, Range, std::uint32_t>>) {
          function(chunk, lane);
          return {};
        } else {
          return function(chunk, lane);
        }
      },
      const_cast<void*>(static_cast<const void*>(&body)), cancel);
}

/// Combines `map(Range block) -> T` of all blocks of `block` indices over a fixed binary tree:
/// neighbors first, then neighbors of the results, and so on. The tree depends on the range and the
/// block only, so the result has the same bits for any number of lanes even where `combine` is not
/// associative (sums of floats).
/// T       trivially copyable.
/// Errors  out_of_memory (one T a block); cancelled. An empty range gives `identity`.
template <class T, class Map, class Combine>
[[nodiscard]] Result<T> parallel_reduce(Scheduler& scheduler, Range range, std::size_t block,
                                        T identity, Map&& map, Combine&& combine,
                                        CancelToken cancel = {}) {
  if (range.size() == 0) return identity;
  block = std::max<std::size_t>(block, 1);
  std::size_t count = (range.size() - 1) / block + 1;
  ArenaScope scratch(scheduler.scratch());
  const std::span<T> partial = scratch.allocate<T>(count);
  if (partial.empty()) {
    return Status(Code::out_of_memory, "no memory for the partial results of a reduction");
  }
  Status status = parallel_for(
      scheduler, {0, count}, 1,
      [&](Range blocks, std::uint32_t) {
        for (std::size_t i = blocks.begin; i < blocks.end; ++i) {
          const std::size_t begin = range.begin + i * block;
          partial[i] = map(Range{begin, begin + std::min(block, range.end - begin)});
        }
      },
      cancel);
  if (!status.ok()) return status;
  while (count > 1) {
    const std::size_t pairs = count / 2;
    for (std::size_t i = 0; i < pairs; ++i) {
      partial[i] = combine(partial[2 * i], partial[2 * i + 1]);
    }
    if (count % 2 != 0) partial[pairs] = partial[count - 1];
    count = pairs + count % 2;
  }
  return partial[0];
}

}  // namespace heddle

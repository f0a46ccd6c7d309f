#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace heddle {

/// How much memory this process, or this WebAssembly instance, holds for its data: what every Buffer,
/// Arena and ByteWriter has allocated, and what the C ABI has handed out. Small objects of fixed size
/// are not counted. Figures to show and to act on; nothing is refused because of them.
///
/// Any thread, and the page through shared memory, may read the words at any time. The layout is part
/// of the C ABI (heddle_memory_status).
struct MemoryStatus {
  std::atomic<std::uint32_t> used_kib{0};   ///< held now, in KiB, rounded down
  std::atomic<std::uint32_t> peak_kib{0};   ///< most that was ever held
  std::atomic<std::uint32_t> limit_kib{0};  ///< what there is to hold
  std::uint32_t reserved = 0;

  /// The share of the limit that is held: 0 when there is plenty, 1 when there is none left.
  [[nodiscard]] double pressure() const {
    return static_cast<double>(used_kib.load(std::memory_order_relaxed)) /
           static_cast<double>(limit_kib.load(std::memory_order_relaxed));
  }
};
static_assert(sizeof(MemoryStatus) == 16);

/// The figures of this process; valid as long as it lives. The limit is the most that the
/// WebAssembly memory may grow to, or the machine's physical memory, unless one was set.
[[nodiscard]] const MemoryStatus& memory_status();

/// Replaces the limit, which is at least 1 KiB: for a host that allows less than the build does.
void set_memory_limit(std::uint64_t bytes);

/// Adds to what is held. For whatever allocates memory whose size comes from the input, after it did.
/// Costs one or two relaxed additions. Safe from any thread.
void count_allocated(std::size_t bytes);

/// Takes from what is held what was added before.
void count_freed(std::size_t bytes);

/// Asks the system for large pages behind fresh memory of some megabytes that will be filled: fewer page faults,
/// which cost as much as an eighth of a comparison of two tables. Does nothing where there are none to be had.
/// Threads  any.
void prefer_large_pages(void* memory, std::size_t bytes);

}  // namespace heddle

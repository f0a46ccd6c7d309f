#include "heddle/core/memory.h"

#include <algorithm>
#include <limits>

#if defined(__EMSCRIPTEN__)
#include <emscripten/heap.h>
#else
#include <unistd.h>
#endif
#if defined(__linux__)
#include <sys/mman.h>

#include <cstdint>
#endif

namespace heddle {

namespace {

constexpr std::size_t k_kib = 1024;

constinit std::atomic<std::size_t> used_bytes{0};
constinit MemoryStatus status;

std::uint32_t limit_in_kib(std::uint64_t bytes) {
  return static_cast<std::uint32_t>(
      std::clamp<std::uint64_t>(bytes / k_kib, 1, std::numeric_limits<std::uint32_t>::max()));
}

std::uint64_t machine_limit() {
#if defined(__EMSCRIPTEN__)
  return emscripten_get_heap_max();
#else
  const auto pages = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES));
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
#endif
}

void raise_peak(std::uint32_t used_kib) {
  std::uint32_t peak = status.peak_kib.load(std::memory_order_relaxed);
  while (peak < used_kib &&
         !status.peak_kib.compare_exchange_weak(peak, used_kib, std::memory_order_relaxed)) {
  }
}

}  // namespace

const MemoryStatus& memory_status() {
  std::uint32_t unknown = 0;
  if (status.limit_kib.load(std::memory_order_relaxed) == unknown) {
    status.limit_kib.compare_exchange_strong(unknown, limit_in_kib(machine_limit()),
                                             std::memory_order_relaxed);
  }
  return status;
}

void set_memory_limit(std::uint64_t bytes) {
  status.limit_kib.store(limit_in_kib(bytes), std::memory_order_relaxed);
}

// Each change of the exact sum passes on the whole KiB that it went over. The changes of one atomic are
// in one order, so what is passed on adds up to the sum in KiB, in whatever order it arrives.
void count_allocated(std::size_t bytes) {
  const std::size_t before = used_bytes.fetch_add(bytes, std::memory_order_relaxed);
  const std::size_t after = before + bytes;
  if (after / k_kib == before / k_kib) return;
  status.used_kib.fetch_add(static_cast<std::uint32_t>(after / k_kib - before / k_kib),
                            std::memory_order_relaxed);
  raise_peak(static_cast<std::uint32_t>(after / k_kib));
}

void count_freed(std::size_t bytes) {
  const std::size_t before = used_bytes.fetch_sub(bytes, std::memory_order_relaxed);
  const std::size_t after = before - bytes;
  if (after / k_kib == before / k_kib) return;
  status.used_kib.fetch_sub(static_cast<std::uint32_t>(before / k_kib - after / k_kib),
                            std::memory_order_relaxed);
}

#if defined(__linux__)
void prefer_large_pages(void* memory, std::size_t bytes) {
  constexpr std::size_t k_large_page = std::size_t{2} << 20;
  const std::size_t before_first = -reinterpret_cast<std::uintptr_t>(memory) & (k_large_page - 1);
  if (bytes < before_first + k_large_page) return;
  const std::size_t whole = (bytes - before_first) & ~(k_large_page - 1);
  // A refusal changes nothing but the time.
  ::madvise(static_cast<std::byte*>(memory) + before_first, whole, MADV_HUGEPAGE);
}
#else
void prefer_large_pages(void* /*memory*/, std::size_t /*bytes*/) {}
#endif

}  // namespace heddle

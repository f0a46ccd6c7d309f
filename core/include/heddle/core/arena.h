#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace heddle {

/// A bump allocator: allocation is an addition, and everything is given back at once. Blocks are kept
/// between resets, so that a second round of the same work allocates nothing.
/// Threads  one thread at a time.
class Arena {
 public:
  Arena() = default;
  Arena(Arena&& other) noexcept;
  Arena& operator=(Arena&& other) noexcept;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();

  /// `count` uninitialized elements, valid until reset() or destruction.
  /// Errors  an empty span when there is no memory (or count is 0).
  template <class T>
  [[nodiscard]] std::span<T> allocate(std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    if (count > static_cast<std::size_t>(PTRDIFF_MAX) / sizeof(T)) return {};
    void* memory = allocate_bytes(count * sizeof(T), alignof(T));
    if (memory == nullptr) return {};
    return {static_cast<T*>(memory), count};
  }

  /// Forgets all allocations and keeps the memory, merged into one block for the next round.
  void reset();

  /// Bytes handed out since the last reset, alignment included.
  [[nodiscard]] std::size_t used() const { return used_; }
  /// Most bytes that were ever handed out between two resets.
  [[nodiscard]] std::size_t high_water() const { return high_water_; }

 private:
  struct Block;

  void* allocate_bytes(std::size_t size, std::size_t alignment);
  bool add_block(std::size_t capacity);
  void free_blocks();

  Block* head_ = nullptr;
  std::size_t used_ = 0;
  std::size_t high_water_ = 0;
};

}  // namespace heddle

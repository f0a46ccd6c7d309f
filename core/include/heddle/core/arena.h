#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace heddle {

/// A bump allocator: allocation is an addition, and what was allocated is given back all at once, or in
/// reverse order by marks. Blocks are kept, so that a second round of the same work allocates nothing.
/// Threads  one thread at a time.
class Arena {
  struct Block;

 public:
  Arena() = default;
  Arena(Arena&& other) noexcept;
  Arena& operator=(Arena&& other) noexcept;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();

  /// `count` uninitialized elements, valid until they are released, reset() or destruction.
  /// Errors  an empty span when there is no memory (or count is 0).
  template <class T>
  [[nodiscard]] std::span<T> allocate(std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    static_assert(alignof(T) <= k_alignment);
    if (count > static_cast<std::size_t>(PTRDIFF_MAX) / sizeof(T)) return {};
    void* memory = allocate_bytes(count * sizeof(T), alignof(T));
    if (memory == nullptr) return {};
    return {static_cast<T*>(memory), count};
  }

  /// How much is in use; see release().
  class Mark {
    friend Arena;
    Block* block_;
    std::size_t used_in_block_;
    std::size_t used_;
  };
  [[nodiscard]] Mark mark() const;

  /// Forgets what has been allocated since `mark` was taken and keeps the memory. Marks are released
  /// in reverse order.
  void release(Mark mark);

  /// Forgets all allocations and keeps the memory, merged into one block for the next round.
  void reset();

  /// Has the next `bytes` bytes, alignment included, allocated without asking the system. False when
  /// there is no memory.
  [[nodiscard]] bool reserve(std::size_t bytes);

  /// Gives memory back until about `keep` bytes are held, and begins a new high-water mark. Nothing is
  /// in use.
  void trim(std::size_t keep);

  /// Bytes in use, alignment included.
  [[nodiscard]] std::size_t used() const { return used_; }
  /// Most bytes that were in use at a time since the last trim().
  [[nodiscard]] std::size_t high_water() const { return high_water_; }
  /// Bytes held for use.
  [[nodiscard]] std::size_t capacity() const { return capacity_; }

 private:
  // Of blocks, so that what two arenas hold never shares a cache line.
  static constexpr std::size_t k_alignment = 64;

  void* allocate_bytes(std::size_t size, std::size_t alignment);
  bool enter_next(std::size_t needed);
  bool add_block(std::size_t capacity);
  void free_blocks();

  // A chain of which the blocks up to the current one are in use.
  Block* first_ = nullptr;
  Block* current_ = nullptr;
  std::size_t used_ = 0;
  std::size_t high_water_ = 0;
  std::size_t capacity_ = 0;
};

/// What is allocated from an arena as long as the scope lives. Scopes of one arena end in reverse order.
class ArenaScope {
 public:
  explicit ArenaScope(Arena& arena) : arena_(arena), mark_(arena.mark()) {}
  ArenaScope(const ArenaScope&) = delete;
  ArenaScope& operator=(const ArenaScope&) = delete;
  ~ArenaScope() { arena_.release(mark_); }

  /// Like Arena::allocate; valid as long as the scope.
  template <class T>
  [[nodiscard]] std::span<T> allocate(std::size_t count) {
    return arena_.allocate<T>(count);
  }

 private:
  Arena& arena_;
  Arena::Mark mark_;
};

}  // namespace heddle

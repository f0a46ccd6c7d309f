#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "heddle/core/buffer.h"

namespace heddle::table {

/// Pieces of memory of one size, which lists take and give back, so that one list can have what another no
/// longer needs.
/// Threads  one at a time.
class ChunkPool {
 public:
  static constexpr std::size_t k_chunk_bytes = 10240;

  struct Chunk {
    Chunk* next;
    std::uint8_t bytes[k_chunk_bytes];
  };

  /// limit  most bytes of all chunks; 0 for no limit.
  explicit ChunkPool(std::uint64_t limit) : limit_(limit) {}

  /// Null when there is no memory, or the limit is reached.
  [[nodiscard]] Chunk* take() {
    if (free_ == nullptr && !add_slab()) return nullptr;
    ++taken_;
    return std::exchange(free_, free_->next);
  }
  void give(Chunk* chunk) {
    --taken_;
    put(chunk);
  }

  /// Whether no chunk is taken, so that the pool may go.
  [[nodiscard]] bool unused() const { return taken_ == 0; }

  /// Bytes of all chunks, taken or not.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  // mimalloc, which our WebAssembly uses, rounds such blocks up to 64 KiB and puts them into segments of 4 MiB, of which it
  // keeps 32 KiB for itself: two of these fill one. Of blocks of a whole MiB only three fit.
  static constexpr std::size_t k_slab_bytes = std::size_t{31} * 64 * 1024;
  static constexpr std::size_t k_chunks_per_slab = k_slab_bytes / sizeof(Chunk);

  void put(Chunk* chunk) { chunk->next = std::exchange(free_, chunk); }

  bool add_slab() {
    std::uint64_t chunks = k_chunks_per_slab;
    // The last slab before the limit is as large as the limit allows.
    if (limit_ != 0) chunks = std::min(chunks, (limit_ - std::min(limit_, bytes_)) / sizeof(Chunk));
    Buffer<Chunk> slab;
    if (chunks == 0 || !slab.allocate(static_cast<std::size_t>(chunks))) return false;
    bytes_ += chunks * sizeof(Chunk);
    for (Chunk& chunk : slab) put(&chunk);
    slabs_.push_back(std::move(slab));
    return true;
  }

  std::uint64_t limit_;
  std::uint64_t bytes_ = 0;
  std::size_t taken_ = 0;
  Chunk* free_ = nullptr;
  std::vector<Buffer<Chunk>> slabs_;
};

/// Items in the order in which they came, in chunks of a pool. It must be emptied, or the pool go with it.
template <class T>
class ChunkList {
  static constexpr std::size_t k_per_chunk = ChunkPool::k_chunk_bytes / sizeof(T);

 public:
  [[nodiscard]] std::size_t size() const { return size_; }

  /// False when the pool has no memory.
  [[nodiscard]] bool push(ChunkPool& pool, const T& item) {
    const std::size_t place = size_ % k_per_chunk;
    if (place == 0) {
      ChunkPool::Chunk* chunk = pool.take();
      if (chunk == nullptr) return false;
      chunk->next = nullptr;
      (last_ == nullptr ? first_ : last_->next) = chunk;
      last_ = chunk;
    }
    std::memcpy(last_->bytes + place * sizeof(T), &item, sizeof(T));
    ++size_;
    return true;
  }

  template <class Visit>
  void for_each(Visit&& visit) const {
    std::size_t left = size_;
    for (const ChunkPool::Chunk* chunk = first_; chunk != nullptr; chunk = chunk->next) {
      const std::size_t count = std::min(left, k_per_chunk);
      for (std::size_t i = 0; i < count; ++i) {
        T item;
        std::memcpy(&item, chunk->bytes + i * sizeof(T), sizeof(T));
        visit(item);
      }
      left -= count;
    }
  }

  /// Empties the list; its chunks go back to the pool.
  void clear(ChunkPool& pool) {
    while (first_ != nullptr) {
      ChunkPool::Chunk* next = first_->next;
      pool.give(first_);
      first_ = next;
    }
    last_ = nullptr;
    size_ = 0;
  }

 private:
  ChunkPool::Chunk* first_ = nullptr;
  ChunkPool::Chunk* last_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace heddle::table

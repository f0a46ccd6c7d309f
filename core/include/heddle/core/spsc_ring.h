#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

#include "heddle/core/status.h"

namespace heddle {

/// The first 192 bytes of a ring; the elements follow. All numbers are little-endian. A position counts
/// elements since the ring was made, modulo 2^32; the element at position p lies at index p % capacity.
/// docs/guide/shared-memory.md has the same layout with the rules for each word.
struct SpscRingHeader {
  static constexpr std::uint32_t k_magic = 0x474E5248;  ///< "HRNG"
  static constexpr std::uint32_t k_version = 1;
  static constexpr std::uint32_t k_max_capacity = std::uint32_t{1} << 31;

  // What never changes: bytes 0 to 63.
  alignas(64) std::uint32_t magic;
  std::uint32_t version;
  std::uint32_t element_size;  ///< bytes
  std::uint32_t capacity;      ///< elements, a power of two

  // Written by the producer only: bytes 64 to 127.
  alignas(64) std::atomic<std::uint32_t> write;  ///< elements written so far
  std::atomic<std::uint32_t> dropped;            ///< elements that the producer gave up

  // Written by the consumer only: bytes 128 to 191.
  alignas(64) std::atomic<std::uint32_t> read;  ///< elements read so far
  std::atomic<std::uint32_t> underrun;          ///< elements that the consumer lacked

  /// Bytes of a whole ring.
  [[nodiscard]] static constexpr std::uint64_t size_bytes(std::uint32_t element_size,
                                                          std::uint32_t capacity) {
    return 192 + std::uint64_t{element_size} * capacity;
  }

  /// Makes an empty ring at the beginning of `memory`; see SpscRing::create.
  [[nodiscard]] static Result<SpscRingHeader*> create(std::span<std::uint8_t> memory,
                                                      std::uint32_t element_size,
                                                      std::uint32_t capacity);
  /// Checks the ring at the beginning of `memory`; see SpscRing::attach.
  [[nodiscard]] static Result<SpscRingHeader*> attach(std::span<std::uint8_t> memory,
                                                      std::uint32_t element_size);
};

static_assert(sizeof(SpscRingHeader) == 192);
static_assert(offsetof(SpscRingHeader, element_size) == 8);
static_assert(offsetof(SpscRingHeader, capacity) == 12);
static_assert(offsetof(SpscRingHeader, write) == 64);
static_assert(offsetof(SpscRingHeader, dropped) == 68);
static_assert(offsetof(SpscRingHeader, read) == 128);
static_assert(offsetof(SpscRingHeader, underrun) == 132);
static_assert(std::atomic<std::uint32_t>::is_always_lock_free && sizeof(std::atomic<int>) == 4);

/// One end of a wait-free queue from one producer to one consumer, over memory that somebody else owns
/// and that may lie in a SharedArrayBuffer: packages/heddle/src/shared/spsc_ring.ts reads and writes the
/// same bytes. Nothing here waits, allocates or calls the system.
/// T        the element, copied as bytes; a frame of several channels is one element.
/// Threads  each end has an object of its own and is used by one thread at a time: the producer calls
///          push, available_to_write and count_dropped, the consumer pop, available_to_read and
///          count_underrun. An end that moves to another object is attached anew there, and the
///          former object is used no more.
/// Source   L. Lamport: "Specifying Concurrent Program Modules", TOPLAS 5(2), 1983; remembering the other
///          end's position is from J. Giacomoni et al.: "FastForward", PPoPP 2008.
template <class T>
class SpscRing {
  static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 64);

 public:
  /// Bytes that a ring of `capacity` elements takes.
  [[nodiscard]] static constexpr std::uint64_t size_bytes(std::uint32_t capacity) {
    return SpscRingHeader::size_bytes(sizeof(T), capacity);
  }

  /// Makes an empty ring at the beginning of `memory`, before the other end attaches.
  /// memory    borrowed for the ring's life, aligned to 64 bytes, at least size_bytes(capacity).
  /// capacity  elements, a power of two up to SpscRingHeader::k_max_capacity.
  /// Errors    invalid_argument; memory is then untouched.
  [[nodiscard]] static Result<SpscRing> create(std::span<std::uint8_t> memory,
                                               std::uint32_t capacity) {
    return end(SpscRingHeader::create(memory, sizeof(T), capacity));
  }

  /// An end of the ring that was made at the beginning of `memory`, by create or by its twin.
  /// memory  borrowed for the ring's life, aligned to 64 bytes.
  /// Errors  invalid_argument when it holds no ring of such elements, or one that is not whole.
  [[nodiscard]] static Result<SpscRing> attach(std::span<std::uint8_t> memory) {
    return end(SpscRingHeader::attach(memory, sizeof(T)));
  }

  [[nodiscard]] std::uint32_t capacity() const { return mask_ + 1; }

  /// Producer: how many elements fit now; more may fit later, never fewer.
  [[nodiscard]] std::uint32_t available_to_write() {
    // Acquire pairs with the release in pop(): what was read there may be overwritten.
    seen_read_ = header_->read.load(std::memory_order_acquire);
    return capacity() - (header_->write.load(std::memory_order_relaxed) - seen_read_);
  }

  /// Producer: appends the first elements of `values`, as many as fit, and returns their number.
  std::uint32_t push(std::span<const T> values) {
    const std::uint32_t write = header_->write.load(std::memory_order_relaxed);
    std::uint32_t fitting = capacity() - (write - seen_read_);
    // The consumer's cache line is touched only when what was seen of it is not enough.
    if (fitting < values.size()) fitting = available_to_write();
    const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(values.size(), fitting));
    if (count == 0) return 0;
    const std::uint32_t first = write & mask_;
    const std::uint32_t until_end = std::min(count, capacity() - first);
    std::memcpy(elements_ + first, values.data(), until_end * sizeof(T));
    if (count > until_end) {
      std::memcpy(elements_, values.data() + until_end, (count - until_end) * sizeof(T));
    }
    // Release: the elements are written before the consumer can see the position.
    header_->write.store(write + count, std::memory_order_release);
    return count;
  }

  /// Consumer: how many elements wait now; more may wait later, never fewer.
  [[nodiscard]] std::uint32_t available_to_read() {
    // Acquire pairs with the release in push(): the elements are visible before the position.
    seen_write_ = header_->write.load(std::memory_order_acquire);
    return seen_write_ - header_->read.load(std::memory_order_relaxed);
  }

  /// Consumer: moves the oldest elements to `values`, as many as wait and fit there, and returns their
  /// number. The rest of `values` is left as it was.
  std::uint32_t pop(std::span<T> values) {
    const std::uint32_t read = header_->read.load(std::memory_order_relaxed);
    std::uint32_t waiting = seen_write_ - read;
    if (waiting < values.size()) waiting = available_to_read();
    const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(values.size(), waiting));
    if (count == 0) return 0;
    const std::uint32_t first = read & mask_;
    const std::uint32_t until_end = std::min(count, capacity() - first);
    std::memcpy(values.data(), elements_ + first, until_end * sizeof(T));
    if (count > until_end) {
      std::memcpy(values.data() + until_end, elements_, (count - until_end) * sizeof(T));
    }
    // Release: the elements are read before the producer can overwrite them.
    header_->read.store(read + count, std::memory_order_release);
    return count;
  }

  /// Producer: adds to the elements that did not fit and were given up, modulo 2^32.
  void count_dropped(std::uint32_t count) { add(header_->dropped, count); }
  /// Consumer: adds to the elements that were due and not there, modulo 2^32.
  void count_underrun(std::uint32_t count) { add(header_->underrun, count); }

  [[nodiscard]] std::uint32_t dropped() const {
    return header_->dropped.load(std::memory_order_relaxed);
  }
  [[nodiscard]] std::uint32_t underrun() const {
    return header_->underrun.load(std::memory_order_relaxed);
  }

 private:
  explicit SpscRing(SpscRingHeader* header)
      : header_(header),
        elements_(reinterpret_cast<T*>(header + 1)),
        mask_(header->capacity - 1),
        seen_read_(header->read.load(std::memory_order_acquire)),
        seen_write_(header->write.load(std::memory_order_acquire)) {}

  static Result<SpscRing> end(Result<SpscRingHeader*> header) {
    if (!header.ok()) return std::move(header).status();
    return SpscRing(header.value());
  }

  // One writer, so that a read-modify-write is not needed.
  static void add(std::atomic<std::uint32_t>& counter, std::uint32_t count) {
    counter.store(counter.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
  }

  SpscRingHeader* header_;
  T* elements_;
  std::uint32_t mask_;
  // The other end's position when it was last looked at: that end is at least so far by now.
  std::uint32_t seen_read_;
  std::uint32_t seen_write_;
};

}  // namespace heddle

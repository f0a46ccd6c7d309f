#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "heddle/core/status.h"

namespace heddle {

/// The first 256 bytes of a triple buffer; its three frames follow, `stride` bytes apart. All numbers
/// are little-endian. docs/guide/shared-memory.md has the same layout with the rules for each word.
struct TripleBufferHeader {
  static constexpr std::uint32_t k_magic = 0x49525448;  ///< "HTRI"
  static constexpr std::uint32_t k_version = 1;
  static constexpr std::uint32_t k_fresh = 4;  ///< in `middle`: this frame was not yet taken

  // What never changes: bytes 0 to 63.
  alignas(64) std::uint32_t magic;
  std::uint32_t version;
  std::uint32_t frame_size;  ///< bytes
  std::uint32_t stride;      ///< bytes from one frame to the next: frame_size rounded up to 64

  // Bytes 64 to 127, exchanged by both: index of the frame that nobody holds, plus k_fresh.
  alignas(64) std::atomic<std::uint32_t> middle;
  // Bytes 128 to 191, the writer's own: index of the frame it writes.
  alignas(64) std::uint32_t back;
  // Bytes 192 to 255, the reader's own: index of the frame it reads.
  alignas(64) std::uint32_t front;
};

static_assert(sizeof(TripleBufferHeader) == 256);
static_assert(offsetof(TripleBufferHeader, frame_size) == 8);
static_assert(offsetof(TripleBufferHeader, stride) == 12);
static_assert(offsetof(TripleBufferHeader, middle) == 64);
static_assert(offsetof(TripleBufferHeader, back) == 128);
static_assert(offsetof(TripleBufferHeader, front) == 192);

/// One end of a mailbox for whole frames from one writer to one reader: the reader always gets the latest
/// complete frame, older ones are overwritten unread, and neither end ever waits. The memory belongs to
/// somebody else and may lie in a SharedArrayBuffer: packages/heddle/src/shared/triple_buffer.ts
/// reads and writes the same bytes.
/// Threads  each end has an object of its own and is used by one thread at a time: the writer calls
///          back and publish, the reader update and front.
class TripleBuffer {
 public:
  static constexpr std::uint32_t k_max_frame_size = std::uint32_t{1} << 30;

  /// Bytes that a triple buffer for frames of `frame_size` bytes takes.
  [[nodiscard]] static constexpr std::uint64_t size_bytes(std::uint32_t frame_size) {
    return sizeof(TripleBufferHeader) + std::uint64_t{3} * stride_of(frame_size);
  }

  /// Makes a triple buffer of zeroed frames at the beginning of `memory`, before the other end attaches.
  /// memory      borrowed for the buffer's life, aligned to 64 bytes, at least size_bytes(frame_size).
  /// frame_size  bytes, 1 to k_max_frame_size.
  /// Errors      invalid_argument; memory is then untouched.
  [[nodiscard]] static Result<TripleBuffer> create(std::span<std::uint8_t> memory,
                                                   std::uint32_t frame_size);

  /// An end of the triple buffer that was made at the beginning of `memory`, by create or by its twin.
  /// memory      borrowed for the buffer's life, aligned to 64 bytes.
  /// frame_size  bytes, as it was made with.
  /// Errors      invalid_argument when it holds no buffer of such frames, or one that is not whole.
  [[nodiscard]] static Result<TripleBuffer> attach(std::span<std::uint8_t> memory,
                                                   std::uint32_t frame_size);

  /// Writer: the frame to write, aligned to 64 bytes. It holds an older frame, not always the last one;
  /// write all of it. Valid until publish().
  [[nodiscard]] std::span<std::uint8_t> back() { return frame(header_->back); }

  /// Writer: makes the frame the latest one; back() is another one from now on.
  void publish() {
    // Release: the frame is written before the reader can get it. Acquire: the reader has finished with
    // the frame that comes back.
    const std::uint32_t old = header_->middle.exchange(header_->back | TripleBufferHeader::k_fresh,
                                                       std::memory_order_acq_rel);
    header_->back = old & 3;
  }

  /// Reader: takes the latest frame, if one was published since the last call; false when there is none,
  /// and front() stays the same frame.
  bool update() {
    // A look without an exchange first: most calls of a reader that is faster than the writer end here.
    if ((header_->middle.load(std::memory_order_relaxed) & TripleBufferHeader::k_fresh) == 0) {
      return false;
    }
    // Acquire: what publish() released is visible. Release: the former front was read before the
    // writer can get it.
    const std::uint32_t latest =
        header_->middle.exchange(header_->front, std::memory_order_acq_rel);
    header_->front = latest & 3;
    return true;
  }

  /// Reader: the frame that the last update() took, aligned to 64 bytes; zeros before the first one.
  /// Valid until the next update().
  [[nodiscard]] std::span<const std::uint8_t> front() const { return frame(header_->front); }

 private:
  explicit TripleBuffer(TripleBufferHeader* header)
      : header_(header), frames_(reinterpret_cast<std::uint8_t*>(header + 1)) {}

  static constexpr std::uint32_t stride_of(std::uint32_t frame_size) {
    return (frame_size + 63) / 64 * 64;
  }

  [[nodiscard]] std::span<std::uint8_t> frame(std::uint32_t index) const {
    return {frames_ + std::size_t{index} * header_->stride, header_->frame_size};
  }

  TripleBufferHeader* header_;
  std::uint8_t* frames_;
};

}  // namespace heddle

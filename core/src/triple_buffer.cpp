#include "heddle/core/triple_buffer.h"

#include <cstring>
#include <new>
#include <string>

#include "shared_layout.h"

namespace heddle {

Result<TripleBuffer> TripleBuffer::create(std::span<std::uint8_t> memory,
                                          std::uint32_t frame_size) {
  if (frame_size < 1 || frame_size > k_max_frame_size) {
    return Status(Code::invalid_argument, "the triple buffer's frames have " +
                                              std::to_string(frame_size) +
                                              " bytes; they must have 1 to 2^30");
  }
  HEDDLE_TRY(check_shared_memory(memory, size_bytes(frame_size), "triple buffer"));
  std::memset(memory.data(), 0, static_cast<std::size_t>(size_bytes(frame_size)));
  auto* header = new (memory.data()) TripleBufferHeader{};
  header->magic = TripleBufferHeader::k_magic;
  header->version = TripleBufferHeader::k_version;
  header->frame_size = frame_size;
  header->stride = stride_of(frame_size);
  header->middle.store(1, std::memory_order_relaxed);
  header->back = 0;
  header->front = 2;
  return TripleBuffer(header);
}

Result<TripleBuffer> TripleBuffer::attach(std::span<std::uint8_t> memory,
                                          std::uint32_t frame_size) {
  HEDDLE_TRY(check_shared_memory(memory, sizeof(TripleBufferHeader), "triple buffer"));
  auto* header = reinterpret_cast<TripleBufferHeader*>(memory.data());
  if (header->magic != TripleBufferHeader::k_magic) {
    return Status(Code::invalid_argument,
                  "the memory holds no triple buffer; create one there first");
  }
  if (header->version != TripleBufferHeader::k_version) {
    return Status(Code::invalid_argument, "the triple buffer's layout has version " +
                                              std::to_string(header->version) +
                                              ", this program reads version 1; use one version");
  }
  if (header->frame_size != frame_size || header->stride != stride_of(frame_size)) {
    return Status(Code::invalid_argument, "the triple buffer's frames have " +
                                              std::to_string(header->frame_size) + " bytes, not " +
                                              std::to_string(frame_size) +
                                              "; attach with the size it was made for");
  }
  // The other end's index may be changing, so that only `middle` can be looked at here.
  if (header->middle.load(std::memory_order_acquire) % TripleBufferHeader::k_fresh > 2) {
    return Status(Code::invalid_argument,
                  "the triple buffer names a fourth frame; its memory was overwritten, create it "
                  "anew");
  }
  HEDDLE_TRY(check_shared_memory(memory, size_bytes(frame_size), "triple buffer"));
  return TripleBuffer(header);
}

}  // namespace heddle

#include "heddle/core/spsc_ring.h"

#include <bit>
#include <new>
#include <string>

#include "shared_layout.h"

namespace heddle {

namespace {

Status check_capacity(std::uint32_t capacity) {
  if (std::has_single_bit(capacity)) return {};
  return Status(Code::invalid_argument, "the ring's capacity is " + std::to_string(capacity) +
                                            " elements; it must be a power of two, 1 to 2^31");
}

}  // namespace

Result<SpscRingHeader*> SpscRingHeader::create(std::span<std::uint8_t> memory,
                                               std::uint32_t element_size, std::uint32_t capacity) {
  HEDDLE_TRY(check_capacity(capacity));
  HEDDLE_TRY(check_shared_memory(memory, size_bytes(element_size, capacity), "ring"));
  std::memset(memory.data(), 0, sizeof(SpscRingHeader));
  auto* header = new (memory.data()) SpscRingHeader{};
  header->magic = k_magic;
  header->version = k_version;
  header->element_size = element_size;
  header->capacity = capacity;
  return header;
}

Result<SpscRingHeader*> SpscRingHeader::attach(std::span<std::uint8_t> memory,
                                               std::uint32_t element_size) {
  HEDDLE_TRY(check_shared_memory(memory, sizeof(SpscRingHeader), "ring"));
  auto* header = reinterpret_cast<SpscRingHeader*>(memory.data());
  if (header->magic != k_magic) {
    return Status(Code::invalid_argument, "the memory holds no ring; create one there first");
  }
  if (header->version != k_version) {
    return Status(Code::invalid_argument, "the ring's layout has version " +
                                              std::to_string(header->version) +
                                              ", this program reads version 1; use one version");
  }
  if (header->element_size != element_size) {
    return Status(Code::invalid_argument, "the ring's elements have " +
                                              std::to_string(header->element_size) +
                                              " bytes, not " + std::to_string(element_size) +
                                              "; attach with the type it was made for");
  }
  HEDDLE_TRY(check_capacity(header->capacity));
  HEDDLE_TRY(check_shared_memory(memory, size_bytes(element_size, header->capacity), "ring"));
  // The end that attaches stands still meanwhile, so the distance holds whatever the other one does.
  const std::uint32_t read = header->read.load(std::memory_order_acquire);
  const std::uint32_t waiting = header->write.load(std::memory_order_acquire) - read;
  if (waiting > header->capacity) {
    return Status(Code::invalid_argument, "the ring's positions are " + std::to_string(waiting) +
                                              " elements apart, more than its capacity; its memory "
                                              "was overwritten, create the ring anew");
  }
  return header;
}

}  // namespace heddle

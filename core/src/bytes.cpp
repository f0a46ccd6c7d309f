#include "heddle/core/bytes.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "heddle/core/memory.h"

namespace heddle {

static_assert(std::endian::native == std::endian::little,
              "ByteReader and ByteWriter copy numbers as they lie in memory");

ByteWriter::ByteWriter(ByteWriter&& other) noexcept { *this = std::move(other); }

ByteWriter& ByteWriter::operator=(ByteWriter&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(capacity_, other.capacity_);
  std::swap(failed_, other.failed_);
  return *this;
}

ByteWriter::~ByteWriter() {
  std::free(data_);
  count_freed(capacity_);
}

void ByteWriter::write_decimal(std::uint64_t value) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof(digits), value).ptr;
  write_text({digits, static_cast<std::size_t>(end - digits)});
}

bool ByteWriter::grow(std::size_t more) {
  if (failed_) return false;
  if (more > SIZE_MAX - size_) {
    failed_ = true;
    return false;
  }
  const std::size_t needed = size_ + more;
  const std::size_t wanted = std::max({needed, capacity_ + capacity_ / 2, std::size_t{256}});
  void* memory = std::realloc(data_, wanted);
  if (memory == nullptr) {
    failed_ = true;
    return false;
  }
  data_ = static_cast<std::uint8_t*>(memory);
  count_allocated(wanted - capacity_);
  capacity_ = wanted;
  return true;
}

std::uint8_t* ByteWriter::release() {
  size_ = 0;
  count_freed(std::exchange(capacity_, 0));
  return std::exchange(data_, nullptr);
}

}  // namespace heddle

#include "streams.h"

#include <cstring>
#include <utility>

namespace heddle::table {

Result<ByteView> PeekedStream::peek(std::size_t size) {
  const std::size_t known = first_.size() - at_;
  if (known >= size) return first_.view().subspan(at_, size);
  Buffer<std::uint8_t> more;
  if (!more.allocate(size)) {
    return Status(Code::out_of_memory, "there is not enough memory to read the first row");
  }
  if (known > 0) std::memcpy(more.data(), first_.data() + at_, known);
  Result<std::size_t> got = rest_.read({more.data() + known, size - known});
  if (!got.ok()) return std::move(got).status();
  more.shrink(known + got.value());
  first_ = std::move(more);
  at_ = 0;
  return first_.view();
}

Result<std::size_t> PeekedStream::read(std::span<std::uint8_t> into) {
  const std::size_t known = std::min(first_.size() - at_, into.size());
  if (known > 0) std::memcpy(into.data(), first_.data() + at_, known);
  at_ += known;
  if (known == into.size()) return known;
  first_.release();
  at_ = 0;
  Result<std::size_t> got = rest_.read(into.subspan(known));
  if (!got.ok()) return got;
  return known + got.value();
}

}  // namespace heddle::table

#pragma once

#include <cstring>
#include <string>
#include <utility>

#include "heddle/table/source.h"

namespace heddle::table {

/// A file for tests, which counts what was read of it.
class MemorySource final : public Source {
 public:
  explicit MemorySource(std::string text) : text_(std::move(text)) {}

  [[nodiscard]] std::uint64_t size() const override { return text_.size(); }
  Status read(std::uint64_t offset, std::span<std::uint8_t> into) const override {
    if (offset > text_.size() || into.size() > text_.size() - offset) {
      return {Code::io, "behind the end"};
    }
    std::memcpy(into.data(), text_.data() + offset, into.size());
    ++reads_;
    return {};
  }

  [[nodiscard]] std::size_t reads() const { return reads_; }
  [[nodiscard]] std::string& text() { return text_; }

 private:
  std::string text_;
  mutable std::size_t reads_ = 0;
};

}  // namespace heddle::table

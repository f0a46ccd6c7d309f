#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

namespace heddle {

/// Bytes that somebody else owns.
using ByteView = std::span<const std::uint8_t>;

[[nodiscard]] inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
[[nodiscard]] inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Whether both are the same bytes.
[[nodiscard]] inline bool same_bytes(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
#ifdef __EMSCRIPTEN__
  // Its memcmp looks at one byte at a time.
  const auto word = [](ByteView bytes, std::size_t at) {
    std::uint64_t value;
    std::memcpy(&value, bytes.data() + at, sizeof(value));
    return value;
  };
  constexpr std::size_t k_word = sizeof(std::uint64_t);
  std::size_t i = 0;
  for (; i + 2 * k_word <= a.size(); i += 2 * k_word) {
    const std::uint64_t first = word(a, i) ^ word(b, i);
    const std::uint64_t second = word(a, i + k_word) ^ word(b, i + k_word);
    if ((first | second) != 0) return false;
  }
  if (i + k_word <= a.size()) {
    if (word(a, i) != word(b, i)) return false;
    i += k_word;
  }
  if (i == a.size()) return true;
  // The last word once more takes in what is left.
  if (a.size() >= k_word) return word(a, a.size() - k_word) == word(b, b.size() - k_word);
  for (; i < a.size(); ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
#else
  return a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0;
#endif
}

/// Reads numbers and runs of bytes from a view, little-endian, in order. A read behind the end yields
/// nothing and moves nothing.
class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : bytes_(bytes) {}

  template <class T>
  [[nodiscard]] std::optional<T> read() {
    static_assert(std::is_arithmetic_v<T>);
    T value;
    if (remaining() < sizeof(T)) return std::nullopt;
    std::memcpy(&value, bytes_.data() + position_, sizeof(T));
    position_ += sizeof(T);
    return value;
  }

  [[nodiscard]] std::optional<ByteView> read_bytes(std::size_t size) {
    if (remaining() < size) return std::nullopt;
    const ByteView view = bytes_.subspan(position_, size);
    position_ += size;
    return view;
  }

  [[nodiscard]] std::size_t position() const { return position_; }
  [[nodiscard]] std::size_t remaining() const { return bytes_.size() - position_; }

 private:
  ByteView bytes_;
  std::size_t position_ = 0;
};

/// Grows a run of bytes, little-endian. Running out of memory makes it fail for good: later writes do
/// nothing, and the writer is asked once, at the end, whether all went well.
class ByteWriter {
 public:
  ByteWriter() = default;
  ByteWriter(ByteWriter&& other) noexcept;
  ByteWriter& operator=(ByteWriter&& other) noexcept;
  ByteWriter(const ByteWriter&) = delete;
  ByteWriter& operator=(const ByteWriter&) = delete;
  ~ByteWriter();

  template <class T>
  void write(T value) {
    static_assert(std::is_arithmetic_v<T>);
    write_bytes({reinterpret_cast<const std::uint8_t*>(&value), sizeof(T)});
  }
  void write_bytes(ByteView bytes) {
    if (!reserve(bytes.size())) return;
    if (!bytes.empty()) std::memcpy(data_ + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
  }
  void write_text(std::string_view text) { write_bytes(as_bytes(text)); }
  void write_char(char c) {
    if (!reserve(1)) return;
    data_[size_++] = static_cast<std::uint8_t>(c);
  }
  /// The number in decimal digits.
  void write_decimal(std::uint64_t value);

  /// Has the next `bytes` bytes written without growing on the way.
  void expect(std::size_t bytes) { (void)reserve(bytes); }

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] ByteView view() const { return {data_, size_}; }

  /// Empties the writer and keeps its memory.
  void clear() { size_ = 0; }

  /// Hands the bytes to the caller, who frees them with std::free; the writer is empty afterwards, and
  /// the bytes no longer count as held (memory.h).
  [[nodiscard]] std::uint8_t* release();

 private:
  [[nodiscard]] bool reserve(std::size_t more) {
    return more <= capacity_ - size_ ? !failed_ : grow(more);
  }
  bool grow(std::size_t more);

  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  bool failed_ = false;
};

}  // namespace heddle

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

namespace heddle {

/// Whether this build can start threads.
#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
inline constexpr bool k_has_threads = false;
#else
inline constexpr bool k_has_threads = true;
#endif

/// Rounds of a stress test: fewer where each access costs many times more.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__) || defined(__EMSCRIPTEN__)
inline constexpr std::uint32_t k_stress_divisor = 20;
#else
inline constexpr std::uint32_t k_stress_divisor = 1;
#endif

/// Memory aligned to 64 bytes, filled with a value that no field has.
class SharedMemory {
 public:
  explicit SharedMemory(std::uint64_t size)
      : lines_(static_cast<std::size_t>((size + 63) / 64)), size_(static_cast<std::size_t>(size)) {
    std::memset(lines_.data(), 0xEE, lines_.size() * sizeof(Line));
  }

  [[nodiscard]] std::span<std::uint8_t> bytes() {
    return {reinterpret_cast<std::uint8_t*>(lines_.data()), size_};
  }

  /// The 32-bit words that are not 0, each with its offset in bytes.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> words() {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
    for (std::uint32_t offset = 0; offset + 4 <= size_; offset += 4) {
      std::uint32_t word = 0;
      std::memcpy(&word, bytes().data() + offset, 4);
      if (word != 0) found.emplace_back(offset, word);
    }
    return found;
  }

  void set_word(std::size_t offset, std::uint32_t value) {
    std::memcpy(bytes().data() + offset, &value, 4);
  }

 private:
  struct alignas(64) Line {
    std::uint8_t bytes[64];
  };
  std::vector<Line> lines_;
  std::size_t size_;
};

}  // namespace heddle

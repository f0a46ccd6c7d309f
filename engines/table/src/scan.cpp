#include "scan.h"

#include <algorithm>
#include <bit>
#include <cstring>

// Compiled once for every instruction set that Highway knows for this architecture; the best one is
// chosen at run time. On wasm there is just one.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "scan.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace heddle::table::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t k_word = 64;

/// Up to 64 bytes in vectors, compared with one character at a time.
class Word {
 public:
  static constexpr hn::CappedTag<std::uint8_t, k_word> k_tag{};

  HWY_INLINE explicit Word(const std::uint8_t* bytes) : bytes_(bytes) {}

  /// One bit for each byte that equals `character`.
  HWY_INLINE std::uint64_t equal_to(char character) const {
    const auto wanted = hn::Set(k_tag, static_cast<std::uint8_t>(character));
    const auto at = [&](std::size_t i) { return hn::Eq(hn::LoadU(k_tag, bytes_ + i), wanted); };
#if HWY_TARGET == HWY_WASM
    // Highway writes the mask to memory and multiplies it together.
    const auto bits = [&](std::size_t i) { return std::uint64_t{wasm_i8x16_bitmask(at(i).raw)}; };
    return bits(0) | bits(16) << 16 | bits(32) << 32 | bits(48) << 48;
#else
    std::uint64_t bits = 0;
    std::uint8_t mask[8] = {};
    for (std::size_t i = 0; i < k_word; i += hn::Lanes(k_tag)) {
      hn::StoreMaskBits(k_tag, at(i), mask + i / 8);
    }
    std::memcpy(&bits, mask, sizeof(bits));
    return bits;
#endif
  }

 private:
  const std::uint8_t* bytes_;
};

/// Bit i of the result is the XOR of bits 0 to i: set from an opening quote up to its closing one.
HWY_INLINE std::uint64_t prefix_xor(std::uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

HWY_INLINE std::uint64_t all_ones_if(bool condition) { return condition ? ~std::uint64_t{0} : 0; }

/// Calls `visit(word, valid, index)` for every 64 bytes of `bytes`; `valid` has a bit for each byte
/// that is really there.
template <class Visit>
HWY_INLINE void for_each_word(ByteView bytes, Visit&& visit) {
  const std::size_t whole = bytes.size() / k_word;
  for (std::size_t w = 0; w < whole; ++w) {
    visit(Word(bytes.data() + w * k_word), ~std::uint64_t{0}, w);
  }
  const std::size_t rest = bytes.size() % k_word;
  if (rest != 0) {
    alignas(64) std::uint8_t padded[k_word] = {};
    std::memcpy(padded, bytes.data() + whole * k_word, rest);
    visit(Word(padded), (std::uint64_t{1} << rest) - 1, whole);
  }
}

void summarize(ByteView bytes, QuoteSummary* out) {
  QuoteSummary sum;
  std::uint64_t inside = 0;
  for_each_word(bytes, [&](Word word, std::uint64_t, std::size_t) {
    const std::uint64_t quotes = word.equal_to('"');
    const std::uint64_t newlines = word.equal_to('\n');
    std::uint64_t quoted = inside;
    if (quotes != 0) {
      quoted ^= prefix_xor(quotes);
      inside = all_ones_if((quoted >> 63) != 0);
      sum.quotes += static_cast<std::size_t>(std::popcount(quotes));
    }
    sum.newlines += static_cast<std::size_t>(std::popcount(newlines));
    sum.newlines_outside += static_cast<std::size_t>(std::popcount(newlines & ~quoted));
  });
  *out = sum;
}

void find_structure_of(ByteView text, char delimiter, std::size_t begin, std::size_t end,
                       bool starts_inside, Structure* out) {
  const std::uint8_t before = begin == 0 ? '\n' : text[begin - 1];
  std::uint64_t inside = all_ones_if(starts_inside);
  // Bit 0 says what the byte before this word was: a closing quote; anything that a quoted field may
  // follow.
  std::uint64_t after_close = !starts_inside && before == '"' ? 1 : 0;
  std::uint64_t after_boundary =
      !starts_inside &&
              (before == '"' || before == static_cast<std::uint8_t>(delimiter) || before == '\n')
          ? 1
          : 0;
  std::size_t misplaced = Structure::k_none;

  for_each_word(text.subspan(begin, end - begin), [&](Word word, std::uint64_t valid,
                                                      std::size_t w) {
    const std::uint64_t quotes = word.equal_to('"');
    const std::uint64_t delimiters = word.equal_to(delimiter);
    const std::uint64_t line_feeds = word.equal_to('\n');
    std::uint64_t quoted = inside;
    if (quotes != 0) {
      quoted ^= prefix_xor(quotes);
      inside = all_ones_if((quoted >> 63) != 0);
    }
    out->delimiters[w] = delimiters & ~quoted;
    out->newlines[w] = line_feeds & ~quoted;
    const std::uint64_t separators = (delimiters | line_feeds) & ~quoted;
    const std::uint64_t closing = quotes & ~quoted;

    if ((quotes | after_close) != 0) {
      const auto present = static_cast<std::size_t>(std::bit_width(valid));
      const std::size_t next = begin + w * k_word + present;
      const std::uint64_t next_is_line_feed = next < text.size() && text[next] == '\n' ? 1 : 0;
      const std::uint64_t carriage_returns =
          word.equal_to('\r') & (line_feeds >> 1 | next_is_line_feed << (present - 1));
      const std::uint64_t opening = quotes & quoted;
      const std::uint64_t wrong_open = opening & ~((separators | closing) << 1 | after_boundary);
      const std::uint64_t wrong_after =
          (closing << 1 | after_close) & ~(separators | quotes | carriage_returns);
      const std::uint64_t wrong = (wrong_open | wrong_after) & valid;
      if (wrong != 0 && misplaced == Structure::k_none) {
        misplaced = w * k_word + static_cast<std::size_t>(std::countr_zero(wrong));
      }
    }
    after_close = closing >> 63;
    after_boundary = (separators | closing) >> 63;
  });
  out->misplaced = misplaced;
}

}  // namespace heddle::table::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace heddle::table {

HWY_EXPORT(summarize);
HWY_EXPORT(find_structure_of);

QuoteSummary summarize_quotes(ByteView bytes) {
  QuoteSummary summary;
  HWY_DYNAMIC_DISPATCH(summarize)(bytes, &summary);
  return summary;
}

void find_structure(ByteView text, char delimiter, std::size_t begin, std::size_t end,
                    bool starts_inside, Structure& out) {
  HWY_DYNAMIC_DISPATCH(find_structure_of)(text, delimiter, begin, end, starts_inside, &out);
}

}  // namespace heddle::table
#endif

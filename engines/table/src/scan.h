#pragma once

#include <cstddef>
#include <cstdint>

#include "heddle/core/bytes.h"

/// Finding the structure of CSV bytes with SIMD: one bit a byte, 64 bytes a word.
namespace heddle::table {

/// What a run of bytes holds when it is not known yet whether it begins inside quotes.
struct QuoteSummary {
  std::size_t quotes = 0;            ///< quote characters
  std::size_t newlines = 0;          ///< line feeds, quoted or not
  std::size_t newlines_outside = 0;  ///< line feeds outside quotes if the run begins outside quotes
};

/// Summarizes `bytes`.
[[nodiscard]] QuoteSummary summarize_quotes(ByteView bytes);

/// The structure of one run of bytes. Bit i of word w is byte 64 w + i.
struct Structure {
  static constexpr std::size_t k_none = ~std::size_t{0};

  std::uint64_t*
      delimiters;  ///< delimiters outside quotes; (size + 63) / 64 words, owned by the caller
  std::uint64_t* newlines;         ///< line feeds outside quotes; as many words
  std::size_t misplaced = k_none;  ///< first byte that RFC 4180 forbids where it is: a quote inside
                                   ///< an unquoted field, or text behind a closing quote
};

/// Finds the structure of text[begin, end).
/// text          the whole text; it begins at the start of a record.
/// delimiter     what stands between fields.
/// starts_inside whether byte `begin` lies inside quotes.
/// out           its words are written and its `misplaced` set, relative to `begin`.
void find_structure(ByteView text, char delimiter, std::size_t begin, std::size_t end,
                    bool starts_inside, Structure& out);

}  // namespace heddle::table

#include "row_loader.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "heddle/runtime/parallel.h"

#include "scan.h"

namespace heddle::table {

namespace {

Status no_memory() {
  return {Code::out_of_memory, "there is not enough memory to read the rows that differ"};
}

Status changed_file() {
  return {Code::io, "the file has changed while it was compared; compare again"};
}

/// Where a row lies in the bytes that were read.
struct Place {
  std::size_t begin;
  std::size_t size;  ///< with its line end
};

/// Finds rows in one piece of a file.
class PieceReader {
 public:
  PieceReader(char delimiter, std::size_t columns) : delimiter_(delimiter), columns_(columns) {}

  /// bytes      the piece, which begins with a row.
  /// first, end its rows.
  /// rows       those that are wanted.
  /// Returns false when the piece has other rows.
  bool find(ByteView bytes, std::uint32_t first, std::uint32_t end,
            std::span<const std::uint32_t> rows, Place* places) {
    const std::size_t words = (bytes.size() + 63) / 64;
    delimiters_.resize(words);
    newlines_.resize(words);
    Structure structure{.delimiters = delimiters_.data(), .newlines = newlines_.data()};
    find_structure(bytes, delimiter_, 0, bytes.size(), false, structure);
    std::uint32_t row = first;
    std::size_t begin = 0;
    const auto take = [&](std::size_t line_feed) {
      const std::size_t behind = std::min(line_feed + 1, bytes.size());
      if (!is_blank(bytes, begin, line_feed)) {
        if (!rows.empty() && rows.front() == row) {
          *places++ = {begin, behind - begin};
          rows = rows.subspan(1);
        }
        ++row;
      }
      begin = behind;
    };
    for (std::size_t w = 0; w < words; ++w) {
      for (std::uint64_t bits = newlines_[w]; bits != 0; bits &= bits - 1) {
        take(w * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
      }
    }
    if (begin < bytes.size()) take(bytes.size());
    return row == end && rows.empty();
  }

 private:
  [[nodiscard]] bool is_blank(ByteView bytes, std::size_t begin, std::size_t end) const {
    return columns_ > 1 && (begin == end || (begin + 1 == end && bytes[begin] == '\r'));
  }

  char delimiter_;
  std::size_t columns_;
  std::vector<std::uint64_t> delimiters_;
  std::vector<std::uint64_t> newlines_;
};

}  // namespace

void RowDirectory::add(std::uint64_t offset, const RowIndex& index) {
  for (std::size_t i = 0; i < index.rows; ++i) {
    const std::uint64_t begin = offset + index.begin[i];
    if (pieces_.empty() || begin - pieces_.back().offset >= piece_bytes_) {
      pieces_.push_back({begin, rows_ + static_cast<std::uint32_t>(i)});
    }
  }
  rows_ += static_cast<std::uint32_t>(index.rows);
}

Status RowDirectory::load(Scheduler& scheduler, const Source& source,
                          std::span<const std::uint32_t> rows, std::size_t scratch,
                          std::size_t most, Side& side, bool& fits, CancelToken cancel) const {
  side.held.release();
  side.index.rows = 0;
  side.file = {};
  fits = true;
  if (rows.empty()) return {};
  Buffer<Place> places;
  Buffer<std::uint8_t> bytes;
  if (side.held_bytes.size() < most && !side.held_bytes.allocate(most)) return no_memory();
  if (!places.allocate(rows.size()) || !side.held.allocate(rows.size()) ||
      !side.index.begin.allocate(rows.size() + 1)) {
    return no_memory();
  }
  std::copy(rows.begin(), rows.end(), side.held.begin());

  struct Part {
    std::size_t piece;
    std::size_t first;  // of the wanted rows
    std::size_t end;
    std::uint64_t begin;  // in the bytes that were read
  };
  std::vector<PieceReader> readers(scheduler.lanes(),
                                   PieceReader(side.header.delimiter, side.header.columns.size()));
  std::vector<Part> parts;
  const std::uint64_t size = source.size();
  std::size_t out = 0;
  const auto piece_of = [&](std::uint32_t row) {
    const auto behind =
        std::upper_bound(pieces_.begin(), pieces_.end(), row,
                         [](std::uint32_t number, const Piece& p) { return number < p.first_row; });
    return static_cast<std::size_t>(behind - pieces_.begin()) - 1;
  };
  for (std::size_t next = 0; next < rows.size();) {
    // As many pieces that lie together as may be read at once.
    parts.clear();
    const std::size_t first_piece = piece_of(rows[next]);
    const std::uint64_t from = pieces_[first_piece].offset;
    std::uint64_t until = from;
    for (std::size_t piece = first_piece; next < rows.size(); ++piece) {
      const std::uint64_t end = end_of(piece, size);
      const std::uint32_t end_row =
          piece + 1 < pieces_.size() ? pieces_[piece + 1].first_row : rows_;
      if (rows[next] >= end_row || (!parts.empty() && end - from > scratch)) break;
      Part part{piece, next, next, pieces_[piece].offset - from};
      while (part.end < rows.size() && rows[part.end] < end_row) ++part.end;
      next = part.end;
      until = end;
      parts.push_back(part);
    }
    if (until > size || until < from) return changed_file();
    const auto wanted = static_cast<std::size_t>(until - from);
    if (bytes.size() < wanted && !bytes.allocate(std::max(wanted, scratch))) return no_memory();
    HEDDLE_TRY(source.read(from, {bytes.data(), wanted}));
    HEDDLE_TRY(parallel_for(
        scheduler, {0, parts.size()}, 1,
        [&](Range chunk, std::uint32_t lane) -> Status {
          const Part& part = parts[chunk.begin];
          const std::uint64_t end = end_of(part.piece, size) - from;
          const std::uint32_t end_row =
              part.piece + 1 < pieces_.size() ? pieces_[part.piece + 1].first_row : rows_;
          const ByteView piece = bytes.view().subspan(static_cast<std::size_t>(part.begin),
                                                      static_cast<std::size_t>(end - part.begin));
          const bool found = readers[lane].find(piece, pieces_[part.piece].first_row, end_row,
                                                rows.subspan(part.first, part.end - part.first),
                                                places.data() + part.first);
          return found ? Status{} : changed_file();
        },
        cancel));
    for (const Part& part : parts) {
      for (std::size_t i = part.first; i < part.end; ++i) {
        if (places[i].size > most - out) {
          fits = false;
          return {};
        }
        side.index.begin[i] = out;
        std::memcpy(side.held_bytes.data() + out, bytes.data() + part.begin + places[i].begin,
                    places[i].size);
        out += places[i].size;
      }
    }
  }
  side.index.begin[rows.size()] = out;
  side.index.rows = rows.size();
  side.file = side.held_bytes.view().first(out);
  return {};
}

}  // namespace heddle::table

#include "row_index.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

#include "heddle/runtime/parallel.h"
#include "heddle/runtime/trace.h"

#include "scan.h"

namespace heddle::table {

namespace {

Status no_memory() { return {Code::out_of_memory, "there is not enough memory to index the rows"}; }

std::size_t block_count(std::size_t bytes, std::size_t block_bytes) {
  return (bytes + block_bytes - 1) / block_bytes;
}

/// The last byte of `file` ends a row, or there is no row at all.
bool ends_with_newline(ByteView file, std::size_t body) {
  return body == file.size() || file.back() == '\n';
}

/// Reads the rows that start in one block. A row starts behind the line feed that ends the row before,
/// and belongs to the block which holds that line feed.
class BlockReader {
 public:
  BlockReader(ByteView file, std::size_t columns, char delimiter,
              std::span<const std::uint32_t> key, std::size_t block_bytes, const RowExtras& extras)
      : file_(file),
        columns_(columns),
        delimiter_(delimiter),
        wanted_(key.begin(), key.end()),
        keys_(key.size()),
        extras_(extras),
        delimiters_((block_bytes + 63) / 64),
        newlines_((block_bytes + 63) / 64) {
    wanted_.insert(wanted_.end(), extras.values.begin(), extras.values.end());
    fields_.resize(wanted_.size());
    order_.resize(wanted_.size());
    for (std::size_t i = 0; i < order_.size(); ++i) order_[i] = static_cast<std::uint32_t>(i);
    std::sort(order_.begin(), order_.end(),
              [&](std::uint32_t a, std::uint32_t b) { return wanted_[a] < wanted_[b]; });
  }

  /// begin, end      the block.
  /// starts_row      the first byte starts a row (the first block).
  /// row_begin, hash places for the block's rows; value_hash too where values are hashed.
  /// found           how many there were, blank lines not counted.
  Status read(std::size_t begin, std::size_t end, bool starts_inside, bool starts_row,
              std::size_t* row_begin, std::uint64_t* hash, std::uint64_t* value_hash,
              std::size_t& found) {
    Structure structure{.delimiters = delimiters_.data(), .newlines = newlines_.data()};
    find_structure(file_, delimiter_, begin, end, starts_inside, structure);
    misplaced_ =
        structure.misplaced == Structure::k_none ? file_.size() : begin + structure.misplaced;
    block_begin_ = begin;
    row_begin_ = row_begin;
    hash_ = hash;
    value_hash_ = value_hash;
    found_ = 0;

    constexpr std::size_t k_no_row = ~std::size_t{0};
    std::size_t current = starts_row ? begin : k_no_row;
    std::size_t delimiters = 0;             // before the current word
    std::size_t delimiters_before_row = 0;  // before the current row
    const std::size_t words = (end - begin + 63) / 64;
    for (std::size_t w = 0; w < words; ++w) {
      std::uint64_t newlines = newlines_[w];
      while (newlines != 0) {
        const int bit = std::countr_zero(newlines);
        newlines &= newlines - 1;
        const std::uint64_t before = delimiters_[w] & ((std::uint64_t{1} << bit) - 1);
        const std::size_t total = delimiters + static_cast<std::size_t>(std::popcount(before));
        const std::size_t position = begin + w * 64 + static_cast<std::size_t>(bit);
        if (current != k_no_row) {
          HEDDLE_TRY(add_row(current, position, total - delimiters_before_row + 1));
        }
        current = position + 1;
        delimiters_before_row = total;
      }
      delimiters += static_cast<std::size_t>(std::popcount(delimiters_[w]));
    }
    if (current != k_no_row && current < file_.size()) HEDDLE_TRY(add_crossing_row(current));
    found = found_;
    return {};
  }

 private:
  /// A row that lies in the block as a whole; its fields were counted already.
  Status add_row(std::size_t begin, std::size_t line_feed, std::size_t fields) {
    if (line_feed > misplaced_) return explain(begin);
    if (fields != columns_) {
      if (is_blank(begin, line_feed)) return {};
      return explain(begin);
    }
    cut_in_block(begin, line_feed);
    store(begin);
    return {};
  }

  /// A row that goes on in the next block, or ends without a line feed: read byte by byte.
  Status add_crossing_row(std::size_t begin) {
    const RecordScan scan = scan_record(file_, begin, delimiter_);
    if (scan.problem != RecordScan::Problem::none) return explain(begin);
    if (scan.fields != columns_) {
      if (is_blank(begin, scan.end)) return {};
      return explain(begin);
    }
    crossing_fields_.resize(columns_);
    const std::size_t behind = std::min(scan.end + 1, file_.size());
    cut_record(trim_line_ends(file_.subspan(begin, behind - begin)), crossing_fields_, delimiter_);
    for (std::size_t i = 0; i < wanted_.size(); ++i) fields_[i] = crossing_fields_[wanted_[i]];
    store(begin);
    return {};
  }

  [[nodiscard]] bool is_blank(std::size_t begin, std::size_t end) const {
    return columns_ > 1 && (begin == end || (begin + 1 == end && file_[begin] == '\r'));
  }

  [[nodiscard]] Status explain(std::size_t begin) const {
    return explain_record(file_, begin, columns_, delimiter_, extras_.origin);
  }

  /// Keeps a row whose wanted fields were cut.
  void store(std::size_t begin) {
    row_begin_[found_] = begin;
    hash_[found_] =
        extras_.rank == nullptr ? hash_of(0, keys_, extras_.seed) : extras_.rank(fields_[0]);
    if (!extras_.values.empty()) value_hash_[found_] = hash_of(keys_, fields_.size(), 0);
    ++found_;
  }

  [[nodiscard]] std::uint64_t hash_of(std::size_t first, std::size_t end,
                                      std::uint64_t combined) const {
    for (std::size_t i = first; i < end; ++i) combined = hash(fields_[i], combined);
    return combined;
  }

  /// Finds the wanted fields by walking the row's delimiter bits once.
  void cut_in_block(std::size_t begin, std::size_t line_feed) {
    const std::size_t row_end =
        line_feed > begin && file_[line_feed - 1] == '\r' ? line_feed - 1 : line_feed;
    std::size_t word = (begin - block_begin_) / 64;
    std::uint64_t bits = delimiters_[word] & (~std::uint64_t{0} << ((begin - block_begin_) % 64));
    std::size_t column = 0;
    std::size_t field_begin = begin;
    const auto next_delimiter = [&]() -> std::size_t {
      while (bits == 0) bits = delimiters_[++word];
      const std::size_t position =
          block_begin_ + word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      bits &= bits - 1;
      return position;
    };
    const Field* last = nullptr;
    for (const std::uint32_t k : order_) {
      // A column may be wanted for the key and for the values.
      if (last != nullptr && column == wanted_[k] + 1) {
        fields_[k] = *last;
        continue;
      }
      for (; column < wanted_[k]; ++column) field_begin = next_delimiter() + 1;
      const bool is_last = column + 1 == columns_;
      const std::size_t field_end = is_last ? row_end : next_delimiter();
      fields_[k] = Field::from_text(file_.subspan(field_begin, field_end - field_begin));
      last = &fields_[k];
      field_begin = field_end + 1;
      ++column;
    }
  }

  ByteView file_;
  std::size_t columns_;
  char delimiter_;
  std::vector<std::uint32_t> wanted_;  // the key's columns, then those of the values
  std::size_t keys_;                   // how many are the key's
  RowExtras extras_;
  std::vector<Field> fields_;         // the wanted ones, in their order
  std::vector<std::uint32_t> order_;  // the wanted ones from left to right
  std::vector<Field> crossing_fields_;
  std::vector<std::uint64_t> delimiters_;
  std::vector<std::uint64_t> newlines_;
  std::size_t block_begin_ = 0;
  std::size_t misplaced_ = 0;
  std::size_t* row_begin_ = nullptr;
  std::uint64_t* hash_ = nullptr;
  std::uint64_t* value_hash_ = nullptr;
  std::size_t found_ = 0;
};

/// Closes the gaps that blank lines left between the blocks' rows.
std::size_t close_gaps(const BlockPlan& plan, const Buffer<std::size_t>& found, RowIndex& index) {
  std::size_t rows = 0;
  for (std::size_t b = 0; b < found.size(); ++b) {
    const std::size_t from = plan.blocks[b].first_row;
    if (from != rows) {
      std::memmove(&index.begin[rows], &index.begin[from], found[b] * sizeof(index.begin[0]));
      std::memmove(&index.key_hash[rows], &index.key_hash[from],
                   found[b] * sizeof(index.key_hash[0]));
      if (index.value_hash.size() > 0) {
        std::memmove(&index.value_hash[rows], &index.value_hash[from],
                     found[b] * sizeof(index.value_hash[0]));
      }
    }
    rows += found[b];
  }
  return rows;
}

}  // namespace

Result<BlockPlan> plan_blocks(Scheduler& scheduler, ByteView file, std::size_t body,
                              std::size_t block_bytes, CancelToken cancel, Progress progress) {
  const std::size_t count = block_count(file.size() - body, block_bytes);
  BlockPlan plan{.block_bytes = block_bytes};
  Buffer<QuoteSummary> summaries;
  if (!summaries.allocate(count) || !plan.blocks.allocate(count)) return no_memory();
  HEDDLE_TRY(parallel_for(
      scheduler, {0, count}, 1,
      [&](Range chunk, std::uint32_t lane) {
        const TraceScope scope(scheduler.trace(), lane, "plan");
        for (std::size_t b = chunk.begin; b < chunk.end; ++b) {
          const std::size_t begin = body + b * block_bytes;
          const std::size_t size = std::min(block_bytes, file.size() - begin);
          summaries[b] = summarize_quotes(file.subspan(begin, size));
          progress.add(1);
        }
      },
      cancel));

  bool inside = false;
  for (std::size_t b = 0; b < count; ++b) {
    plan.blocks[b] = {.starts_inside = inside, .first_row = plan.rows};
    const QuoteSummary& summary = summaries[b];
    // Inside and outside change places when the block begins inside quotes.
    plan.rows += inside ? summary.newlines - summary.newlines_outside : summary.newlines_outside;
    if (b == 0) ++plan.rows;  // the first row starts behind no line feed
    inside ^= summary.quotes % 2 != 0;
  }
  // No row starts behind the line feed at the end.
  if (count > 0 && !inside && ends_with_newline(file, body)) --plan.rows;
  return plan;
}

Result<RowIndex> index_rows(Scheduler& scheduler, ByteView file, std::size_t body,
                            const BlockPlan& plan, std::size_t columns, char delimiter,
                            std::span<const std::uint32_t> key, CancelToken cancel,
                            Progress progress, const RowExtras& extras) {
  RowIndex index;
  Buffer<std::size_t> found;
  const std::size_t count = plan.blocks.size();
  if (!index.begin.allocate(plan.rows + 1) || !index.key_hash.allocate(plan.rows) ||
      !index.value_hash.allocate(extras.values.empty() ? 0 : plan.rows) ||
      !found.allocate_zeroed(count)) {
    return no_memory();
  }
  std::vector<BlockReader> readers(
      scheduler.lanes(), BlockReader(file, columns, delimiter, key, plan.block_bytes, extras));
  HEDDLE_TRY(parallel_for(
      scheduler, {0, count}, 1,
      [&](Range chunk, std::uint32_t lane) -> Status {
        const TraceScope scope(scheduler.trace(), lane, "index");
        for (std::size_t b = chunk.begin; b < chunk.end; ++b) {
          const std::size_t begin = body + b * plan.block_bytes;
          const std::size_t end = std::min(begin + plan.block_bytes, file.size());
          const BlockPlan::Block& block = plan.blocks[b];
          std::uint64_t* const value_hash =
              extras.values.empty() ? nullptr : index.value_hash.data() + block.first_row;
          Status status = readers[lane].read(
              begin, end, block.starts_inside, b == 0, index.begin.data() + block.first_row,
              index.key_hash.data() + block.first_row, value_hash, found[b]);
          if (!status.ok()) return status;
          progress.add(2);
        }
        return {};
      },
      cancel));
  index.rows = close_gaps(plan, found, index);
  index.begin[index.rows] = file.size();
  return index;
}

}  // namespace heddle::table

#include "sorted_rows.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "heddle/runtime/parallel.h"
#include "heddle/runtime/trace.h"

#include "join.h"

namespace heddle::table {

namespace {

constexpr std::size_t k_rows_per_chunk = 4096;

Status no_memory() {
  return {Code::out_of_memory, "there is not enough memory to index the rows of a window"};
}

}  // namespace

SortedRows::SortedRows(Stream& stream, Side& side, KeyPlace key, KeyOrder order, const Origin& body,
                       const WindowLimits& limits)
    : side_(&side),
      key_(std::move(key)),
      order_(order),
      reader_(stream, side.header.delimiter, body, limits) {
  key_.delimiter = side.header.delimiter;
}

Status SortedRows::read_on(Scheduler& scheduler, CancelToken cancel) {
  if (!failure_.ok()) return std::move(failure_);
  RowIndex& rows = side_->index;
  if (at_ < rows.rows) reader_.keep(rows.begin[at_]);
  side_->first_row += static_cast<std::uint32_t>(at_);
  at_ = end_ = rows.rows = 0;
  Result<bool> more = reader_.next(scheduler, cancel);
  if (!more.ok()) return explain_memory(more.error());
  ended_ = reader_.at_end();
  side_->file = reader_.bytes();
  if (!more.value()) return {};
  HEDDLE_TRY(index(scheduler, cancel));
  HEDDLE_TRY(check_order(scheduler, cancel));
  if (!failure_.ok()) ended_ = false;
  end_ = rows.rows;
  if (ended_ || end_ == 0) return {};
  // Rows with the last key may follow.
  for (--end_; goes_with_last(end_);) --end_;
  return {};
}

Status SortedRows::index(Scheduler& scheduler, CancelToken cancel) {
  RowIndex& rows = side_->index;
  // What the last window took is given back before the new one takes as much.
  rows.begin.release();
  rows.key_hash.release();
  const auto read = [&] {
    return index_rows(scheduler, reader_.bytes(), 0, reader_.plan(), side_->header.columns.size(),
                      key_.delimiter, {key_.columns.data(), 1}, cancel, Progress{},
                      {.values = {}, .origin = reader_.origin(), .rank = rank_by(order_)});
  };
  Result<RowIndex> index = read();
  if (!index.ok() && index.error().code() == Code::malformed_input) {
    failure_ = std::move(index).status();
    reader_.cut(end_of_valid_records());
    side_->file = reader_.bytes();
    if (side_->file.empty()) return {};
    index = read();
  }
  if (!index.ok()) return std::move(index).status();
  rows = std::move(index).value();
  if (rows.rows <= k_most_rows - side_->first_row) return {};
  return {Code::invalid_argument, "the file has more than " + std::to_string(k_most_rows) +
                                      " rows, the most that can be compared"};
}

std::size_t SortedRows::end_of_valid_records() const {
  const ByteView bytes = reader_.bytes();
  const std::size_t columns = side_->header.columns.size();
  std::size_t begin = 0;
  while (begin < bytes.size()) {
    const RecordScan scan = scan_record(bytes, begin, key_.delimiter);
    if (scan.problem != RecordScan::Problem::none) break;
    const std::size_t behind = std::min(scan.end + 1, bytes.size());
    const bool blank = columns > 1 && trim_line_ends(bytes.subspan(begin, behind - begin)).empty();
    if (scan.fields != columns && !blank) break;
    begin = behind;
  }
  return begin;
}

Status SortedRows::check_order(Scheduler& scheduler, CancelToken cancel) {
  RowIndex& rows = side_->index;
  const std::size_t chunks = (rows.rows + k_rows_per_chunk - 1) / k_rows_per_chunk;
  Buffer<std::size_t> first_wrong;
  if (goes_with_last_.size() < rows.rows && !goes_with_last_.allocate(rows.rows))
    return no_memory();
  if (!first_wrong.allocate(chunks)) return no_memory();
  HEDDLE_TRY(parallel_for(
      scheduler, {0, rows.rows}, k_rows_per_chunk,
      [&](Range chunk, std::uint32_t lane) {
        const TraceScope scope(scheduler.trace(), lane, "order");
        RowOrder compare(order_, *this, *this);
        KeyReader key(key_);
        const auto is_number = [&](std::size_t i) {
          if (order_ == KeyOrder::bytes) return true;
          if (rank(i) == k_no_number) return false;
          if (key_.columns.size() == 1) return true;
          key.load(row(i));
          return key.first_without_number() == key.size();
        };
        std::size_t& wrong = first_wrong[chunk.begin / k_rows_per_chunk];
        wrong = rows.rows;
        for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
          const auto order = i == 0 ? std::strong_ordering::less : compare(i - 1, i);
          if (order == std::strong_ordering::greater || !is_number(i)) {
            wrong = i;
            break;
          }
          goes_with_last_[i] = order == std::strong_ordering::equal ? 1 : 0;
        }
      },
      cancel));
  const std::size_t* const wrong = std::min_element(first_wrong.begin(), first_wrong.end());
  if (wrong == first_wrong.end() || *wrong == rows.rows) return {};
  failure_ = explain_order(*wrong);
  rows.rows = *wrong;
  return {};
}

Status SortedRows::explain_order(std::size_t row) const {
  KeyReader key(key_);
  key.load(this->row(row));
  const std::string name = "row " + std::to_string(std::uint64_t{number(row)} + 1);
  const std::string otherwise = ", or do not compare the files as sorted";
  if (order_ == KeyOrder::numeric) {
    const std::size_t field = key.first_without_number();
    if (field < key.size()) {
      return blame(row, name + " has the key " + text_of(key[field]) +
                            ", which is no decimal number of at most 18 digits; order the files by "
                            "the bytes of their keys" +
                            otherwise);
    }
  }
  KeyReader before(key_);
  before.load(this->row(row - 1));
  std::string remedy = "sort the file by its key";
  if (order_ == KeyOrder::bytes) {
    const bool numbers =
        before.first_without_number() == before.size() && key.first_without_number() == key.size();
    remedy +=
        numbers && compare_keys(KeyOrder::numeric, before, key) != std::strong_ordering::greater
            ? " as LC_ALL=C sort does, or compare as sorted by numbers"
            : " as LC_ALL=C sort does";
  } else {
    remedy += " as numbers";
  }
  return blame(row, name + " is not in order: its key " + key.text() + " comes before " +
                        before.text() + ", the key of the row above; " + remedy + otherwise);
}

Status SortedRows::explain_memory(const Status& status) const {
  const ByteView held = reader_.held();
  const std::size_t kept = reader_.kept();
  // Either the rows of one key are too many, or the one behind them is too long.
  const bool has_next = kept > 0 && scan_record(held, kept, key_.delimiter).end < held.size();
  if (status.code() != Code::out_of_memory || (!has_next && kept <= held.size() / 2)) {
    return {status.code(), std::string(status.message()), status.location()};
  }
  KeyReader key(key_);
  key.load(trim_line_ends(held.first(scan_record(held, 0, key_.delimiter).end + 1)));
  Status explained = malformed_at(held, 0,
                                  "the rows that have the key " + key.text() +
                                      " are more than fit in memory together; allow more of it, "
                                      "or do not compare the files as sorted",
                                  reader_.origin());
  return {status.code(), std::string(explained.message()), explained.location()};
}

Status SortedRows::blame(std::size_t row, const std::string& message) const {
  return malformed_at(side_->file, side_->index.begin[row], message, reader_.origin());
}

}  // namespace heddle::table

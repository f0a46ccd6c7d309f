#include <string>
#include <utility>
#include <vector>

#include "heddle/runtime/parallel.h"

#include "csv_text.h"
#include "formats.h"
#include "patch_format.h"

namespace heddle::table {

namespace {

constexpr std::uint32_t k_none = Difference::k_none;
constexpr std::size_t k_block = 4096;

/// The column of left that each column of right comes from, or OutputColumn::k_absent.
std::vector<std::uint32_t> sources_of(const Schema& schema) {
  std::vector<std::uint32_t> sources(schema.right_columns, OutputColumn::k_absent);
  for (const Schema::Pair& pair : schema.key) sources[pair.right] = pair.left;
  for (const Schema::Pair& pair : schema.compared) sources[pair.right] = pair.left;
  return sources;
}

/// How right is made of left: first what left loses, in parts of the listing, then all rows of right,
/// in parts of its rows.
class PatchDocument final : public Document {
 public:
  explicit PatchDocument(const Listing& listing)
      : listing_(listing),
        files_(listing.state().files()),
        left_of_(listing.state().diff->left_of()),
        sources_(sources_of(files_.schema)),
        removed_parts_((listing.size() + k_block - 1) / k_block) {}

  /// Finds the rows of right that are their rows of left, byte for byte in all values: what counts as
  /// unchanged in a diff may differ.
  Status find_copies(Scheduler& scheduler, CancelToken cancel) {
    if (!copied_.allocate(left_of_.size())) {
      return {Code::out_of_memory, "there is not enough memory to make a patch"};
    }
    return parallel_for(
        scheduler, {0, left_of_.size()}, k_block,
        [&](Range chunk, std::uint32_t) {
          RowPair rows(*this);
          for (std::size_t r = chunk.begin; r < chunk.end; ++r) {
            copied_[r] = left_of_[r] != k_none && rows.is_copy(left_of_[r], r) ? 1 : 0;
          }
        },
        cancel);
  }

  [[nodiscard]] std::size_t parts() const override {
    return 1 + removed_parts_ + (left_of_.size() + k_block - 1) / k_block;
  }

  void write(std::size_t part, ByteWriter& out) const override {
    if (part == 0) return write_head(out);
    if (part <= removed_parts_) return write_removed((part - 1) * k_block, out);
    write_rows((part - 1 - removed_parts_) * k_block, out);
  }

 private:
  /// A row of left and one of right, cut into fields.
  class RowPair {
   public:
    explicit RowPair(const PatchDocument& patch)
        : patch_(patch),
          left_(patch.files_.schema.left_columns),
          right_(patch.files_.schema.right_columns) {}

    bool is_copy(std::size_t left, std::size_t right) {
      if (!patch_.files_.schema.only_right.empty()) return false;
      if (patch_.files_.schema.same_layout &&
          same_bytes(patch_.files_.left.row(left), patch_.files_.right.row(right))) {
        return true;
      }
      load(left, right);
      for (std::size_t c = 0; c < right_.size(); ++c) {
        if (!equal(before(c), right_[c])) return false;
      }
      return true;
    }

    void load(std::size_t left, std::size_t right) {
      load_left(left);
      load_right(right);
    }
    void load_left(std::size_t row) { patch_.files_.left.cut(row, left_); }
    void load_right(std::size_t row) { patch_.files_.right.cut(row, right_); }

    [[nodiscard]] std::span<const Field> left() const { return left_; }
    [[nodiscard]] std::span<const Field> right() const { return right_; }
    /// What a column of right was in left.
    [[nodiscard]] const Field& before(std::size_t column) const {
      return left_[patch_.sources_[column]];
    }

   private:
    const PatchDocument& patch_;
    std::vector<Field> left_;
    std::vector<Field> right_;
  };

  void write_head(ByteWriter& out) const {
    using namespace patch_format;
    out.write_text(k_name);
    out.write_char(',');
    out.write_text(k_version);
    out.write_char('\n');
    write_columns(k_left, files_.left, out);
    write_columns(k_right, files_.right, out);
    out.write_text(k_from);
    for (const std::uint32_t source : sources_) {
      write_number(source == OutputColumn::k_absent ? 0 : std::size_t{source} + 1, out);
    }
    out.write_char('\n');
  }

  static void write_columns(std::string_view word, const Side& side, ByteWriter& out) {
    out.write_text(word);
    write_number(side.index.rows, out);
    for (const std::string& name : side.header.columns) {
      out.write_char(',');
      write_csv_value(name, out);
    }
    out.write_char('\n');
  }

  static void write_number(std::size_t number, ByteWriter& out) {
    out.write_char(',');
    out.write_decimal(number);
  }

  static void write_value(const Field& value, ByteWriter& out) {
    out.write_char(',');
    write_csv_value(value, out);
  }

  void write_removed(std::size_t first, ByteWriter& out) const {
    RowPair rows(*this);
    for (std::size_t i = first; i < std::min(first + k_block, listing_.size()); ++i) {
      if (listing_[i].kind() != Kind::removed) continue;
      const std::size_t row = listing_[i].left;
      out.write_text(patch_format::k_remove);
      write_number(row + 1, out);
      rows.load_left(row);
      for (const Field& value : rows.left()) write_value(value, out);
      out.write_char('\n');
    }
  }

  void write_rows(std::size_t first, ByteWriter& out) const {
    RowPair rows(*this);
    for (std::size_t r = first; r < std::min(first + k_block, left_of_.size()); ++r) {
      if (left_of_[r] == k_none) {
        write_added(r, rows, out);
      } else if (copied_[r] == 0) {
        write_changed(r, rows, out);
      } else if (r == 0 || !continues_copy(r)) {
        write_copied(r, out);
      }
    }
  }

  /// Whether row r of right is copied together with the one before it.
  [[nodiscard]] bool continues_copy(std::size_t r) const {
    return copied_[r] != 0 && copied_[r - 1] != 0 && left_of_[r] == left_of_[r - 1] + 1;
  }

  /// A run is written whole by the part in which it begins.
  void write_copied(std::size_t first, ByteWriter& out) const {
    std::size_t end = first + 1;
    while (end < left_of_.size() && continues_copy(end)) ++end;
    out.write_text(patch_format::k_copy);
    write_number(std::size_t{left_of_[first]} + 1, out);
    write_number(end - first, out);
    out.write_char('\n');
  }

  void write_added(std::size_t r, RowPair& rows, ByteWriter& out) const {
    out.write_text(patch_format::k_add);
    rows.load_right(r);
    for (const Field& value : rows.right()) write_value(value, out);
    out.write_char('\n');
  }

  void write_changed(std::size_t r, RowPair& rows, ByteWriter& out) const {
    rows.load(left_of_[r], r);
    out.write_text(patch_format::k_change);
    write_number(std::size_t{left_of_[r]} + 1, out);
    for (std::size_t c = 0; c < sources_.size(); ++c) {
      if (sources_[c] == OutputColumn::k_absent) write_value(rows.right()[c], out);
    }
    for (std::size_t c = 0; c < sources_.size(); ++c) {
      if (sources_[c] == OutputColumn::k_absent || equal(rows.before(c), rows.right()[c])) continue;
      write_number(c + 1, out);
      write_value(rows.before(c), out);
      write_value(rows.right()[c], out);
    }
    out.write_char('\n');
  }

  const Listing& listing_;
  const Diff::State& files_;
  std::span<const std::uint32_t> left_of_;
  std::vector<std::uint32_t> sources_;
  std::size_t removed_parts_;
  Buffer<std::uint8_t> copied_;
};

}  // namespace

Result<std::unique_ptr<Document>> make_patch_document(Scheduler& scheduler, const Listing& listing,
                                                      CancelToken cancel) {
  auto document = std::make_unique<PatchDocument>(listing);
  HEDDLE_TRY(document->find_copies(scheduler, cancel));
  return std::unique_ptr<Document>(std::move(document));
}

}  // namespace heddle::table

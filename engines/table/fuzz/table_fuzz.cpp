// Any two byte strings, in any dialect and by any key: a comparison ends in an answer or in a Status, the same for one
// lane and for two, and what it finds patches the first into the second.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>

#include "heddle/table/document.h"
#include "heddle/table/json_lines.h"
#include "heddle/table/patch.h"
#include "heddle/table/sorted_diff.h"

#include "fuzzing.h"

namespace heddle::table {
namespace {

/// The first three bytes choose how to compare; the rest are both files, cut at the first 0xFE.
struct Input {
  DiffOptions options;
  ByteView left;
  ByteView right;
};

Input read(ByteView bytes) {
  Input input;
  if (bytes.size() < 3) return input;
  const std::uint8_t dialect = bytes[0];
  constexpr std::string_view k_delimiters(",;\t|\0", 5);
  constexpr std::string_view k_quotes("\"'\1\0", 4);
  input.options.dialect = {.delimiter = k_delimiters[dialect % 5],
                           .header = (dialect & 0x80) == 0,
                           .quote = k_quotes[dialect / 5 % 4],
                           .lenient = (dialect & 0x40) != 0,
                           .ragged = static_cast<Ragged>(bytes[1] % 3)};
  switch (bytes[2] % 4) {
    case 0: break;
    case 1: input.options.key = {"#1"}; break;
    case 2: input.options.key = {"#2", "#1"}; break;
    case 3: input.options.by_position = true; break;
  }
  input.options.find_renames = (bytes[2] & 0x10) != 0;
  if (bytes[2] % 4 == 0 && (bytes[2] & 0x20) != 0) input.options.similarity = 0.5;
  input.options.keep_pairs = true;
  const ByteView files = bytes.subspan(3);
  const auto cut = static_cast<std::size_t>(
      std::find(files.begin(), files.end(), std::uint8_t{0xFE}) - files.begin());
  input.left = files.first(cut);
  input.right = files.subspan(std::min(cut + 1, files.size()));
  return input;
}

/// Bytes that are read once.
class ByteStream final : public Stream {
 public:
  explicit ByteStream(ByteView bytes) : rest_(bytes) {}
  Result<std::size_t> read(std::span<std::uint8_t> into) override {
    const std::size_t size = std::min(into.size(), rest_.size());
    std::copy_n(rest_.begin(), size, into.begin());
    rest_ = rest_.subspan(size);
    return size;
  }

 private:
  ByteView rest_;
};

/// What is in order gives the same as sorted.
void check_sorted(const Input& input, const Diff& diff) {
  DiffOptions options = input.options;
  options.keep_pairs = false;
  for (const KeyOrder order : {KeyOrder::bytes, KeyOrder::numeric}) {
    ByteStream left(input.left);
    ByteStream right(input.right);
    auto sorted = SortedDiff::create(fuzz::lanes(2), left, right, options, order);
    if (!sorted.ok()) continue;
    std::size_t found = 0;
    const Status status = sorted.value().for_each_window([&](const Diff& window) -> Status {
      found += window.differences().size();
      return {};
    });
    if (!status.ok()) continue;
    fuzz::expect(found == diff.differences().size(), "sorted files have the same differences");
    fuzz::expect(sorted.value().counts().unchanged == diff.counts().unchanged,
                 "and unchanged rows");
    fuzz::expect(sorted.value().counts().changed_cells == diff.counts().changed_cells, "and cells");
  }
}

void check(const Input& input) {
  const Result<Diff> diff = Diff::create(fuzz::lanes(1), input.left, input.right, input.options);
  const Result<Diff> again = Diff::create(fuzz::lanes(2), input.left, input.right, input.options);
  fuzz::expect(diff.ok() == again.ok(), "one lane and two agree on whether the files are sound");
  if (!diff.ok()) {
    fuzz::expect(diff.error().message() == again.error().message(), "and on what is wrong");
    return;
  }
  ByteWriter lines;
  ByteWriter other_lines;
  const std::size_t count = diff.value().differences().size();
  fuzz::expect(again.value().differences().size() == count, "and on the differences");
  fuzz::expect(write_json_rows(diff.value(), 0, count, lines).ok(), "which can be written");
  fuzz::expect(write_json_rows(again.value(), 0, count, other_lines).ok(), "which can be written");
  fuzz::expect(as_text(lines.view()) == as_text(other_lines.view()), "and are the same bytes");

  if (!input.options.find_renames) check_sorted(input, diff.value());

  const Listing listing(diff.value());
  const auto patch = make_document(fuzz::lanes(1), listing, {.format = Format::patch});
  fuzz::expect(patch.ok(), "they make a patch");
  const std::string text = fuzz::text_of(*patch.value());
  const auto after =
      apply_patch(fuzz::lanes(1), input.left, as_bytes(text), {.dialect = input.options.dialect});
  fuzz::expect(after.ok(), "which fits the file that it was made from");
  const std::string table = fuzz::text_of(*after.value());
  // What comes out is strict, and right may not be: both must have the same values in the same places.
  if (table.empty() || fuzz::is_no_text(table)) return;
  DiffOptions strict{.by_position = true};
  strict.dialect.header = input.options.dialect.header;
  const std::string right = fuzz::strict_text(input.right, input.options.dialect);
  const Result<Diff> rest = Diff::create(fuzz::lanes(1), as_bytes(table), as_bytes(right), strict);
  fuzz::expect(rest.ok() && rest.value().same(), "and makes the other one of it");
}

}  // namespace
}  // namespace heddle::table

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  heddle::table::check(heddle::table::read({data, size}));
  return 0;
}

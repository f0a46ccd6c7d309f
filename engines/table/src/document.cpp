#include "heddle/table/document.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "heddle/runtime/parallel.h"
#include "heddle/runtime/trace.h"

#include "formats.h"

namespace heddle::table {

namespace {

Status refuse(std::string why) { return {Code::invalid_argument, std::move(why)}; }

Status check_options(const Listing& listing, const DocumentOptions& options) {
  const Listing::State& state = listing.state();
  const Format format = options.format;
  if (options.guard_formulas && format != Format::csv) {
    return refuse("only CSV is guarded against formulas");
  }
  if (options.only_changed_cells && (format == Format::tdiff || format == Format::patch)) {
    return refuse("only JSON, CSV and HTML can leave out the cells that did not change");
  }
  if (format != Format::tdiff && format != Format::patch) return {};
  const Diff::State& files = state.files();
  if (state.diff->left_of().size() != files.right.index.rows) {
    return refuse("this format needs the pairs of all rows; compare again and keep them");
  }
  if (format == Format::patch &&
      (state.filtered || state.columns.size() != output_columns(files.schema).size())) {
    return refuse("a patch holds every difference; ask for all rows and columns");
  }
  if (format == Format::patch && !files.schema.exact) {
    return refuse(
        "a patch holds every difference; compare again without rules and ignored columns");
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Document>> make_document(Scheduler& scheduler, const Listing& listing,
                                                const DocumentOptions& options,
                                                CancelToken cancel) {
  HEDDLE_TRY(check_options(listing, options));
  switch (options.format) {
    case Format::json_lines: return make_json_document(listing, options);
    case Format::csv: return make_csv_document(listing, options);
    case Format::tdiff: return make_tdiff_document(listing);
    case Format::html: return make_html_document(listing, options);
    case Format::patch: return make_patch_document(scheduler, listing, cancel);
  }
  return refuse("there is no such format");
}

Status write_parts(Scheduler& scheduler, const Document& document, Range parts, const Sink& sink,
                   CancelToken cancel) {
  if (parts.end > document.parts() || parts.begin > parts.end) {
    return refuse("parts " + std::to_string(parts.begin) + " to " + std::to_string(parts.end) +
                  " were asked for; there are " + std::to_string(document.parts()));
  }
  // So many that every lane has several, of which the last may be short.
  constexpr std::size_t k_parts_per_lane = 8;
  std::vector<ByteWriter> texts(scheduler.lanes() * k_parts_per_lane);
  for (std::size_t first = parts.begin; first < parts.end; first += texts.size()) {
    const std::size_t count = std::min(texts.size(), parts.end - first);
    HEDDLE_TRY(parallel_for(
        scheduler, {0, count}, 1,
        [&](Range chunk, std::uint32_t lane) -> Status {
          const TraceScope scope(scheduler.trace(), lane, "write");
          ByteWriter& text = texts[chunk.begin];
          text.clear();
          document.write(first + chunk.begin, text);
          if (!text.failed()) return {};
          return {Code::out_of_memory, "there is not enough memory to write the differences"};
        },
        cancel));
    for (std::size_t i = 0; i < count; ++i) HEDDLE_TRY(sink(texts[i].view()));
  }
  return {};
}

}  // namespace heddle::table

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "heddle/runtime/trace.h"
#include "heddle/table/diff.h"
#include "heddle/table/json_lines.h"

#include "commands.h"
#include "input_file.h"
#include "output_file.h"
#include "progress_bar.h"
#include "table_rules.h"

namespace heddle::cli {

namespace {

using table::Counts;
using table::Diff;

struct Options {
  std::array<std::string, 2> paths;
  std::optional<std::string> key;
  TableRules rules;
  std::string format = "summary";
  bool json = false;
  std::string output;
  std::string trace;
  std::optional<std::string> memory_limit;
  Threads threads;
};

Result<std::vector<std::string>> read_key(const std::optional<std::string>& text) {
  if (!text) return std::vector<std::string>{};
  if (text->empty()) {
    return Status(Code::invalid_argument,
                  "--key names no column; leave it out to compare whole rows");
  }
  return read_column_names("--key", *text);
}

/// How much memory may be used: by the two files, and by the comparison.
struct Budget {
  std::uint64_t files;
  std::uint64_t comparison;  // counted from zero when files are mapped, else shared with the files
  bool shared;
};

Result<Budget> read_budget(const std::optional<std::string>& text) {
  if (!text) {
#ifdef __EMSCRIPTEN__
    return Budget{memory_maximum(), memory_maximum(), true};
#else
    return Budget{~std::uint64_t{0}, memory_maximum(), false};
#endif
  }
  Result<std::uint64_t> size = parse_size(*text);
  if (!size.ok()) {
    return Status(Code::invalid_argument, "--memory-limit: " + std::string(size.error().message()));
  }
  return Budget{size.value(), size.value(), true};
}

Status write_summary_text(const Counts& counts, OutputFile& out) {
  ByteWriter text;
  const auto line = [&](std::string_view name, std::uint64_t value) {
    text.write_text(name);
    text.write_text(std::string(16 - name.size(), ' '));
    text.write_decimal(value);
    text.write_char('\n');
  };
  line("added rows", counts.added);
  line("removed rows", counts.removed);
  line("changed rows", counts.changed);
  line("changed cells", counts.changed_cells);
  line("unchanged rows", counts.unchanged);
  return out.write(text.view());
}

Status write_summary(const Options& options, const Diff& diff, double seconds, OutputFile& out) {
  const Counts& counts = diff.counts();
  if (!options.json) return write_summary_text(counts, out);
  const nlohmann::ordered_json object = {{"added", counts.added},
                                         {"removed", counts.removed},
                                         {"changed", counts.changed},
                                         {"unchanged", counts.unchanged},
                                         {"changedCells", counts.changed_cells},
                                         {"lanes", options.threads.count},
                                         {"seconds", seconds}};
  return out.write(as_bytes(object.dump() + "\n"));
}

Status write_json_lines(const Diff& diff, OutputFile& out) {
  constexpr std::size_t k_rows_at_once = 8192;
  ByteWriter text;
  HEDDLE_TRY(table::write_json_header(diff, text));
  HEDDLE_TRY(out.write(text.view()));
  const std::size_t size = diff.differences().size();
  for (std::size_t first = 0; first < size; first += k_rows_at_once) {
    text.clear();
    HEDDLE_TRY(table::write_json_rows(diff, first, std::min(k_rows_at_once, size - first), text));
    HEDDLE_TRY(out.write(text.view()));
  }
  return {};
}

Status write_trace(const Trace& trace, const std::string& path) {
  ByteWriter json;
  HEDDLE_TRY(trace.write_chrome_json(json));
  Result<OutputFile> out = OutputFile::create(path);
  if (!out.ok()) return std::move(out).status();
  HEDDLE_TRY(out.value().write(json.view()));
  return out.value().finish();
}

/// Tells people, not pipes, how long it took.
void print_speed(std::uint64_t bytes, std::uint32_t lanes, double seconds) {
  if (::isatty(STDERR_FILENO) == 0) return;
  std::fprintf(stderr, "compared %.1f MB in %.3f s on %u %s\n", static_cast<double>(bytes) / 1e6,
               seconds, lanes, lanes == 1 ? "lane" : "lanes");
}

Exit run(const Options& options) {
  Result<std::vector<std::string>> key = read_key(options.key);
  if (!key.ok()) return complain("", key.error());
  table::DiffOptions how{.key = std::move(key).value()};
  if (const Status status = options.rules.apply(how); !status.ok()) return complain("", status);
  Result<Budget> budget = read_budget(options.memory_limit);
  if (!budget.ok()) return complain("", budget.error());
  Budget left = budget.value();

  const auto started = std::chrono::steady_clock::now();
  std::vector<InputFile> files;
  for (const std::string& path : options.paths) {
    Result<InputFile> file = InputFile::open(path, left.files);
    if (!file.ok()) return complain(path, file.error());
    files.push_back(std::move(file).value());
    if (left.shared) {
      left.files -= files.back().bytes().size();
      left.comparison = std::max<std::uint64_t>(left.files, 1);
    }
  }
  Result<std::unique_ptr<Scheduler>> scheduler = Scheduler::create(options.threads.count);
  if (!scheduler.ok()) {
    return complain("", Status(scheduler.error().code(),
                               "--threads: " + std::string(scheduler.error().message())));
  }

  std::optional<Trace> trace;
  if (!options.trace.empty()) {
    constexpr std::size_t k_records_per_lane = 1 << 16;
    Result<Trace> made = Trace::create(options.threads.count, k_records_per_lane);
    if (!made.ok()) return complain("", made.error());
    trace = std::move(made).value();
    scheduler.value()->set_trace(&*trace);
  }

  auto bar = std::make_unique<ProgressBar>("comparing");
  how.memory_limit = left.comparison;
  how.progress = bar->progress();
  Result<Diff> diff = Diff::create(*scheduler.value(), files[0].bytes(), files[1].bytes(), how);
  bar.reset();
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  if (!diff.ok()) {
    const std::int32_t input = diff.error().location().input;
    return complain(input < 0 ? "" : options.paths[static_cast<std::size_t>(input)], diff.error());
  }

  Result<OutputFile> out = OutputFile::create(options.output);
  if (!out.ok()) return complain("", out.error());
  Status status = options.format == "json"
                      ? write_json_lines(diff.value(), out.value())
                      : write_summary(options, diff.value(), seconds, out.value());
  if (status.ok()) status = out.value().finish();
  if (status.ok() && trace) status = write_trace(*trace, options.trace);
  if (!status.ok()) return complain("", status);
  print_speed(files[0].bytes().size() + files[1].bytes().size(), options.threads.count, seconds);
  return diff.value().same() ? Exit::same : Exit::different;
}

}  // namespace

void add_table_diff(CLI::App& parent, Run& chosen) {
  CLI::App* command = parent.add_subcommand("diff", "Compare two CSV files row by row");
  auto options = std::make_shared<Options>();
  command->add_option("LEFT", options->paths[0], "The file before")->required();
  command->add_option("RIGHT", options->paths[1], "The file after")->required();
  command
      ->add_option("--key", options->key,
                   "Columns that tell rows apart, separated by commas; without it whole rows are "
                   "compared")
      ->type_name("A,B");
  options->rules.add_options(*command);
  command
      ->add_option("--format", options->format,
                   "summary: counts; json: one line of JSON for each row that differs")
      ->check(CLI::IsMember({"summary", "json"}))
      ->type_name("NAME")
      ->capture_default_str();
  command->add_flag("--json", options->json, "With --format summary: print one JSON object");
  command
      ->add_option("-o,--output", options->output, "Write to this file instead of standard output")
      ->type_name("FILE");
  command->add_option("--threads", options->threads.count, "Lanes to use; by default one a core")
      ->type_name("N");
  command
      ->add_option("--memory-limit", options->memory_limit,
                   "Most memory to use, files included, for example 512M")
      ->type_name("SIZE");
  command
      ->add_option("--trace", options->trace,
                   "Write when each lane did what, to be opened in Perfetto or Chrome's tracing")
      ->type_name("FILE");
  command->footer("Exit status: 0 no differences, 1 differences, 2 trouble.");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace heddle::cli

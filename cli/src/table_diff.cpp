#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "heddle/runtime/trace.h"
#include "heddle/table/diff.h"
#include "heddle/table/header.h"
#include "heddle/table/key.h"
#include "heddle/table/large_diff.h"
#include "heddle/table/sorted_diff.h"
#include "heddle/table/summary.h"

#include "commands.h"
#include "dialect_options.h"
#include "inputs.h"
#include "output_file.h"
#include "progress_bar.h"
#include "table_output.h"
#include "table_rules.h"

namespace heddle::cli {

namespace {

using table::Diff;

struct Options {
  std::array<std::string, 2> paths;
  std::optional<std::string> key;
  DialectOptions dialect;
  TableRules rules;
  TableOutput output;
  std::string path;
  std::string trace;
  std::optional<std::string> memory_limit;
  std::optional<std::string> sorted;
  Threads threads;
};

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

/// Says that rows were paired by a key that does not tell them apart.
void warn_of_duplicates(const table::Counts& counts) {
  const std::string text =
      "heddle: the key is unique in neither file: " + std::to_string(counts.left_duplicates.rows) +
      " and " + std::to_string(counts.right_duplicates.rows) +
      " rows share theirs with another; equal ones were paired first, then in order\n";
  std::fputs(text.c_str(), stderr);
}

/// Looks for a key, says which and why, and takes it.
Status use_proposed_key(Scheduler& scheduler, const std::vector<InputFile>& files,
                        table::DiffOptions& how) {
  auto found = table::propose_key(scheduler, files[0].bytes(), files[1].bytes(), how);
  if (!found.ok()) return std::move(found).status();
  const table::KeyProposal& key = found.value();
  if (key.columns.empty()) {
    std::fputs(
        "heddle: no key found: no column, nor three together, tell all rows apart and pair any; "
        "whole rows are compared\n",
        stderr);
    return {};
  }
  how.key = key.columns;
  const std::string why = "heddle: --key " + table::write_names(key.columns) +
                          " tells all rows apart, and pairs " + std::to_string(key.matched) +
                          " of " + std::to_string(key.left_rows) + " and " +
                          std::to_string(key.right_rows) + "\n";
  std::fputs(why.c_str(), stderr);
  return {};
}

/// What a comparison is made with, beside the files.
struct Work {
  std::chrono::steady_clock::time_point started;
  Scheduler& scheduler;
  table::DiffOptions how;
  const Trace* trace;

  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  }
};

/// Writes what was found.
/// diff  a Diff or a LargeDiff.
template <class AnyDiff>
Exit report(const Options& options, const Work& work, AnyDiff& diff, std::uint64_t bytes,
            double seconds) {
  if (!options.output.is_summary() && table::unique_in_neither(diff.counts())) {
    warn_of_duplicates(diff.counts());
  }
  Result<OutputFile> out = OutputFile::create(options.path);
  if (!out.ok()) return complain("", out.error());
  Status status = options.output.write(work.scheduler, diff, seconds, out.value());
  if (status.ok()) status = out.value().finish();
  if (status.ok() && work.trace != nullptr) status = write_trace(*work.trace, options.trace);
  if (!status.ok()) return complain("", status);
  print_speed(bytes, options.threads.count, seconds);
  return diff.same() ? Exit::same : Exit::different;
}

/// Compares files that are larger than the memory that may be used.
Exit run_large(const Options& options, Work& work, const LargeInputs& files) {
  if (options.key == "auto") {
    return complain("", {Code::invalid_argument,
                         "--key auto needs both files in memory, and they are larger; raise "
                         "--memory-limit, or name the key"});
  }
  auto bar = std::make_unique<ProgressBar>("comparing");
  work.how.memory_limit = files.memory;
  work.how.keep_pairs = options.output.needs_pairs();
  work.how.progress = bar->progress();
  auto diff = table::LargeDiff::create(work.scheduler, *files.left, *files.right, work.how);
  bar.reset();
  const double seconds = work.seconds();
  if (!diff.ok()) return complain(name_of_input(diff.error(), options.paths), diff.error());
  return report(options, work, diff.value(), files.size(), seconds);
}

/// Compares files that fit in memory. Nothing: they do not.
std::optional<Exit> run_in_memory(const Options& options, Work& work, bool may_be_large) {
  const auto fail = [&](const Status& status) -> std::optional<Exit> {
    if (may_be_large && status.code() == Code::out_of_memory) return std::nullopt;
    return complain(name_of_input(status, options.paths), status);
  };
  Result<Inputs> inputs = Inputs::open(work.scheduler, options.paths, options.memory_limit);
  if (!inputs.ok()) return fail(inputs.error());
  const std::vector<InputFile>& files = inputs.value().files;
  if (options.key == "auto") {
    const Status status = use_proposed_key(work.scheduler, files, work.how);
    if (!status.ok()) return fail(status);
  }
  auto bar = std::make_unique<ProgressBar>("comparing");
  work.how.memory_limit = inputs.value().memory;
  work.how.keep_pairs = options.output.needs_pairs();
  work.how.progress = bar->progress();
  Result<Diff> diff = Diff::create(work.scheduler, files[0].bytes(), files[1].bytes(), work.how);
  bar.reset();
  const double seconds = work.seconds();
  if (!diff.ok()) return fail(diff.error());
  return report(options, work, diff.value(), inputs.value().size(), seconds);
}

/// Opens both files to be read once, and compares what is sorted in one pass, in which it is written too.
Exit run_sorted(const Options& options, Work& work) {
  if (options.key == "auto") {
    return complain("", {Code::invalid_argument,
                         "--key auto needs both files as a whole, and with --sorted they are read "
                         "once; name the key"});
  }
  auto limit = read_memory_limit(options.memory_limit);
  if (!limit.ok()) return complain("", limit.error());
  std::array<std::unique_ptr<FileStream>, 2> files;
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto file = FileStream::open(options.paths[i]);
    if (!file.ok()) return complain(options.paths[i], file.error());
    files[i] = std::move(file).value();
  }
  // Rows that appear on a terminal are progress enough.
  const bool rows_on_terminal =
      !options.output.is_summary() && options.path.empty() && ::isatty(STDOUT_FILENO) != 0;
  auto bar = rows_on_terminal ? nullptr : std::make_unique<ProgressBar>("comparing");
  work.how.memory_limit = limit.value().value_or(0);
  work.how.keep_pairs = options.output.needs_pairs();
  if (bar) work.how.progress = bar->progress();
  auto diff = table::SortedDiff::create(
      work.scheduler, *files[0], *files[1], work.how,
      options.sorted == "numeric" ? table::KeyOrder::numeric : table::KeyOrder::bytes);
  if (!diff.ok()) return complain(name_of_input(diff.error(), options.paths), diff.error());
  Result<OutputFile> out = OutputFile::create(options.path);
  if (!out.ok()) return complain("", out.error());
  double seconds = 0;
  const auto compared = [&] {
    bar.reset();
    return seconds = work.seconds();
  };
  Status status = options.output.write(work.scheduler, diff.value(), compared, out.value());
  if (seconds == 0) compared();
  if (status.ok()) status = out.value().finish();
  if (status.ok() && work.trace != nullptr) status = write_trace(*work.trace, options.trace);
  if (!status.ok()) return complain(name_of_input(status, options.paths), status);
  const table::Counts& counts = diff.value().counts();
  if (!options.output.is_summary() && table::unique_in_neither(counts)) warn_of_duplicates(counts);
  print_speed(files[0]->bytes_read() + files[1]->bytes_read(), options.threads.count, seconds);
  return diff.value().same() ? Exit::same : Exit::different;
}

/// What the program was given to --sorted.
std::string check_order(const std::string& text) {
  if (text == "bytes" || text == "numeric") return {};
  return "\"" + text +
         "\" is no order; there are bytes and numeric; or write --sorted behind the files";
}

Exit run(const Options& options) {
  const bool by_position = options.key == "position";
  auto key = read_key(options.key == "auto" || by_position ? std::nullopt : options.key);
  if (!key.ok()) return complain("", key.error());
  table::DiffOptions how{.dialect = {}, .key = std::move(key).value(), .by_position = by_position};
  if (const Status status = options.rules.apply(how); !status.ok()) return complain("", status);
  if (const Status status = options.output.check(); !status.ok()) return complain("", status);
  if (const Status status = options.dialect.apply(how.dialect); !status.ok()) {
    return complain("", status);
  }

  const auto started = std::chrono::steady_clock::now();
  auto scheduler = options.threads.start();
  if (!scheduler.ok()) return complain("", scheduler.error());

  std::optional<Trace> trace;
  if (!options.trace.empty()) {
    constexpr std::size_t k_records_per_lane = 1 << 16;
    Result<Trace> made = Trace::create(options.threads.count, k_records_per_lane);
    if (!made.ok()) return complain("", made.error());
    trace = std::move(made).value();
    scheduler.value()->set_trace(&*trace);
  }

  Work work{started, *scheduler.value(), std::move(how), trace ? &*trace : nullptr};
  if (options.sorted) return run_sorted(options, work);
  auto large = LargeInputs::open(options.paths, options.memory_limit);
  if (!large.ok()) return complain(name_of_input(large.error(), options.paths), large.error());
  const bool may_be_large = large.value().has_value() && options.memory_limit.has_value();
  if (!large.value() || !large.value()->needed) {
    const std::optional<Exit> exit = run_in_memory(options, work, may_be_large);
    if (exit) return *exit;
  }
  return run_large(options, work, *large.value());
}

}  // namespace

void add_table_diff(CLI::App& parent, Run& chosen) {
  CLI::App* command = parent.add_subcommand("diff", "Compare two CSV files row by row");
  auto options = std::make_shared<Options>();
  command->add_option("LEFT", options->paths[0], "The file before")->required();
  command->add_option("RIGHT", options->paths[1], "The file after")->required();
  add_key(*command, options->key)
      ->description(
          "Columns that tell rows apart, separated by commas, by name or as #1, #2 ...; auto looks "
          "for them; position compares row by row as they stand; without it whole rows are "
          "compared");
  options->dialect.add_options(*command);
  options->rules.add_options(*command);
  options->output.add_options(*command);
  add_output(*command, options->path);
  options->threads.add_option(*command);
  add_memory_limit(*command, options->memory_limit);
  command
      ->add_option("--sorted", options->sorted,
                   "Both files are sorted by the key: compare them in one pass with little memory "
                   "(16M, or --memory-limit), pipes too. bytes: in the order of LC_ALL=C sort; "
                   "numeric: in that of numbers")
      ->expected(0, 1)
      ->check(check_order)
      ->default_str("bytes")
      ->type_name("[ORDER]");
  command
      ->add_option("--trace", options->trace,
                   "Write when each lane did what, to be opened in Perfetto or Chrome's tracing")
      ->type_name("FILE");
  command->footer("Exit status: 0 no differences, 1 differences, 2 trouble.");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace heddle::cli

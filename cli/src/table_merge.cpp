#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "heddle/table/merge.h"

#include "commands.h"
#include "dialect_options.h"
#include "inputs.h"
#include "output_file.h"
#include "progress_bar.h"
#include "table_output.h"
#include "table_rules.h"

namespace heddle::cli {

namespace {

struct Options {
  std::array<std::string, 3> paths;
  std::optional<std::string> key;
  DialectOptions dialect;
  ValueOptions values;
  std::string output;
  std::string conflicts;
  std::optional<std::string> memory_limit;
  Threads threads;
};

/// Writes the merged table, and the list of conflicts where one was asked for: both or none.
Status write_results(Scheduler& scheduler, const table::Merge& merge, const Options& options) {
  Result<OutputFile> out = OutputFile::create(options.output);
  if (!out.ok()) return std::move(out).status();
  if (options.conflicts.empty()) {
    HEDDLE_TRY(write_document(scheduler, merge.result(), out.value()));
    return out.value().finish();
  }
  Result<OutputFile> list = OutputFile::create(options.conflicts);
  if (!list.ok()) return std::move(list).status();
  HEDDLE_TRY(write_document(scheduler, merge.conflicts(), list.value()));
  HEDDLE_TRY(write_document(scheduler, merge.result(), out.value()));
  HEDDLE_TRY(list.value().finish());
  return out.value().finish();
}

void tell_of_conflicts(std::uint64_t count, const std::string& path) {
  const std::string where = path.empty() ? "; --conflicts FILE lists them" : ", listed in " + path;
  std::fprintf(stderr, "heddle: %llu %s%s\n", static_cast<unsigned long long>(count),
               count == 1 ? "conflict" : "conflicts", where.c_str());
}

Exit run(const Options& options) {
  auto key = read_key(options.key);
  if (!key.ok()) return complain("", key.error());
  table::DiffOptions how{.dialect = {}, .key = std::move(key).value()};
  if (const Status status = options.dialect.apply(how.dialect); !status.ok()) {
    return complain("", status);
  }
  if (const Status status = options.values.apply(how); !status.ok()) return complain("", status);
  if (!options.conflicts.empty() && options.conflicts == options.output) {
    return complain("", Status(Code::invalid_argument,
                               "--conflicts and --output name the same file; choose another"));
  }
  auto scheduler = options.threads.start();
  if (!scheduler.ok()) return complain("", scheduler.error());
  Result<Inputs> inputs = Inputs::open(*scheduler.value(), options.paths, options.memory_limit);
  if (!inputs.ok()) return complain(name_of_input(inputs.error(), options.paths), inputs.error());

  auto bar = std::make_unique<ProgressBar>("merging");
  const std::vector<InputFile>& files = inputs.value().files;
  how.memory_limit = inputs.value().memory;
  how.progress = bar->progress();
  auto merge = table::Merge::create(*scheduler.value(), files[0].bytes(), files[1].bytes(),
                                    files[2].bytes(), how);
  bar.reset();
  if (!merge.ok()) return complain(name_of_input(merge.error(), options.paths), merge.error());

  const Status status = write_results(*scheduler.value(), merge.value(), options);
  if (!status.ok()) return complain("", status);
  const std::uint64_t conflicts = merge.value().conflict_count();
  if (conflicts == 0) return Exit::same;
  tell_of_conflicts(conflicts, options.conflicts);
  return Exit::different;
}

}  // namespace

void add_table_merge(CLI::App& parent, Run& chosen) {
  CLI::App* command =
      parent.add_subcommand("merge", "Bring together what two tables changed of a third");
  auto options = std::make_shared<Options>();
  command->add_option("BASE", options->paths[0], "The file that both were made from")->required();
  command->add_option("LEFT", options->paths[1], "The one whose order is kept")->required();
  command->add_option("RIGHT", options->paths[2], "The other one")->required();
  add_key(*command, options->key);
  options->values.add_options(*command);
  options->dialect.add_options(*command);
  add_output(*command, options->output);
  command
      ->add_option("--conflicts", options->conflicts,
                   "Write the cells on which the two disagree to this file, as JSON Lines")
      ->type_name("FILE");
  options->threads.add_option(*command);
  add_memory_limit(*command, options->memory_limit);
  command->footer("Exit status: 0 merged, 1 merged with conflicts, 2 trouble.");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace heddle::cli

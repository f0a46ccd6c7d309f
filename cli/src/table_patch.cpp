#include <array>
#include <memory>
#include <optional>
#include <string>

#include "heddle/table/patch.h"

#include "commands.h"
#include "dialect_options.h"
#include "inputs.h"
#include "output_file.h"
#include "progress_bar.h"
#include "table_output.h"

namespace heddle::cli {

namespace {

struct Options {
  std::array<std::string, 2> paths;
  DialectOptions dialect;
  std::string output;
  std::optional<std::string> memory_limit;
  Threads threads;
};

Exit run(const Options& options) {
  table::PatchOptions how;
  if (const Status status = options.dialect.apply(how.dialect); !status.ok()) {
    return complain("", status);
  }
  auto scheduler = options.threads.start();
  if (!scheduler.ok()) return complain("", scheduler.error());
  Result<Inputs> inputs = Inputs::open(*scheduler.value(), options.paths, options.memory_limit);
  if (!inputs.ok()) return complain(name_of_input(inputs.error(), options.paths), inputs.error());

  auto bar = std::make_unique<ProgressBar>("patching");
  how.progress = bar->progress();
  const std::vector<InputFile>& files = inputs.value().files;
  auto table = table::apply_patch(*scheduler.value(), files[0].bytes(), files[1].bytes(), how);
  bar.reset();
  if (!table.ok()) return complain(name_of_input(table.error(), options.paths), table.error());

  Result<OutputFile> out = OutputFile::create(options.output);
  if (!out.ok()) return complain("", out.error());
  Status status = write_document(*scheduler.value(), *table.value(), out.value());
  if (status.ok()) status = out.value().finish();
  return status.ok() ? Exit::same : complain("", status);
}

}  // namespace

void add_table_patch(CLI::App& parent, Run& chosen) {
  CLI::App* command = parent.add_subcommand("patch", "Make the table after from the one before");
  auto options = std::make_shared<Options>();
  command->add_option("LEFT", options->paths[0], "The file before")->required();
  command
      ->add_option("PATCH", options->paths[1],
                   "What heddle table diff --format patch wrote; it must have been made from LEFT")
      ->required();
  options->dialect.add_options(*command);
  add_output(*command, options->output);
  options->threads.add_option(*command);
  add_memory_limit(*command, options->memory_limit);
  command->footer("Exit status: 0 done, 2 trouble.");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace heddle::cli

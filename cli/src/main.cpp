#include <string>

#include "commands.h"

namespace {

using heddle::Code;
using heddle::Status;
using heddle::cli::Exit;

/// The deepest command that was named, whose help is the one to point to.
std::string command_path(const CLI::App& app) {
  std::string path = app.get_name();
  const CLI::App* at = &app;
  while (!at->get_subcommands().empty()) {
    at = at->get_subcommands().front();
    path += " " + at->get_name();
  }
  return path;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Heavy C++ on every core, with the same bits everywhere", "heddle");
  app.set_version_flag("--version", std::string("heddle ") + HEDDLE_VERSION);
  app.require_subcommand(1);

  heddle::cli::Run chosen;
  heddle::cli::add_info(app, chosen);
  CLI::App* table = app.add_subcommand("table", "Compare CSV files");
  table->require_subcommand(1);
  heddle::cli::add_table_diff(*table, chosen);

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked_for_text) {
    return app.exit(asked_for_text);
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(heddle::cli::complain(
        "", Status(Code::invalid_argument,
                   std::string(error.what()) + "; see " + command_path(app) + " --help")));
  }
  return static_cast<int>(chosen());
}

#include <string>
#include <vector>

#include "commands.h"

namespace {

using heddle::Code;
using heddle::Status;
using heddle::cli::Exit;

/// The deepest command that was named, whose help is the one to point to, and its full name.
struct Named {
  const CLI::App* command;
  std::string path;
};

Named deepest_command(const CLI::App& app) {
  Named named{&app, app.get_name()};
  while (!named.command->get_subcommands().empty()) {
    named.command = named.command->get_subcommands().front();
    named.path += " " + named.command->get_name();
  }
  return named;
}

std::string explain(const CLI::App& app, const CLI::ParseError& error) {
  const Named named = deepest_command(app);
  std::string message = error.what();
  // A word that is no command is worth more than "A subcommand is required".
  const std::vector<std::string> rest = named.command->remaining();
  const bool wants_command = named.command->get_require_subcommand_min() > 0;
  if (wants_command && !rest.empty()) message = "\"" + rest.front() + "\" is not a command";
  return message + "; see " + named.path + " --help";
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Heavy C++ on every core, with the same bits everywhere", "heddle");
  app.set_version_flag("--version", std::string("heddle ") + HEDDLE_VERSION);
  app.require_subcommand(1);
  // The same words in both programs, although only the one in Node has a server.
  app.footer(
      "In the npm package also:\n"
      "  serve                       Serve a folder, with the headers that threads need");

  heddle::cli::Run chosen;
  heddle::cli::add_info(app, chosen);
  CLI::App* sim = app.add_subcommand("sim", "Simulate a living world");
  sim->require_subcommand(1);
  heddle::cli::add_sim_run(*sim, chosen);
  heddle::cli::add_sim_compare(*sim, chosen);
  CLI::App* table = app.add_subcommand("table", "Compare, patch and merge CSV files");
  table->require_subcommand(1);
  heddle::cli::add_table_diff(*table, chosen);
  heddle::cli::add_table_merge(*table, chosen);
  heddle::cli::add_table_patch(*table, chosen);

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked_for_text) {
    return app.exit(asked_for_text);
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(
        heddle::cli::complain("", Status(Code::invalid_argument, explain(app, error))));
  }
  return static_cast<int>(chosen());
}

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "heddle/sim/compare.h"
#include "heddle/sim/simulation.h"

#include "commands.h"
#include "output_file.h"
#include "sim_source.h"

namespace heddle::cli {

namespace {

struct Options {
  std::array<std::string, 2> sources;
  std::optional<std::uint32_t> entities;
  std::vector<std::uint64_t> seeds;
  std::vector<std::uint32_t> threads = {Threads::default_count()};
  std::uint64_t ticks = 1000;
};

/// One of the two runs.
struct Side {
  sim::Simulation simulation;
  std::unique_ptr<Scheduler> scheduler;
};

/// The value for a side of an option that takes one for both or one for each.
template <class T>
T of_side(const std::vector<T>& values, std::size_t side) {
  return values[values.size() == 1 ? 0 : side];
}

Result<Side> open(const Options& options, std::size_t side) {
  SimChanges changes{.entities = options.entities, .seed = std::nullopt};
  if (!options.seeds.empty()) changes.seed = of_side(options.seeds, side);
  Result<sim::Simulation> simulation = open_simulation(options.sources[side], changes);
  if (!simulation.ok()) return std::move(simulation).status();
  Result<std::unique_ptr<Scheduler>> scheduler = make_lanes(of_side(options.threads, side));
  if (!scheduler.ok()) return std::move(scheduler).status();
  return Side{std::move(simulation).value(), std::move(scheduler).value()};
}

/// Lets both live until they differ.
Status find_difference(Side& left, Side& right, std::uint64_t ticks,
                       std::optional<sim::Difference>& found) {
  for (std::uint64_t i = 0;; ++i) {
    if (left.simulation.hash(*left.scheduler) != right.simulation.hash(*right.scheduler)) {
      found = sim::first_difference(left.simulation, right.simulation);
    }
    if (found || i == ticks) return {};
    HEDDLE_TRY(left.simulation.step(*left.scheduler));
    HEDDLE_TRY(right.simulation.step(*right.scheduler));
  }
}

std::string report(const Side& left, const std::optional<sim::Difference>& found) {
  const std::string tick = "tick " + std::to_string(left.simulation.tick()) + ": ";
  if (found) return tick + found->what + ": " + found->left + ", " + found->right + "\n";
  return tick + "no difference, hash " + hash_text(left.simulation.hash(*left.scheduler)) + "\n";
}

Exit run(const Options& options) {
  std::vector<Side> sides;
  for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
    Result<Side> opened = open(options, side);
    if (!opened.ok()) {
      return complain(opened.error().location().input == 0 ? options.sources[side] : "",
                      opened.error());
    }
    sides.push_back(std::move(opened).value());
  }
  std::optional<sim::Difference> found;
  Status status = find_difference(sides[0], sides[1], options.ticks, found);
  if (!status.ok()) return complain("", status);
  Result<OutputFile> out = OutputFile::create("");
  if (!out.ok()) return complain("", out.error());
  status = out.value().write(as_bytes(report(sides[0], found)));
  if (status.ok()) status = out.value().finish();
  if (!status.ok()) return complain("", status);
  return found ? Exit::different : Exit::same;
}

}  // namespace

void add_sim_compare(CLI::App& parent, Run& chosen) {
  CLI::App* command =
      parent.add_subcommand("compare", "Find the first tick and entity in which two runs differ");
  auto options = std::make_shared<Options>();
  const std::string what = "A file with a scenario or a snapshot, or one of " + bundled_names();
  command->add_option("LEFT", options->sources[0], what)->required();
  command->add_option("RIGHT", options->sources[1], "The same, for the other run")->required();
  command->add_option("--entities", options->entities, "How many there are at first")
      ->type_name("N");
  command->add_option("--seed", options->seeds, "Of all that is random; one for both or one each")
      ->delimiter(',')
      ->expected(1, 2)
      ->type_name("S[,S]");
  command->add_option("--ticks", options->ticks, "How many ticks pass at most")
      ->type_name("T")
      ->capture_default_str();
  command
      ->add_option("--threads", options->threads, "Lanes to use; one number for both or one each")
      ->delimiter(',')
      ->expected(1, 2)
      ->type_name("N[,N]");
  command->footer("Exit status: 0 no difference, 1 a difference, 2 trouble.");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace heddle::cli

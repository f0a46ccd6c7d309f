#include "sim_source.h"

#include <cstdio>
#include <string_view>
#include <utility>

#include "heddle/sim/bundled.h"
#include "heddle/sim/scenario_json.h"

#include "input_file.h"
#include "options.h"

namespace heddle::cli {

namespace {

constexpr std::string_view k_snapshot_magic = "HEDDLSIM";

Result<sim::Simulation> create(std::string_view json, const SimChanges& changes) {
  Result<sim::Scenario> read = sim::read_scenario(json);
  if (!read.ok()) return std::move(read).status().with_input(0);
  sim::Scenario scenario = std::move(read).value();
  scenario.entities = changes.entities.value_or(scenario.entities);
  scenario.seed = changes.seed.value_or(scenario.seed);
  return sim::Simulation::create(scenario);
}

}  // namespace

Result<sim::Simulation> open_simulation(const std::string& source, const SimChanges& changes) {
  const std::string_view bundled = sim::find_bundled(source);
  if (!bundled.empty()) return create(bundled, changes);
  Result<InputFile> file = InputFile::open(source, memory_maximum());
  if (!file.ok()) {
    return Status(file.error().code(), std::string(file.error().message()) +
                                           "; the scenarios that need no file are " +
                                           bundled_names())
        .with_input(0);
  }
  const std::string_view text = as_text(file.value().bytes());
  if (!text.starts_with(k_snapshot_magic)) return create(text, changes);
  if (changes.entities || changes.seed) {
    return Status(Code::invalid_argument,
                  "a snapshot keeps its entities and seed; leave out --entities and --seed")
        .with_input(0);
  }
  Result<sim::Simulation> restored = sim::Simulation::restore(file.value().bytes());
  if (!restored.ok()) return std::move(restored).status().with_input(0);
  return restored;
}

std::string bundled_names() {
  std::string names;
  for (const sim::Bundled& bundled : sim::bundled_scenarios()) {
    names += (names.empty() ? "" : ", ") + std::string(bundled.name);
  }
  return names;
}

std::string hash_text(std::uint64_t hash) {
  char digits[17];
  std::snprintf(digits, sizeof(digits), "%016llx", static_cast<unsigned long long>(hash));
  return digits;
}

Result<std::unique_ptr<Scheduler>> make_lanes(std::uint32_t count) {
  Result<std::unique_ptr<Scheduler>> scheduler = Scheduler::create(count);
  if (scheduler.ok()) return scheduler;
  return Status(scheduler.error().code(), "--threads: " + std::string(scheduler.error().message()));
}

}  // namespace heddle::cli

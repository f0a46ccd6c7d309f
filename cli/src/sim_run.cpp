#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "heddle/sim/domain_group.h"
#include "heddle/sim/simulation.h"

#include "commands.h"
#include "output_file.h"
#include "sim_source.h"

namespace heddle::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string source = "meadow";
  SimChanges changes;
  std::uint64_t ticks = 1000;
  std::uint64_t hash_every = 0;
  std::string snapshot;
  bool json = false;
  std::uint32_t domains = 1;
  Threads threads;
};

/// In one memory, or in several that exchange letters.
using World = std::variant<sim::Simulation, sim::DomainGroup>;

struct HashAt {
  std::uint64_t tick;
  std::uint64_t hash;
};

/// How long the ticks took, and what was seen on the way.
struct Record {
  std::vector<double> milliseconds;
  sim::PhaseTimes phases;
  std::vector<HashAt> hashes;

  void add(double time, const sim::PhaseTimes& times) {
    milliseconds.push_back(time);
    phases.sort += times.sort;
    phases.behave += times.behave;
    phases.resolve += times.resolve;
    phases.turnover += times.turnover;
  }

  /// The time that a share of the ticks took no longer than.
  [[nodiscard]] double percentile(double share) const {
    if (milliseconds.empty()) return 0;
    std::vector<double> sorted = milliseconds;
    std::sort(sorted.begin(), sorted.end());
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
  }
};

template <class Simulation>
Status run_ticks(const Options& options, Simulation& simulation, Scheduler& scheduler,
                 Record& record) {
  for (std::uint64_t i = 1; i <= options.ticks; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    HEDDLE_TRY(simulation.step(scheduler));
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;
    record.add(time.count(), simulation.times());
    if (options.hash_every != 0 && simulation.tick() % options.hash_every == 0) {
      record.hashes.push_back({simulation.tick(), simulation.hash(scheduler)});
    }
  }
  return {};
}

template <class Simulation>
Status write_snapshot(const Simulation& simulation, const std::string& path) {
  ByteWriter bytes;
  HEDDLE_TRY(simulation.snapshot(bytes));
  Result<OutputFile> out = OutputFile::create(path);
  if (!out.ok()) return std::move(out).status();
  HEDDLE_TRY(out.value().write(bytes.view()));
  return out.value().finish();
}

/// What the domains have sent each other: messages and bytes by topic.
Json describe_messages(const sim::DomainGroup& group) {
  Json object = Json::object();
  for (std::size_t topic = 0; topic < sim::k_topics.size(); ++topic) {
    sim::Traffic sum;
    for (const sim::Domain& domain : group.domains()) {
      sum.messages += domain.traffic()[topic].messages;
      sum.bytes += domain.traffic()[topic].bytes;
    }
    object[std::string(sim::k_topics[topic])] = {{"messages", sum.messages}, {"bytes", sum.bytes}};
  }
  return object;
}

template <class Simulation>
Json describe(const Options& options, const Simulation& simulation, Scheduler& scheduler,
              const Record& record) {
  Json tribes = Json::object();
  const std::vector<std::uint32_t> census = simulation.census();
  for (std::size_t i = 0; i < census.size(); ++i) {
    tribes[simulation.scenario().tribes[i].name] = census[i];
  }
  const auto mean = [&](std::uint64_t nanoseconds) {
    const auto ticks = static_cast<double>(std::max<std::uint64_t>(options.ticks, 1));
    return static_cast<double>(nanoseconds) / 1e6 / ticks;
  };
  Json object = {{"scenario", simulation.scenario().name},
                 {"seed", simulation.scenario().seed},
                 {"entities", simulation.scenario().entities},
                 {"ticks", simulation.tick()},
                 {"lanes", options.threads.count},
                 {"domains", options.domains},
                 {"population", simulation.size()},
                 {"tribes", tribes},
                 {"hash", hash_text(simulation.hash(scheduler))},
                 {"msPerTick", {{"p50", record.percentile(0.5)}, {"p99", record.percentile(0.99)}}},
                 {"phases",
                  {{"sort", mean(record.phases.sort)},
                   {"behave", mean(record.phases.behave)},
                   {"resolve", mean(record.phases.resolve)},
                   {"turnover", mean(record.phases.turnover)}}},
                 {"bytes", simulation.bytes()}};
  if constexpr (std::is_same_v<Simulation, sim::DomainGroup>) {
    object["imbalance"] = simulation.domains().front().imbalance();
    object["messages"] = describe_messages(simulation);
  }
  if (options.hash_every != 0) {
    Json hashes = Json::array();
    for (const HashAt& at : record.hashes) {
      hashes.push_back({{"tick", at.tick}, {"hash", hash_text(at.hash)}});
    }
    object["hashes"] = hashes;
  }
  return object;
}

void add_line(std::string& text, const std::string& name, const std::string& value) {
  text += name + std::string(name.size() < 15 ? 15 - name.size() : 1, ' ') + " " + value + "\n";
}

std::string milliseconds(const Json& value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.3f ms", value.get<double>());
  return text;
}

std::string as_lines(const Json& object) {
  std::string text;
  if (object.contains("hashes")) {
    for (const Json& at : object["hashes"]) {
      add_line(text, "tick " + at["tick"].dump(), at["hash"].get<std::string>());
    }
  }
  for (const auto& [name, value] : object.items()) {
    if (name == "hashes") continue;
    if (name == "tribes") {
      for (const auto& [tribe, count] : value.items()) add_line(text, "  " + tribe, count.dump());
    } else if (name == "msPerTick") {
      add_line(text, "median tick", milliseconds(value["p50"]));
      add_line(text, "99 % of ticks", milliseconds(value["p99"]));
    } else if (name == "phases") {
      for (const auto& [phase, time] : value.items()) {
        add_line(text, "  " + phase, milliseconds(time));
      }
    } else if (name == "messages") {
      for (const auto& [topic, sent] : value.items()) {
        add_line(text, "  " + topic,
                 sent["messages"].dump() + " messages, " + sent["bytes"].dump() + " bytes");
      }
    } else {
      add_line(text, name, value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  return text;
}

/// The world that was asked for, in as many domains.
Result<World> open(const Options& options) {
  Result<sim::Simulation> opened = open_simulation(options.source, options.changes);
  if (!opened.ok()) return std::move(opened).status();
  if (options.domains == 1) return World(std::move(opened).value());
  ByteWriter bytes;
  HEDDLE_TRY(opened.value().snapshot(bytes));
  Result<sim::DomainGroup> group = sim::DomainGroup::restore(bytes.view(), options.domains);
  if (group.ok()) return World(std::move(group).value());
  return Status(group.error().code(), "--domains: " + std::string(group.error().message()));
}

/// Lets the ticks pass; the report, or why there is none.
template <class Simulation>
Result<std::string> live(const Options& options, Simulation& simulation, Scheduler& scheduler) {
  Record record;
  HEDDLE_TRY(run_ticks(options, simulation, scheduler, record));
  if (!options.snapshot.empty()) HEDDLE_TRY(write_snapshot(simulation, options.snapshot));
  const Json object = describe(options, simulation, scheduler, record);
  return options.json ? object.dump() + "\n" : as_lines(object);
}

Exit run(const Options& options) {
  Result<World> world = open(options);
  if (!world.ok()) {
    return complain(world.error().location().input == 0 ? options.source : "", world.error());
  }
  Result<std::unique_ptr<Scheduler>> scheduler = make_lanes(options.threads.count);
  if (!scheduler.ok()) return complain("", scheduler.error());
  const Result<std::string> report =
      std::visit([&](auto& simulation) { return live(options, simulation, *scheduler.value()); },
                 world.value());
  if (!report.ok()) return complain("", report.error());
  Result<OutputFile> out = OutputFile::create("");
  if (!out.ok()) return complain("", out.error());
  Status status = out.value().write(as_bytes(report.value()));
  if (status.ok()) status = out.value().finish();
  return status.ok() ? Exit::same : complain("", status);
}

}  // namespace

void add_sim_run(CLI::App& parent, Run& chosen) {
  CLI::App* command = parent.add_subcommand("run", "Let a world live for some ticks");
  auto options = std::make_shared<Options>();
  command
      ->add_option("--scenario", options->source,
                   "A file with a scenario or a snapshot, or one of " + bundled_names())
      ->type_name("NAME|FILE")
      ->capture_default_str();
  command->add_option("--entities", options->changes.entities, "How many there are at first")
      ->type_name("N");
  command->add_option("--seed", options->changes.seed, "Of all that is random")->type_name("S");
  command->add_option("--ticks", options->ticks, "How many ticks pass")
      ->type_name("T")
      ->capture_default_str();
  command->add_option("--hash-every", options->hash_every, "Also print the hash every K ticks")
      ->type_name("K");
  command->add_option("--snapshot", options->snapshot, "Write the state at the end to this file")
      ->type_name("FILE");
  command
      ->add_option("--domains", options->domains,
                   "Strips of rows with a memory each that exchange letters; same result")
      ->type_name("N")
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print one JSON object");
  command->add_option("--threads", options->threads.count, "Lanes to use; by default one a core")
      ->type_name("N");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace heddle::cli

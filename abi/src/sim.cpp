#include "heddle/abi/sim.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "heddle/sim/bundled.h"
#include "heddle/sim/domain.h"
#include "heddle/sim/scenario_json.h"
#include "heddle/sim/simulation.h"

#include "handles.h"

using heddle::ByteWriter;
using heddle::Code;
using heddle::Result;
using heddle::Status;
using heddle::abi::report;
using heddle::sim::Cost;
using heddle::sim::Domain;
using heddle::sim::Entities;
using heddle::sim::Making;
using heddle::sim::Scenario;
using heddle::sim::Simulation;
using Json = nlohmann::ordered_json;

struct heddle_sim {
  std::variant<Simulation, Domain> world;

  [[nodiscard]] const Simulation& view() const {
    const auto* domain = std::get_if<Domain>(&world);
    return domain != nullptr ? domain->part() : std::get<Simulation>(world);
  }
};

namespace {

std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Says why input 0 is no good.
std::uint32_t blame(const Status& status, heddle_error* error) {
  return report(
      Status(status.code(), std::string(status.message()), status.location()).with_input(0), error);
}

template <class World>
heddle_sim* hold(Result<World> made, heddle_error* error) {
  if (!made.ok()) {
    blame(made.error(), error);
    return nullptr;
  }
  return new heddle_sim{std::move(made).value()};
}

Making making(heddle_scheduler* scheduler, heddle_control* control) {
  return {.scheduler = scheduler == nullptr ? nullptr : scheduler->scheduler.get(),
          .cancel = heddle::CancelToken(heddle::abi::control_of(control)),
          .progress = heddle::abi::progress_of(control)};
}

std::uint32_t no_domain(heddle_error* error) {
  return report({Code::invalid_argument, "this world is not a domain"}, error);
}

std::uint32_t write(const std::string& text, heddle_bytes* out, heddle_error* error) {
  ByteWriter writer;
  writer.write_text(text);
  if (writer.failed()) {
    return report({Code::out_of_memory, "there is no memory for the answer; ask for less"}, error);
  }
  heddle::abi::give(writer, out);
  return HEDDLE_OK;
}

void add_ledger(heddle_sim_work& work, const heddle::sim::Ledger& ledger) {
  work.grown += static_cast<double>(ledger.grown);
  work.grazed += static_cast<double>(ledger.grazed);
  work.basal += static_cast<double>(ledger.basal);
  work.motion += static_cast<double>(ledger.motion);
  work.vision += static_cast<double>(ledger.vision);
  work.wounds += static_cast<double>(ledger.wounds);
  work.looted += static_cast<double>(ledger.looted);
  work.perished += static_cast<double>(ledger.perished);
}

void add_times(heddle_sim_work& work, const heddle::sim::PhaseTimes& times) {
  constexpr double k_milliseconds = 1e-6;
  const auto add = [](double& sum, std::uint64_t time) {
    sum += static_cast<double>(time) * k_milliseconds;
    return static_cast<double>(time) * k_milliseconds;
  };
  const double tick = add(work.sort, times.sort) + add(work.behave, times.behave) +
                      add(work.resolve, times.resolve) + add(work.turnover, times.turnover);
  work.longest = std::max(work.longest, tick);
}

Json describe(const Entities& all, const Scenario& scenario, std::uint32_t slot) {
  const heddle::sim::Genes& genes = all.genes[slot];
  return {{"id", all.id[slot]},
          {"tribe", all.tribe[slot]},
          {"tribeName", scenario.tribes[all.tribe[slot]].name},
          {"x", all.x[slot]},
          {"y", all.y[slot]},
          {"vx", all.vx[slot]},
          {"vy", all.vy[slot]},
          {"energy", all.energy[slot]},
          {"age", all.age[slot]},
          {"lifespan", all.lifespan[slot]},
          {"genes",
           {{"maxSpeed", genes.max_speed},
            {"visionRange", genes.vision_range},
            {"metabolism", genes.metabolism},
            {"fecundity", genes.fecundity},
            {"aggression", genes.aggression},
            {"cohesion", genes.cohesion},
            {"foodSelectivity", genes.food_selectivity},
            {"diet", genes.diet},
            {"fieldOfView", genes.field_of_view}}}};
}

}  // namespace

uint32_t heddle_sim_bundled(heddle_bytes* out, heddle_error* error) {
  Json all = Json::object();
  for (const auto& [name, json] : heddle::sim::bundled_scenarios()) {
    all[std::string(name)] = Json::parse(json);
  }
  return write(all.dump(), out, error);
}

heddle_sim* heddle_sim_create(const uint8_t* scenario, size_t size, heddle_scheduler* scheduler,
                              heddle_control* control, heddle_error* error) {
  const auto read = heddle::sim::read_scenario(text_of(scenario, size));
  if (!read.ok()) {
    blame(read.error(), error);
    return nullptr;
  }
  return hold(Simulation::create(read.value(), making(scheduler, control)), error);
}

heddle_sim* heddle_sim_restore(const uint8_t* snapshot, size_t size, heddle_scheduler* scheduler,
                               heddle_control* control, heddle_error* error) {
  return hold(Simulation::restore({snapshot, size}, making(scheduler, control)), error);
}

uint32_t heddle_sim_step(heddle_sim* sim, heddle_scheduler* scheduler, uint32_t ticks,
                         heddle_control* control, heddle_sim_work* work, heddle_error* error) {
  *work = {};
  auto* simulation = std::get_if<Simulation>(&sim->world);
  if (simulation == nullptr) {
    return report({Code::invalid_argument, "a domain takes its ticks by advancing"}, error);
  }
  const heddle::CancelToken cancel(heddle::abi::control_of(control));
  heddle::Progress progress = heddle::abi::progress_of(control);
  progress.start(ticks);
  Status status;
  for (std::uint32_t tick = 0; tick < ticks && status.ok(); ++tick) {
    status = simulation->step(*scheduler->scheduler, 1, cancel);
    if (!status.ok()) break;
    add_times(*work, simulation->times());
    add_ledger(*work, simulation->ledger());
    progress.add(1);
  }
  return status.ok() ? std::uint32_t{HEDDLE_OK} : report(status, error);
}

void heddle_sim_state_get(const heddle_sim* sim, heddle_scheduler* scheduler,
                          heddle_sim_state* out) {
  const Simulation& simulation = sim->view();
  const std::uint64_t hash = scheduler == nullptr ? 0 : simulation.hash(*scheduler->scheduler);
  *out = {.tick = static_cast<double>(simulation.tick()),
          .bytes = static_cast<double>(simulation.bytes()),
          .extent = simulation.extent(),
          .cell_size = simulation.scenario().ground.cell_size,
          .size = simulation.size(),
          .side = simulation.side(),
          .hash_low = static_cast<std::uint32_t>(hash),
          .hash_high = static_cast<std::uint32_t>(hash >> 32)};
}

void heddle_sim_census(const heddle_sim* sim, uint32_t* counts) {
  const std::vector<std::uint32_t> census = sim->view().census();
  std::fill_n(counts, HEDDLE_SIM_TRIBES, 0U);
  std::copy(census.begin(), census.end(), counts);
}

void heddle_sim_frame(const heddle_sim* sim, uint32_t capacity, const uint8_t* palette,
                      uint8_t* out) {
  constexpr std::size_t k_header = 64;
  const Entities all = sim->view().entities();
  const auto shown = std::min(capacity, static_cast<std::uint32_t>(all.id.size()));
  const auto tick = static_cast<double>(sim->view().tick());
  std::memset(out, 0, k_header);
  std::memcpy(out, &tick, sizeof(tick));
  std::memcpy(out + 8, &shown, sizeof(shown));
  std::memcpy(out + 12, &capacity, sizeof(capacity));
  auto* positions = reinterpret_cast<float*>(out + k_header);
  std::uint8_t* colors = out + k_header + std::size_t{8} * capacity;
  std::uint8_t* ids = out + k_header + std::size_t{12} * capacity;
  std::uint8_t* diets = out + k_header + std::size_t{16} * capacity;
  // Even the hungriest can be seen.
  constexpr std::int64_t k_faintest = 96;
  const std::int64_t most = sim->view().scenario().economy.most;
  for (std::uint32_t i = 0; i < shown; ++i) {
    *positions++ = all.x[i];
    *positions++ = all.y[i];
    const std::int64_t vigor = std::clamp<std::int64_t>(all.energy[i], 0, most);
    std::memcpy(colors + std::size_t{4} * i, palette + std::size_t{4} * all.tribe[i], 3);
    colors[4 * i + 3] = static_cast<std::uint8_t>(k_faintest + vigor * (255 - k_faintest) / most);
    diets[i] =
        static_cast<std::uint8_t>(std::clamp(127.5F * (all.genes.diet[i] + 1), 0.0F, 255.0F));
  }
  if (shown > 0) std::memcpy(ids, all.id.data(), std::size_t{4} * shown);
}

void heddle_sim_food(const heddle_sim* sim, uint8_t* out) {
  const std::int64_t most = std::max(1, sim->view().scenario().food.capacity);
  for (const std::int32_t stock : sim->view().food()) {
    *out++ = static_cast<std::uint8_t>(std::clamp<std::int64_t>(stock, 0, most) * 255 / most);
  }
}

uint32_t heddle_sim_query(const heddle_sim* sim, double x, double y, double radius, uint32_t most,
                          heddle_bytes* out, heddle_error* error) {
  const auto found = sim->view().query(static_cast<float>(x), static_cast<float>(y),
                                       static_cast<float>(radius), most);
  if (!found.ok()) return report(found.error(), error);
  const Entities all = sim->view().entities();
  Json list = Json::array();
  for (const std::uint32_t slot : found.value()) {
    list.push_back(describe(all, sim->view().scenario(), slot));
  }
  return write(list.dump(), out, error);
}

uint32_t heddle_sim_scenario(const heddle_sim* sim, heddle_bytes* out, heddle_error* error) {
  return write(heddle::sim::write_scenario(sim->view().scenario()), out, error);
}

uint32_t heddle_sim_adjust(heddle_sim* sim, const uint8_t* scenario, size_t size,
                           heddle_error* error) {
  const auto read = heddle::sim::read_scenario(text_of(scenario, size));
  if (!read.ok()) return blame(read.error(), error);
  const Status status =
      std::visit([&](auto& world) { return world.adjust(read.value()); }, sim->world);
  return status.ok() ? std::uint32_t{HEDDLE_OK} : blame(status, error);
}

uint32_t heddle_sim_snapshot(const heddle_sim* sim, heddle_bytes* out, heddle_error* error) {
  ByteWriter writer;
  const Status status =
      std::visit([&](const auto& world) { return world.snapshot(writer); }, sim->world);
  if (!status.ok()) return report(status, error);
  heddle::abi::give(writer, out);
  return HEDDLE_OK;
}

heddle_sim* heddle_sim_create_domain(const uint8_t* scenario, size_t size, uint32_t index,
                                     uint32_t count, heddle_scheduler* scheduler,
                                     heddle_control* control, heddle_error* error) {
  const auto read = heddle::sim::read_scenario(text_of(scenario, size));
  if (!read.ok()) {
    blame(read.error(), error);
    return nullptr;
  }
  return hold(Domain::create(read.value(), index, count, Cost::time, making(scheduler, control)),
              error);
}

heddle_sim* heddle_sim_restore_domain(const uint8_t* snapshot, size_t size, uint32_t index,
                                      uint32_t count, heddle_scheduler* scheduler,
                                      heddle_control* control, heddle_error* error) {
  return hold(
      Domain::restore({snapshot, size}, index, count, Cost::time, making(scheduler, control)),
      error);
}

uint32_t heddle_sim_advance(heddle_sim* sim, heddle_scheduler* scheduler, heddle_sim_work* work,
                            heddle_error* error) {
  auto* domain = std::get_if<Domain>(&sim->world);
  if (domain == nullptr) return no_domain(error);
  const Status status = domain->advance(*scheduler->scheduler);
  if (!status.ok()) return report(status, error);
  if (domain->between_ticks()) {
    add_times(*work, domain->part().times());
    add_ledger(*work, domain->part().ledger());
  }
  return HEDDLE_OK;
}

void heddle_sim_letter(const heddle_sim* sim, uint32_t to, heddle_bytes* out) {
  const auto* domain = std::get_if<Domain>(&sim->world);
  const heddle::ByteView letter = domain == nullptr ? heddle::ByteView() : domain->letter(to);
  *out = {const_cast<std::uint8_t*>(letter.data()), letter.size()};
}

uint32_t heddle_sim_deliver(heddle_sim* sim, uint32_t from, const uint8_t* letter, size_t size,
                            heddle_error* error) {
  auto* domain = std::get_if<Domain>(&sim->world);
  if (domain == nullptr) return no_domain(error);
  const Status status = domain->deliver(from, {letter, size});
  return status.ok() ? std::uint32_t{HEDDLE_OK} : report(status, error);
}

uint32_t heddle_sim_domain_get(const heddle_sim* sim, heddle_bytes* out, heddle_error* error) {
  const auto* domain = std::get_if<Domain>(&sim->world);
  if (domain == nullptr) return no_domain(error);
  Json sent = Json::object();
  for (std::size_t i = 0; i < heddle::sim::k_topics.size(); ++i) {
    const auto& [messages, bytes] = domain->traffic()[i];
    sent[std::string(heddle::sim::k_topics[i])] = {{"messages", messages}, {"bytes", bytes}};
  }
  const Json object = {{"rows", {domain->first_row(), domain->end_row()}},
                       {"imbalance", domain->imbalance()},
                       {"sent", sent}};
  return write(object.dump(), out, error);
}

void heddle_sim_hash_part(const heddle_sim* sim, heddle_scheduler* scheduler,
                          heddle_sim_hash* out) {
  const heddle::sim::HashPart part = sim->view().hash_part(*scheduler->scheduler);
  *out = {.size = static_cast<double>(part.size),
          .low = static_cast<std::uint32_t>(part.sum),
          .high = static_cast<std::uint32_t>(part.sum >> 32)};
}

void heddle_sim_hash_of(const heddle_sim* sim, const heddle_sim_hash* all, heddle_sim_hash* out) {
  const std::uint64_t hash =
      sim->view().hash_of({.size = static_cast<std::uint64_t>(all->size),
                           .sum = std::uint64_t{all->high} << 32 | all->low});
  *out = {.size = all->size,
          .low = static_cast<std::uint32_t>(hash),
          .high = static_cast<std::uint32_t>(hash >> 32)};
}

void heddle_sim_release(heddle_sim* sim) { delete sim; }

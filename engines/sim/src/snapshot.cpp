#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "heddle/core/state_hash.h"
#include "heddle/sim/scenario_json.h"
#include "heddle/sim/simulation.h"

#include "create.h"
#include "fields.h"
#include "world.h"

namespace heddle::sim {

static_assert(std::endian::native == std::endian::little,
              "arrays are written as they lie in memory");

namespace {

// "HEDDLSIM", version, hash of all that follows; then the length of the scenario's JSON and the JSON;
// tick, next id, size; food of each cell; the population's arrays, in the order of for_each_array.
constexpr std::string_view k_magic = "HEDDLSIM";
constexpr std::uint32_t k_version = 1;

template <class T>
ByteView bytes_of(const Buffer<T>& array, std::size_t size) {
  return {reinterpret_cast<const std::uint8_t*>(array.data()), size * sizeof(T)};
}

Status malformed(const std::string& why) {
  return {Code::malformed_input, "this is no usable snapshot of a simulation: " + why};
}

Status cut_off() { return malformed("it is cut off; take it again"); }

template <class T>
[[nodiscard]] bool read_array(ByteReader& in, Buffer<T>& array, std::size_t size) {
  const std::optional<ByteView> bytes = in.read_bytes(size * sizeof(T));
  if (!bytes) return false;
  if (size != 0) std::memcpy(static_cast<void*>(array.data()), bytes->data(), bytes->size());
  return true;
}

bool in_limits(const Genes& genes, float cell_size) {
  for (const Gene& gene : k_genes) {
    const double value = genes.*gene.value;
    if (!(value >= gene.limits.least && value <= gene.limits.most)) return false;
  }
  return genes.vision_range <= cell_size;
}

/// Whether everything is where the engine relies on it. A hash does not protect from a snapshot that
/// was made to do harm.
bool is_sound(const World& world) {
  const Population& all = world.population;
  const float extent = world.geometry.extent;
  for (std::uint32_t slot = 0; slot < all.size; ++slot) {
    const float x = all.x[slot];
    const float y = all.y[slot];
    if (!(x >= 0 && x < extent && y >= 0 && y < extent)) return false;
    if (!(std::fabs(all.vx[slot]) <= 8 && std::fabs(all.vy[slot]) <= 8)) return false;
    if (all.id[slot] >= world.next_id || all.tribe[slot] >= world.scenario.tribes.size())
      return false;
    if (all.energy[slot] <= 0 || all.energy[slot] > 2 * k_energy.most) return false;
    if (!in_limits(all.genes[slot], world.geometry.cell_size)) return false;
  }
  for (std::size_t cell = 0; cell < world.food.size(); ++cell) {
    if (world.food[cell] < 0 || world.food[cell] > std::max(world.richness[cell], 0)) return false;
  }
  return true;
}

Status read_world(ByteReader& in, World& world) {
  const auto length = in.read<std::uint32_t>();
  const auto json = length ? in.read_bytes(*length) : std::nullopt;
  if (!json) return cut_off();
  Result<Scenario> scenario = read_scenario(as_text(*json));
  if (!scenario.ok()) return malformed(std::string(scenario.error().message()));
  world.scenario = std::move(scenario).value();
  const auto tick = in.read<std::uint64_t>();
  const auto next_id = in.read<std::uint32_t>();
  const auto size = in.read<std::uint32_t>();
  if (!tick || !next_id || !size) return cut_off();
  world.tick = *tick;
  world.next_id = *next_id;
  // No more memory is taken than the bytes that are there can fill.
  if (*size > k_most_entities || *size > in.remaining() / sizeof(Genes)) return cut_off();
  HEDDLE_TRY(allocate_world(world, std::max(*size, 1U)));
  if (!read_array(in, world.food, world.food.size())) return cut_off();
  bool complete = true;
  world.population.for_each_array(
      [&](auto& array) { complete = complete && read_array(in, array, *size); });
  if (!complete) return cut_off();
  world.population.size = *size;
  if (in.remaining() != 0) return malformed("there are bytes behind its end");
  if (!is_sound(world)) return malformed("it holds what cannot be");
  return {};
}

}  // namespace

Status Simulation::snapshot(ByteWriter& out) const {
  const World& world = *world_;
  const std::string scenario = write_scenario(world.scenario);
  ByteWriter head;
  head.write(static_cast<std::uint32_t>(scenario.size()));
  head.write_text(scenario);
  head.write(world.tick);
  head.write(world.next_id);
  head.write(world.population.size);
  const auto for_each_part = [&](auto&& visit) {
    visit(head.view());
    visit(bytes_of(world.food, world.food.size()));
    world.population.for_each_array(
        [&](const auto& array) { visit(bytes_of(array, world.population.size)); });
  };
  StateHash hash;
  for_each_part([&](ByteView part) { hash.add(part); });
  out.write_text(k_magic);
  out.write(k_version);
  out.write(hash.value());
  for_each_part([&](ByteView part) { out.write_bytes(part); });
  if (head.failed() || out.failed()) {
    return {Code::out_of_memory, "there is not enough memory for a snapshot"};
  }
  return {};
}

Result<Simulation> Simulation::restore(ByteView snapshot) {
  ByteReader in(snapshot);
  const auto magic = in.read_bytes(k_magic.size());
  if (!magic || as_text(*magic) != k_magic) return malformed("it does not begin like one");
  const auto version = in.read<std::uint32_t>();
  const auto hash = in.read<std::uint64_t>();
  if (!version || !hash) return cut_off();
  if (*version != k_version) {
    return malformed("its version is " + std::to_string(*version) +
                     ", this program reads version " + std::to_string(k_version));
  }
  if (hash64(snapshot.subspan(in.position())) != *hash) {
    return malformed("its bytes are damaged or cut off; take it again");
  }
  auto world = std::make_unique<World>();
  HEDDLE_TRY(read_world(in, *world));
  return Simulation(std::move(world));
}

}  // namespace heddle::sim

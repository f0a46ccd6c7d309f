#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "heddle/core/state_hash.h"
#include "heddle/runtime/parallel.h"
#include "heddle/sim/scenario_json.h"
#include "heddle/sim/simulation.h"

#include "create.h"
#include "fields.h"
#include "snapshot_format.h"
#include "world.h"

namespace heddle::sim {

static_assert(std::endian::native == std::endian::little,
              "arrays are written as they lie in memory");

namespace {

constexpr std::string_view k_magic = "HEDDLSIM";
constexpr std::uint32_t k_version = 2;

template <class T>
ByteView bytes_of(const Buffer<T>& array, Range range) {
  return {reinterpret_cast<const std::uint8_t*>(array.data() + range.begin),
          range.size() * sizeof(T)};
}

Status malformed(const std::string& why) {
  return {Code::malformed_input, "this is no usable snapshot of a simulation: " + why};
}
Status cut_off() { return malformed("it is cut off; take it again"); }
Status damaged() { return malformed("its bytes are damaged or cut off; take it again"); }
Status impossible() { return malformed("it holds what cannot be"); }

/// Entities that lanes take over at once.
constexpr std::size_t k_entities_per_chunk = 8192;

std::uint32_t kilobytes(std::size_t bytes) { return static_cast<std::uint32_t>(bytes / 1024); }

bool in_limits(const Genes& genes, float cell_size) {
  for (const Gene& gene : k_genes) {
    const double value = genes.*gene.value;
    if (!(value >= gene.limits.least && value <= gene.limits.most)) return false;
  }
  return genes.vision_range <= cell_size;
}

/// Whether the entities are as the engine relies on it. A hash does not protect from a snapshot that
/// was made to do harm.
bool are_sound(const World& world, Range positions) {
  const Population& all = world.population;
  for (std::size_t k = positions.begin; k < positions.end; ++k) {
    if (!(std::fabs(all.vx[k]) <= 8 && std::fabs(all.vy[k]) <= 8)) return false;
    if (all.id[k] >= world.next_id || all.tribe[k] >= world.scenario.tribes.size()) return false;
    if (all.energy[k] <= 0 || all.energy[k] > 2 * k_energy.most) return false;
    if (!in_limits(all.genes[k], world.geometry.cell_size)) return false;
  }
  return true;
}

bool is_food_sound(const World& world) {
  for (std::size_t cell = 0; cell < world.food.size(); ++cell) {
    if (world.food[cell] < 0 || world.food[cell] > std::max(world.richness[cell], 0)) return false;
  }
  return true;
}

/// One array of a part, in which numbers need not be aligned.
template <class T>
class Array {
 public:
  explicit Array(ByteView bytes) : bytes_(bytes) {}
  [[nodiscard]] T operator[](std::size_t i) const {
    T value;
    std::memcpy(&value, bytes_.data() + i * sizeof(T), sizeof(T));
    return value;
  }

 private:
  ByteView bytes_;
};

class Reader {
 public:
  Reader(ByteView snapshot, World& world, const Making& making)
      : in_(snapshot), snapshot_(snapshot), world_(world), making_(making) {}

  Status read_head(std::uint32_t& parts) {
    const auto magic = in_.read_bytes(k_magic.size());
    if (!magic || as_text(*magic) != k_magic) return malformed("it does not begin like one");
    const auto version = in_.read<std::uint32_t>();
    if (version && *version != k_version) {
      return malformed("its version is " + std::to_string(*version) +
                       ", this program reads version " + std::to_string(k_version));
    }
    const auto hash = in_.read<std::uint64_t>();
    const std::size_t begin = in_.position();
    const auto length = in_.read<std::uint32_t>();
    const auto json = length ? in_.read_bytes(*length) : std::nullopt;
    const auto tick = in_.read<std::uint64_t>();
    const auto next_id = in_.read<std::uint32_t>();
    const auto count = in_.read<std::uint32_t>();
    if (!hash || !json || !tick || !next_id || !count) return cut_off();
    if (hash64(snapshot_.subspan(begin, in_.position() - begin)) != *hash) return damaged();
    Result<Scenario> scenario = read_scenario(as_text(*json));
    if (!scenario.ok()) return malformed(std::string(scenario.error().message()));
    world_.scenario = std::move(scenario).value();
    world_.tick = *tick;
    world_.next_id = *next_id;
    parts = *count;
    return {};
  }

  /// first_row  where the part must begin; then where the next one must.
  Status read_part(Scheduler& scheduler, std::uint32_t& first_row) {
    const auto hash = in_.read<std::uint64_t>();
    const std::size_t begin = in_.position();
    const auto first = in_.read<std::uint32_t>();
    const auto end = in_.read<std::uint32_t>();
    const auto size = in_.read<std::uint32_t>();
    if (!hash || !first || !end || !size) return cut_off();
    if (*first != first_row || *end <= *first || *end > world_.geometry.side) {
      return malformed("its parts do not fit together");
    }
    first_row = *end;
    const std::size_t cells = std::size_t{*end - *first} * world_.geometry.side;
    const auto food = in_.read_bytes(cells * sizeof(std::int32_t));
    // No more memory is taken than the bytes that are there can fill.
    if (!food || *size > k_most_entities || *size > in_.remaining() / k_entity_bytes) {
      return cut_off();
    }
    const std::size_t arrays = in_.position();
    (void)in_.read_bytes(*size * k_entity_bytes);
    if (hash64(snapshot_.subspan(begin, in_.position() - begin)) != *hash) return damaged();
    std::memcpy(world_.food.data() + std::size_t{*first} * world_.geometry.side, food->data(),
                food->size());
    return read_entities(scheduler, snapshot_.subspan(arrays, *size * k_entity_bytes), *size);
  }

  [[nodiscard]] bool at_end() const { return in_.remaining() == 0; }

 private:
  Status read_entities(Scheduler& scheduler, ByteView bytes, std::uint32_t size) {
    const Array<float> x(bytes);
    const Array<float> y(bytes.subspan(size * sizeof(float)));
    const float extent = world_.geometry.extent;
    std::vector<std::uint32_t> known;
    for (std::uint32_t i = 0; i < size; ++i) {
      if (!(x[i] >= 0 && x[i] < extent && y[i] >= 0 && y[i] < extent)) return impossible();
      if (world_.knows(world_.geometry.column(y[i]))) known.push_back(i);
    }
    HEDDLE_TRY(world_.make_room(static_cast<std::uint32_t>(known.size())));
    Population& all = world_.population;
    const std::uint32_t begin = all.size;
    all.size += static_cast<std::uint32_t>(known.size());
    const auto take = [&](Range chunk, std::uint32_t) -> Status {
      std::size_t at = 0;
      all.for_each_array([&]<class T>(Buffer<T>& array) {
        const Array<T> values(bytes.subspan(at));
        for (std::size_t i = chunk.begin; i < chunk.end; ++i) array[begin + i] = values[known[i]];
        at += size * sizeof(T);
      });
      if (!are_sound(world_, {begin + chunk.begin, begin + chunk.end})) return impossible();
      making_.progress.add(kilobytes(chunk.size() * k_entity_bytes));
      return {};
    };
    return parallel_for(scheduler, {0, known.size()}, k_entities_per_chunk, take, making_.cancel);
  }

  ByteReader in_;
  ByteView snapshot_;
  World& world_;
  const Making& making_;
};

}  // namespace

void write_snapshot_head(const World& world, std::uint32_t parts, ByteWriter& out) {
  const std::string scenario = write_scenario(world.scenario);
  ByteWriter head;
  head.write(static_cast<std::uint32_t>(scenario.size()));
  head.write_text(scenario);
  head.write(world.tick);
  head.write(world.next_id);
  head.write(parts);
  out.write_text(k_magic);
  out.write(k_version);
  out.write(hash64(head.view()));
  out.write_bytes(head.view());
}

void write_snapshot_part(const World& world, ByteWriter& out) {
  const Range own = world.positions(world.own);
  const std::size_t side = world.geometry.side;
  ByteWriter head;
  head.write(world.own.begin);
  head.write(world.own.end);
  head.write(static_cast<std::uint32_t>(own.size()));
  const auto for_each_part = [&](auto&& visit) {
    visit(head.view());
    visit(bytes_of(world.food, {world.own.begin * side, world.own.end * side}));
    world.population.for_each_array([&](const auto& array) { visit(bytes_of(array, own)); });
  };
  StateHash hash;
  std::size_t bytes = 0;
  for_each_part([&](ByteView part) {
    hash.add(part);
    bytes += part.size();
  });
  out.expect(sizeof(std::uint64_t) + bytes);
  out.write(hash.value());
  for_each_part([&](ByteView part) { out.write_bytes(part); });
}

Status read_snapshot(ByteView snapshot, World& world,
                     const std::function<Status(std::uint32_t rows, Rows& own)>& choose,
                     const Making& making) {
  Reader reader(snapshot, world, making);
  std::uint32_t parts = 0;
  HEDDLE_TRY(reader.read_head(parts));
  Rows own;
  HEDDLE_TRY(choose(geometry_of(world.scenario).side, own));
  HEDDLE_TRY(allocate_world(world, own));
  // To put them in order takes about as long as to read them.
  const std::uint32_t whole = kilobytes(snapshot.size());
  making.progress.start(2 * whole);
  return on_lanes(making, [&](Scheduler& scheduler) -> Status {
    std::uint32_t row = 0;
    for (std::uint32_t part = 0; part < parts; ++part) {
      HEDDLE_TRY(reader.read_part(scheduler, row));
    }
    if (row != world.geometry.side) return malformed("its parts do not fit together");
    if (!reader.at_end()) return malformed("there are bytes behind its end");
    if (!is_food_sound(world)) return impossible();
    return finish_world(world, scheduler, making, whole);
  });
}

Status Simulation::snapshot(ByteWriter& out) const {
  write_snapshot_head(*world_, 1, out);
  write_snapshot_part(*world_, out);
  if (out.failed()) return {Code::out_of_memory, "there is not enough memory for a snapshot"};
  return {};
}

Result<Simulation> Simulation::restore(ByteView snapshot, const Making& making) {
  auto world = std::make_unique<World>();
  const auto all = [](std::uint32_t rows, Rows& own) -> Status {
    own = {0, rows};
    return {};
  };
  HEDDLE_TRY(read_snapshot(snapshot, *world, all, making));
  return Simulation(std::move(world));
}

}  // namespace heddle::sim

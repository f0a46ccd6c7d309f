#include "crossing.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <utility>

#include "behave.h"
#include "turnover.h"

namespace heddle::sim {

namespace {

constexpr std::int32_t k_courtship = -1;  ///< in place of a strike

std::uint32_t mother_id(const World& world, const Abroad::Couple& couple) {
  const std::uint32_t* id = world.population.id.data();
  return std::min(id[couple.own], id[couple.other]);
}

}  // namespace

template <class Read>
Status Crossing::for_each_letter(Topic topic, Read&& read) const {
  for (std::uint32_t from = 0; from < domains(); ++from) {
    if (from == index_) continue;
    const std::optional<ByteReader> message = find_message(inbox_[from], topic);
    if (!message || !read(*message)) return damaged_letter(from, topic);
  }
  return {};
}

Crossing::Place Crossing::place_of(std::uint32_t position) const {
  const std::uint32_t cell =
      world_.geometry.cell(world_.population.x[position], world_.population.y[position]);
  return {cell, position - world_.cell_begin[cell]};
}

std::uint32_t Crossing::owner_of_position(std::uint32_t position) const {
  return owner_of(borders_, world_.geometry.column(world_.population.y[position]));
}

std::uint32_t Crossing::read_position(ByteReader& in) const {
  const auto cell = in.read<std::uint32_t>();
  const auto rank = in.read<std::uint32_t>();
  if (!rank || *cell >= world_.geometry.cells()) return Intents::k_none;
  const std::uint32_t* begin = world_.cell_begin.data() + *cell;
  return *rank < begin[1] - begin[0] ? begin[0] + *rank : Intents::k_none;
}

void Crossing::send_intents() {
  struct Intent {
    std::uint32_t own;
    std::uint32_t other;
    std::int32_t strike;
  };
  std::vector<std::vector<Intent>> intents(domains());
  const auto look = [&](std::uint32_t row) {
    const auto [begin, end] = world_.row_positions(row);
    for (auto k = static_cast<std::uint32_t>(begin); k < end; ++k) {
      const std::uint32_t aim = world_.intents.aim[k];
      const std::uint32_t other = aim & ~Intents::k_attack;
      if (aim == Intents::k_none || world_.owns_position(other)) continue;
      const bool attacks = (aim & Intents::k_attack) != 0;
      intents[owner_of_position(other)].push_back(
          {k, other, attacks ? world_.intents.strike[k] : k_courtship});
    }
  };
  // Nobody reaches farther than a row.
  look(world_.own.begin);
  if (world_.own.end - world_.own.begin > 1) look(world_.own.end - 1);
  for (std::uint32_t to = 0; to < domains(); ++to) {
    if (to == index_) continue;
    outbox_.add(to, Topic::intents, [&](ByteWriter& out) {
      for (const auto& [own, other, strike] : intents[to]) {
        for (const Place& place : {place_of(own), place_of(other)}) {
          out.write(place.cell);
          out.write(place.rank);
        }
        out.write(strike);
      }
    });
  }
}

Status Crossing::receive_intents() {
  return for_each_letter(Topic::intents, [&](ByteReader in) {
    Intents& intents = world_.intents;
    while (in.remaining() != 0) {
      const std::uint32_t other = read_position(in);
      const std::uint32_t own = read_position(in);
      const auto strike = in.read<std::int32_t>();
      if (!strike || other == Intents::k_none || own == Intents::k_none) return false;
      if (!world_.owns_position(own) || world_.owns_position(other)) return false;
      if (*strike == k_courtship) {
        intents.aim[other] = own;
      } else {
        intents.aim[other] = own | Intents::k_attack;
        intents.strike[other] = *strike;
        add_damage(intents.damage[own], *strike);
      }
    }
    return true;
  });
}

void Crossing::send_outcomes() {
  const Abroad& abroad = world_.abroad;
  const std::uint32_t* id = world_.population.id.data();
  for (std::uint32_t to = 0; to < domains(); ++to) {
    if (to == index_) continue;
    outbox_.add(to, Topic::loot, [&](ByteWriter& out) {
      for (const auto& [winner, energy] : abroad.loot) {
        if (owner_of_position(winner) != to) continue;
        const auto [cell, rank] = place_of(winner);
        out.write(cell);
        out.write(rank);
        out.write(energy);
      }
    });
    outbox_.add(to, Topic::births, [&](ByteWriter& out) {
      out.write(static_cast<std::uint32_t>(world_.parents.size()));
      for (const std::uint32_t mother : world_.parents) out.write(id[mother]);
      for (const Abroad::Couple& couple : abroad.couples) {
        if (couple.ready) out.write(mother_id(world_, couple));
      }
    });
  }
}

Status Crossing::receive_loot() {
  return for_each_letter(Topic::loot, [&](ByteReader in) {
    while (in.remaining() != 0) {
      const std::uint32_t winner = read_position(in);
      const auto energy = in.read<std::int32_t>();
      if (!energy || winner == Intents::k_none || !world_.owns_position(winner)) return false;
      loot(world_, winner, *energy);
    }
    return true;
  });
}

Status Crossing::bear_children(Scheduler& scheduler) {
  const std::uint32_t* id = world_.population.id.data();
  std::vector<std::uint32_t> mothers;
  // Of couples across a border each side says whether its own one is ready: both say so, or it is off.
  std::vector<std::uint32_t> halves;
  for (const std::uint32_t mother : world_.parents) mothers.push_back(id[mother]);
  for (const Abroad::Couple& couple : world_.abroad.couples) {
    if (couple.ready) halves.push_back(mother_id(world_, couple));
  }
  HEDDLE_TRY(for_each_letter(Topic::births, [&](ByteReader in) {
    std::uint32_t certain = in.read<std::uint32_t>().value_or(0);
    while (const auto mother = in.read<std::uint32_t>()) {
      (certain > 0 ? mothers : halves).push_back(*mother);
      certain -= certain > 0 ? 1 : 0;
    }
    return certain == 0 && in.remaining() == 0;
  }));
  std::sort(halves.begin(), halves.end());
  std::vector<std::uint32_t> agreed;
  for (std::size_t i = 1; i < halves.size(); ++i) {
    if (halves[i] == halves[i - 1]) agreed.push_back(halves[i]);
  }
  mothers.insert(mothers.end(), agreed.begin(), agreed.end());
  std::sort(mothers.begin(), mothers.end());
  const auto child_of = [&](std::uint32_t mother) {
    const auto at = std::lower_bound(mothers.begin(), mothers.end(), id[mother]);
    return world_.next_id + static_cast<std::uint32_t>(at - mothers.begin());
  };
  std::vector<Birth>& births = world_.births;
  births.clear();
  for (const std::uint32_t mother : world_.parents) {
    births.push_back({mother, world_.intents.aim[mother], child_of(mother)});
  }
  for (const Abroad::Couple& couple : world_.abroad.couples) {
    const std::uint32_t mother = mother_id(world_, couple);
    if (!std::binary_search(agreed.begin(), agreed.end(), mother)) continue;
    if (id[couple.own] == mother) {
      births.push_back({couple.own, couple.other, child_of(couple.own)});
    } else {
      world_.population.energy[couple.own] -= world_.scenario.mating.cost;
    }
  }
  world_.next_id += static_cast<std::uint32_t>(mothers.size());
  return bear(world_, scheduler, births);
}

std::uint64_t Crossing::audience(std::uint32_t row) const {
  const Geometry& geometry = world_.geometry;
  const auto bit = [&](std::uint32_t r) { return std::uint64_t{1} << owner_of(borders_, r); };
  return bit(row) | bit(geometry.next(row)) | bit(geometry.previous(row));
}

void Crossing::depart(Rows before) {
  const std::uint32_t side = world_.geometry.side;
  std::vector<std::uint64_t> audiences(side);
  for (std::uint32_t row = 0; row < side; ++row) audiences[row] = audience(row);
  const std::uint64_t self = std::uint64_t{1} << index_;
  const Population& all = world_.population;
  std::int32_t* damage = world_.intents.damage.data();
  std::vector<std::vector<std::uint32_t>> leaving(domains());
  const auto send = [&](std::uint32_t k) {
    if (damage[k] < 0) return;
    const std::uint64_t audience = audiences[world_.geometry.column(all.y[k])];
    if ((audience & self) == 0) damage[k] = Intents::k_gone;
    for (std::uint64_t rest = audience & ~self; rest != 0; rest &= rest - 1) {
      leaving[static_cast<std::size_t>(std::countr_zero(rest))].push_back(k);
    }
  };
  const auto [own_begin, own_end] = world_.positions(before);
  const std::uint32_t newborn = world_.cell_begin[world_.geometry.first_cell(side)];
  // Copies of others come anew in each tick.
  for (std::uint32_t k = 0; k < own_begin; ++k) damage[k] = Intents::k_gone;
  for (auto k = static_cast<std::uint32_t>(own_end); k < newborn; ++k) damage[k] = Intents::k_gone;
  for (auto k = static_cast<std::uint32_t>(own_begin); k < own_end; ++k) send(k);
  for (std::uint32_t k = newborn; k < all.size; ++k) send(k);
  for (std::uint32_t to = 0; to < domains(); ++to) {
    if (to == index_) continue;
    send_entities(to, leaving[to]);
    outbox_.add(to, Topic::food, [&](ByteWriter& out) {
      for (std::uint32_t row = before.begin; row < before.end; ++row) {
        if ((audiences[row] >> to & 1) == 0) continue;
        out.write(row);
        const std::int32_t* food = world_.food.data() + world_.geometry.first_cell(row);
        out.write_bytes({reinterpret_cast<const std::uint8_t*>(food), side * sizeof(*food)});
      }
    });
  }
}

void Crossing::send_entities(std::uint32_t to, const std::vector<std::uint32_t>& positions) {
  outbox_.add(to, Topic::entities, [&](ByteWriter& out) {
    out.write(static_cast<std::uint32_t>(positions.size()));
    world_.population.for_each_array([&](const auto& array) {
      for (const std::uint32_t k : positions) out.write(array[k]);
    });
  });
}

bool Crossing::receive_entities(ByteReader in, Status& status) {
  const auto count = in.read<std::uint32_t>();
  if (!count || in.remaining() != std::size_t{*count} * k_entity_bytes) return false;
  Population& all = world_.population;
  status = world_.make_room(*count);
  if (!status.ok()) return true;
  all.for_each_array([&]<class T>(Buffer<T>& array) {
    const auto bytes = in.read_bytes(*count * sizeof(T)).value_or(ByteView());
    if (*count != 0) std::memcpy(array.data() + all.size, bytes.data(), bytes.size());
  });
  std::fill_n(world_.intents.damage.data() + all.size, *count, 0);
  for (std::uint32_t k = all.size; k < all.size + *count; ++k) {
    const float extent = world_.geometry.extent;
    const bool inside = all.x[k] >= 0 && all.x[k] < extent && all.y[k] >= 0 && all.y[k] < extent;
    if (!inside || !world_.knows(world_.geometry.column(all.y[k]))) return false;
  }
  all.size += *count;
  return true;
}

bool Crossing::receive_food(ByteReader in) {
  const std::uint32_t side = world_.geometry.side;
  while (in.remaining() != 0) {
    const auto row = in.read<std::uint32_t>();
    const auto stock = in.read_bytes(side * sizeof(std::int32_t));
    if (!stock || *row >= side) return false;
    std::memcpy(world_.food.data() + world_.geometry.first_cell(*row), stock->data(),
                stock->size());
  }
  return true;
}

Status Crossing::arrive() {
  Status memory;
  HEDDLE_TRY(for_each_letter(Topic::entities,
                             [&](ByteReader in) { return receive_entities(in, memory); }));
  HEDDLE_TRY(std::move(memory));
  return for_each_letter(Topic::food, [&](ByteReader in) { return receive_food(in); });
}

}  // namespace heddle::sim

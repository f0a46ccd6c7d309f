#pragma once

#include <optional>
#include <string>

#include "heddle/sim/simulation.h"

namespace heddle::sim {

/// The first thing in which two simulations differ: by the lowest id, else by the lowest cell.
struct Difference {
  std::string what;   ///< for people, such as "x of entity 17" or "the number of ticks"
  std::string left;   ///< its value, with as many digits as tell it from others, or "missing"
  std::string right;  ///< the same on the other side
};

/// Compares the states to the last bit; none when they are the same. Rules and seeds are not compared,
/// only what came of them.
[[nodiscard]] std::optional<Difference> first_difference(const Simulation& left,
                                                         const Simulation& right);

}  // namespace heddle::sim

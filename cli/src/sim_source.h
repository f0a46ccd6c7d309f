#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/sim/simulation.h"

namespace heddle::cli {

/// What a command changes in a scenario.
struct SimChanges {
  std::optional<std::uint32_t> entities;
  std::optional<std::uint64_t> seed;
};

/// The simulation that `source` names: a bundled scenario, a file with a scenario as JSON, or a file with
/// a snapshot. Failures that are about the file's content have location().input 0.
/// Errors  invalid_argument (a snapshot cannot be changed), io, malformed_input, out_of_memory.
[[nodiscard]] Result<sim::Simulation> open_simulation(const std::string& source,
                                                      const SimChanges& changes);

/// The bundled scenarios' names, for a help text: "meadow, predators, …".
[[nodiscard]] std::string bundled_names();

/// A hash as it is printed: 16 hexadecimal digits.
[[nodiscard]] std::string hash_text(std::uint64_t hash);

/// A scheduler, or a failure that names --threads.
[[nodiscard]] Result<std::unique_ptr<Scheduler>> make_lanes(std::uint32_t count);

}  // namespace heddle::cli

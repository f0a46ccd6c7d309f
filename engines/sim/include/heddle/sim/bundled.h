#pragma once

#include <span>
#include <string_view>

namespace heddle::sim {

/// A scenario that comes with the library.
struct Bundled {
  std::string_view name;  ///< as on the command line, such as "tribes-at-war"
  std::string_view json;  ///< for read_scenario
};

/// All of them, in the order in which they are shown to people.
[[nodiscard]] std::span<const Bundled> bundled_scenarios();

/// The JSON of the scenario of that name; empty when there is none.
[[nodiscard]] std::string_view find_bundled(std::string_view name);

}  // namespace heddle::sim

#pragma once

#include <string>
#include <string_view>

#include "heddle/core/status.h"
#include "heddle/sim/scenario.h"

namespace heddle::sim {

/// Reads a scenario from JSON as scenario.schema.json describes it. What the JSON leaves out has the
/// defaults of scenario.h; `name`, `tribes` and each tribe's `name` are required.
/// json    UTF-8, borrowed for the call.
/// Errors  malformed_input, with the path of the field to blame, such as
///         `/tribes/1/genes/vision_range`; with line and byte offset when it is no JSON at all.
/// Threads safe.
[[nodiscard]] Result<Scenario> read_scenario(std::string_view json);

/// The scenario as JSON with all its fields, indented, with a line feed at the end; read_scenario gives the
/// same scenario back, to the bit. The texts must be UTF-8.
[[nodiscard]] std::string write_scenario(const Scenario& scenario);

}  // namespace heddle::sim

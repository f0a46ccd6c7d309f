#pragma once

#include <functional>

#include <CLI/CLI.hpp>

#include "options.h"

namespace heddle::cli {

/// Runs a command whose options have been read.
using Run = std::function<Exit()>;

/// Each adds a command below `parent` and sets `chosen` when the user names it.
void add_info(CLI::App& parent, Run& chosen);
void add_sim_compare(CLI::App& parent, Run& chosen);
void add_sim_run(CLI::App& parent, Run& chosen);
void add_table_diff(CLI::App& parent, Run& chosen);
void add_table_merge(CLI::App& parent, Run& chosen);
void add_table_patch(CLI::App& parent, Run& chosen);

}  // namespace heddle::cli

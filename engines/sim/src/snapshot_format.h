#pragma once

#include <cstdint>
#include <functional>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/sim/making.h"

#include "world.h"

namespace heddle::sim {

/// A snapshot is a head and one part for each domain, so that domains write theirs apart:
///
///     head  "HEDDLSIM", version (u32), hash of what follows in the head (u64); bytes of the scenario (u32),
///           the scenario as JSON; tick (u64), next id (u32), parts (u32)
///     part  hash of what follows in the part (u64); first row, row behind the last one, entities (u32
///           each); food of each cell in these rows; the population's arrays, in the order of for_each_array
///
/// All numbers are little-endian.
void write_snapshot_head(const World& world, std::uint32_t parts, ByteWriter& out);
void write_snapshot_part(const World& world, ByteWriter& out);

/// Makes a world of a snapshot, with the entities in the rows that it knows, in order.
/// choose  is told how many rows there are, and says which of them are the world's own.
/// Errors  malformed_input, out_of_memory, cancelled, and those of `choose`.
[[nodiscard]] Status read_snapshot(
    ByteView snapshot, World& world,
    const std::function<Status(std::uint32_t rows, Rows& own)>& choose, const Making& making);

}  // namespace heddle::sim

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace heddle::sim {

/// The rows of cells cut into strips: domain i owns the rows from borders[i] up to but not including
/// borders[i + 1]. Every strip has a row.
using Borders = std::vector<std::uint32_t>;

/// Strips of about the same height.
/// count  1 to `rows`.
[[nodiscard]] Borders even_borders(std::uint32_t rows, std::uint32_t count);

/// Who owns a row.
[[nodiscard]] std::uint32_t owner_of(const Borders& borders, std::uint32_t row);

/// Strips for which the longest time that a domain takes is the shortest possible.
/// work   of each row.
/// pace   time that each domain takes for a unit of work; more than 0.
[[nodiscard]] Borders balanced_borders(std::span<const double> work, std::span<const double> pace);

/// How much longer the slowest domain takes than the mean: 1 when all take equally long.
[[nodiscard]] double imbalance(const Borders& borders, std::span<const double> work,
                               std::span<const double> pace);

}  // namespace heddle::sim

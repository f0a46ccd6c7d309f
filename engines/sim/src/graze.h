#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "heddle/sim/scenario.h"

#include "row_scratch.h"

namespace heddle::sim {

/// What can be eaten of a stock: all but the roots.
/// most  that fits into the cell; less than 0 for a barrier.
[[nodiscard]] inline std::int32_t edible(std::int32_t stock, std::int32_t most, const Food& food) {
  return std::max(stock - static_cast<std::int32_t>(static_cast<float>(most) * food.roots), 0);
}

/// Fills `scratch.claim` with how much of its cell's stock each entity of a row would eat: nothing where
/// there is less than is worth it, nor more than it can hold.
void claim_food(const World& world, std::uint32_t row, RowScratch& scratch);

/// No cell can hold more.
constexpr std::int32_t k_most_stock = 1 << 20;

/// Turns claims into what each gets: all of it or, when there is not enough, a share of the stock by
/// claim; what is left over by rounding goes unit by unit to the first who claim.
/// claims  at least 0; in the order of ids.
/// Returns the sum of what they get, at most the stock.
[[nodiscard]] inline std::int32_t share_stock(std::int32_t stock, std::span<std::int32_t> claims) {
  std::int64_t total = 0;
  for (const std::int32_t claim : claims) total += claim;
  if (total <= stock) return static_cast<std::int32_t>(total);
  // All numbers are below 2^32 and shares below 2^21, so that the quotient of doubles, which is rounded at
  // 2^-32, is never rounded up to an integer: the same as of integers, and several times faster.
  const bool fits = stock < k_most_stock && total < std::int64_t{1} << 32;
  const auto share = [&](std::int32_t claim) {
    if (!fits) return static_cast<std::int32_t>(std::int64_t{stock} * claim / total);
    return static_cast<std::int32_t>(static_cast<double>(stock) * static_cast<double>(claim) /
                                     static_cast<double>(total));
  };
  constexpr std::int32_t k_nothing = -1;
  std::int32_t rest = stock;
  for (std::int32_t& claim : claims) {
    claim = claim > 0 ? share(claim) : k_nothing;
    rest -= std::max(claim, 0);
  }
  for (std::int32_t& claim : claims) {
    const std::int32_t more = rest > 0 && claim != k_nothing ? 1 : 0;
    claim = std::max(claim, 0) + more;
    rest -= more;
  }
  return stock;
}

/// Logistic growth of a stock in a tick: growth / 1024 * stock * (1 - stock / most), rounded down, but
/// at least 1 where something can grow, so that bare ground recovers.
/// most  at most 2^20; 0 or less where nothing grows.
[[nodiscard]] inline std::int32_t regrowth(std::int32_t stock, std::int32_t most,
                                           std::int32_t growth) {
  if (stock >= most || growth == 0) return 0;
  const std::int32_t room = most - stock;
  // Exact for the reason given above.
  const auto logistic = static_cast<std::int32_t>(
      static_cast<double>(stock) * static_cast<double>(room) / static_cast<double>(most));
  return std::clamp(logistic * growth / 1024, 1, room);
}

}  // namespace heddle::sim

#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "heddle/sim/scenario.h"

namespace heddle::sim {

/// Share of plants in what it eats, 0 to 1.
[[nodiscard]] inline float herbivory(const Genes& genes) { return (1.0F - genes.diet) * 0.5F; }

/// Least stock of a cell that it cares to eat.
[[nodiscard]] inline std::int32_t worth_eating(const Genes& genes, const Food& food) {
  return static_cast<std::int32_t>(genes.food_selectivity * static_cast<float>(food.capacity));
}

/// What can be eaten of a stock: all but the roots.
/// most  that fits into the cell; less than 0 for a barrier.
[[nodiscard]] inline std::int32_t edible(std::int32_t stock, std::int32_t most, const Food& food) {
  return std::max(stock - static_cast<std::int32_t>(static_cast<float>(most) * food.roots), 0);
}

/// How much of a cell's stock an entity of `energy` would eat.
[[nodiscard]] inline std::int32_t claim_of(const Genes& genes, std::int32_t energy,
                                           std::int32_t stock, const Food& food,
                                           const Economy& economy) {
  if (stock < worth_eating(genes, food)) return 0;
  const auto bite = static_cast<std::int32_t>(economy.bite * herbivory(genes));
  return std::clamp(economy.most - energy, 0, bite);
}

/// Turns claims into what each gets: all of it or, when there is not enough, a share of the stock by
/// claim; what is left over by rounding goes unit by unit to the first who claim.
/// claims  at least 0; in the order of ids.
/// Returns the sum of what they get, at most the stock.
[[nodiscard]] inline std::int32_t share_stock(std::int32_t stock, std::span<std::int32_t> claims) {
  std::int64_t total = 0;
  for (const std::int32_t claim : claims) total += claim;
  if (total <= stock) return static_cast<std::int32_t>(total);
  const auto share = [&](std::int32_t claim) {
    return static_cast<std::int32_t>(std::int64_t{stock} * claim / total);
  };
  std::int32_t rest = stock;
  for (const std::int32_t claim : claims) rest -= share(claim);
  for (std::int32_t& claim : claims) {
    const std::int32_t more = rest > 0 && claim > 0 ? 1 : 0;
    claim = share(claim) + more;
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
  const std::int64_t room = most - stock;
  const std::int64_t grown = stock * room / most * growth / 1024;
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(grown, 1, room));
}

}  // namespace heddle::sim

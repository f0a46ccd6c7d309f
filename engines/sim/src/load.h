#pragma once

#include <cstdint>
#include <vector>

#include "heddle/core/status.h"

#include "borders.h"
#include "letter.h"
#include "world.h"

namespace heddle::sim {

/// What rows cost and how fast domains are, as all of them know it, so that all come to the same
/// borders.
class Load {
 public:
  Load(std::uint32_t rows, std::uint32_t domains)
      : work_(rows, 0), pace_(domains, 1), measured_(domains) {}

  /// Tells the others what the own rows cost.
  /// busy  nanoseconds that the domain has worked since it told them last; nullptr: it is not measured.
  void send(const World& world, std::uint32_t index, const std::uint64_t* busy, Outbox& outbox);

  /// Errors  malformed_input.
  [[nodiscard]] Status receive(const std::vector<std::vector<std::uint8_t>>& inbox,
                               std::uint32_t index);

  /// Better borders, or the same when these are good enough.
  [[nodiscard]] Borders balance(const Borders& borders) const;
  [[nodiscard]] double imbalance_of(const Borders& borders) const;

 private:
  /// busy  negative: not measured.
  void take(std::uint32_t domain, std::uint32_t first_row, const std::vector<double>& work,
            double busy);

  std::vector<double> work_;  ///< of each row
  std::vector<double> pace_;  ///< time for a unit of work of each domain, smoothed
  std::vector<bool> measured_;
};

}  // namespace heddle::sim

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/sim/domain.h"

namespace heddle::sim {

/// All domains of a world in this process, each on one lane: what isolated memories would do, to be
/// tested and measured.
class DomainGroup {
 public:
  /// Errors  as Domain::create.
  [[nodiscard]] static Result<DomainGroup> create(const Scenario& scenario, std::uint32_t count,
                                                  Cost cost = Cost::time);
  /// Errors  as Domain::restore.
  [[nodiscard]] static Result<DomainGroup> restore(ByteView snapshot, std::uint32_t count,
                                                   Cost cost = Cost::time);

  /// Lets `ticks` ticks pass; the domains share the lanes of `scheduler`.
  /// Errors  of Domain::advance; the world cannot go on then. cancelled, between two ticks.
  [[nodiscard]] Status step(Scheduler& scheduler, std::uint64_t ticks = 1, CancelToken cancel = {});

  /// As of a Simulation.
  [[nodiscard]] std::uint64_t hash(Scheduler& scheduler) const;
  [[nodiscard]] std::uint64_t tick() const { return domains_.front().part().tick(); }
  [[nodiscard]] const Scenario& scenario() const { return domains_.front().part().scenario(); }
  [[nodiscard]] std::uint64_t bytes() const;
  /// Of each phase the longest of all domains.
  [[nodiscard]] PhaseTimes times() const;
  [[nodiscard]] std::uint32_t size() const;
  [[nodiscard]] std::vector<std::uint32_t> census() const;
  /// Errors  out_of_memory.
  [[nodiscard]] Status snapshot(ByteWriter& out) const;
  [[nodiscard]] const std::vector<Domain>& domains() const { return domains_; }

 private:
  DomainGroup() = default;
  template <class Make>
  static Result<DomainGroup> make(std::uint32_t count, Make&& make_domain);
  Status advance(Scheduler& scheduler);
  Status exchange();

  std::vector<Domain> domains_;
  std::vector<std::unique_ptr<Scheduler>> schedulers_;
};

}  // namespace heddle::sim

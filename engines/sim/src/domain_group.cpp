#include "heddle/sim/domain_group.h"

#include <algorithm>
#include <utility>

#include "heddle/runtime/parallel.h"

namespace heddle::sim {

template <class Make>
Result<DomainGroup> DomainGroup::make(std::uint32_t count, Make&& make_domain) {
  DomainGroup group;
  for (std::uint32_t index = 0; index < count || index == 0; ++index) {
    Result<Domain> domain = make_domain(index);
    if (!domain.ok()) return std::move(domain).status();
    Result<std::unique_ptr<Scheduler>> scheduler = Scheduler::create(1);
    if (!scheduler.ok()) return std::move(scheduler).status();
    group.domains_.push_back(std::move(domain).value());
    group.schedulers_.push_back(std::move(scheduler).value());
  }
  return group;
}

Result<DomainGroup> DomainGroup::create(const Scenario& scenario, std::uint32_t count, Cost cost) {
  return make(count,
              [&](std::uint32_t index) { return Domain::create(scenario, index, count, cost); });
}

Result<DomainGroup> DomainGroup::restore(ByteView snapshot, std::uint32_t count, Cost cost) {
  return make(count,
              [&](std::uint32_t index) { return Domain::restore(snapshot, index, count, cost); });
}

Status DomainGroup::step(Scheduler& scheduler, std::uint64_t ticks, CancelToken cancel) {
  for (std::uint64_t i = 0; i < ticks; ++i) {
    if (cancel.cancelled()) return {Code::cancelled, "the simulation was asked to stop"};
    for (std::uint32_t k = 1; k < Domain::k_advances; ++k) {
      HEDDLE_TRY(advance(scheduler));
      HEDDLE_TRY(exchange());
    }
    HEDDLE_TRY(advance(scheduler));
  }
  return {};
}

Status DomainGroup::advance(Scheduler& scheduler) {
  return parallel_for(scheduler, {0, domains_.size()}, 1, [&](Range some, std::uint32_t) {
    return domains_[some.begin].advance(*schedulers_[some.begin]);
  });
}

Status DomainGroup::exchange() {
  for (std::uint32_t from = 0; from < domains_.size(); ++from) {
    for (std::uint32_t to = 0; to < domains_.size(); ++to) {
      if (from == to) continue;
      HEDDLE_TRY(domains_[to].deliver(from, domains_[from].letter(to)));
    }
  }
  return {};
}

std::uint64_t DomainGroup::hash(Scheduler& scheduler) const {
  HashPart all;
  for (const Domain& domain : domains_) all += domain.part().hash_part(scheduler);
  return domains_.front().part().hash_of(all);
}

std::uint64_t DomainGroup::bytes() const {
  std::uint64_t sum = 0;
  for (const Domain& domain : domains_) sum += domain.part().bytes();
  return sum;
}

PhaseTimes DomainGroup::times() const {
  PhaseTimes longest;
  for (const Domain& domain : domains_) {
    const PhaseTimes& times = domain.part().times();
    longest.behave = std::max(longest.behave, times.behave);
    longest.resolve = std::max(longest.resolve, times.resolve);
    longest.turnover = std::max(longest.turnover, times.turnover);
    longest.sort = std::max(longest.sort, times.sort);
  }
  return longest;
}

std::uint32_t DomainGroup::size() const {
  std::uint32_t size = 0;
  for (const Domain& domain : domains_) size += domain.part().size();
  return size;
}

std::vector<std::uint32_t> DomainGroup::census() const {
  std::vector<std::uint32_t> sum = domains_.front().part().census();
  for (std::size_t i = 1; i < domains_.size(); ++i) {
    const std::vector<std::uint32_t> part = domains_[i].part().census();
    for (std::size_t tribe = 0; tribe < sum.size(); ++tribe) sum[tribe] += part[tribe];
  }
  return sum;
}

Status DomainGroup::snapshot(ByteWriter& out) const {
  for (const Domain& domain : domains_) HEDDLE_TRY(domain.snapshot(out));
  return {};
}

}  // namespace heddle::sim

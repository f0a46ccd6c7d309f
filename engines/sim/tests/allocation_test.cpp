// Counts what a tick asks of the heap.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "heddle/core/memory.h"
#include "heddle/runtime_testing/lanes.h"
#include "heddle/sim/simulation.h"

#include "scenarios.h"

namespace {

std::atomic<std::uint64_t> news{0};

}  // namespace

void* operator new(std::size_t size) {
  news.fetch_add(1, std::memory_order_relaxed);
  void* memory = std::malloc(size);
  if (memory == nullptr) std::abort();
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace heddle::sim {
namespace {

TEST(AllocationTest, ATickAllocatesNothingInSteadyState) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    Scenario scenario = eventful(2000);
    // As many are born as die, so that no array has to grow.
    scenario.mating.threshold = 9000;
    Simulation simulation = Simulation::create(scenario).value();
    ASSERT_TRUE(simulation.step(*scheduler, k_slow ? 20 : 150).ok());
    const std::uint32_t held = memory_status().used_kib.load();
    const std::uint64_t before = news.load();
    ASSERT_TRUE(simulation.step(*scheduler, 20).ok());
    EXPECT_EQ(news.load(), before) << lanes << " lanes";
    // With several lanes it is chance which of them has had the longest row.
    if (lanes == 1) {
      EXPECT_EQ(memory_status().used_kib.load(), held);
    }
  }
}

}  // namespace
}  // namespace heddle::sim

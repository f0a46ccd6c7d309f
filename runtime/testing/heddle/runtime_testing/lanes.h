#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <memory>

#include "heddle/runtime/scheduler.h"

namespace heddle {

// A wasm build without threads has one lane; everywhere else the usual counts are tried.
#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
inline constexpr std::array<std::uint32_t, 1> k_lane_counts = {1};
inline constexpr std::array<std::uint32_t, 1> k_most_lane_counts = {1};
inline constexpr std::uint32_t k_several_lanes = 1;
#else
inline constexpr std::array<std::uint32_t, 4> k_lane_counts = {1, 2, 3, 8};
// For results that must be the same: also with many more lanes than cores.
inline constexpr std::array<std::uint32_t, 5> k_most_lane_counts = {1, 2, 3, 8, 64};
// For tests that are about something else.
inline constexpr std::uint32_t k_several_lanes = 2;
#endif

/// A scheduler for a test, which fails when there is none.
inline std::unique_ptr<Scheduler> make_scheduler(std::uint32_t lanes) {
  auto scheduler = Scheduler::create(lanes);
  if (!scheduler.ok()) {
    ADD_FAILURE() << scheduler.error().message();
    std::abort();
  }
  return std::move(scheduler).value();
}

}  // namespace heddle

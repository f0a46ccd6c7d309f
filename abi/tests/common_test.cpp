#include "heddle/abi/common.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "handles.h"

namespace {

TEST(AbiCommonTest, ReportsVersion) { EXPECT_EQ(heddle_abi_version(), HEDDLE_ABI_VERSION); }

TEST(AbiCommonTest, GivesAlignedMemory) {
  void* memory = heddle_memory_allocate(100);
  ASSERT_NE(memory, nullptr);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory) % 64, 0U);
  heddle_memory_release(memory);
  EXPECT_EQ(heddle_memory_allocate(SIZE_MAX), nullptr);
  heddle_memory_release(nullptr);
}

TEST(AbiCommonTest, ReportsAFailure) {
  heddle_error error{};
  const heddle::Status status(heddle::Code::malformed_input, "bad", {.input = 1, .line = 3});
  EXPECT_EQ(heddle::abi::report(status, &error),
            static_cast<std::uint32_t>(HEDDLE_MALFORMED_INPUT));
  EXPECT_EQ(error.code, static_cast<std::uint32_t>(HEDDLE_MALFORMED_INPUT));
  EXPECT_EQ(error.input, 1);
  EXPECT_EQ(error.line, 3);
  EXPECT_EQ(error.byte_offset, -1);
  EXPECT_STREQ(error.message, "bad");
  EXPECT_EQ(heddle::abi::report(status, nullptr),
            static_cast<std::uint32_t>(HEDDLE_MALFORMED_INPUT));
}

TEST(AbiCommonTest, CutsALongMessageBetweenCharacters) {
  std::string message;
  while (message.size() < 2000) message += "\xE2\x82\xAC";  // three bytes each; 999 is a multiple
  heddle_error error{};
  heddle::abi::report({heddle::Code::internal, message}, &error);
  EXPECT_EQ(std::strlen(error.message), 999U);
  heddle::abi::report({heddle::Code::internal, "x" + message}, &error);
  EXPECT_EQ(std::strlen(error.message), 997U);
}

TEST(AbiCommonTest, MakesASchedulerOrSaysWhyNot) {
  heddle_error error{};
  heddle_scheduler* scheduler = heddle_scheduler_create(1, &error);
  ASSERT_NE(scheduler, nullptr);
  EXPECT_EQ(heddle_scheduler_lanes(scheduler), 1U);
  EXPECT_EQ(heddle_scheduler_lane_status(scheduler)->beats, 0U);
  EXPECT_EQ(heddle_scheduler_lane_status(scheduler)->activity, 0U);
  heddle_scheduler_destroy(scheduler);
  EXPECT_EQ(heddle_scheduler_create(0, &error), nullptr);
  EXPECT_EQ(error.code, static_cast<std::uint32_t>(HEDDLE_INVALID_ARGUMENT));
  EXPECT_NE(std::string(error.message), "");
}

#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
TEST(AbiCommonTest, BuildsWithoutThreadsHaveOneLane) {
  heddle_error error{};
  EXPECT_EQ(heddle_scheduler_create(2, &error), nullptr);
  EXPECT_EQ(error.code, static_cast<std::uint32_t>(HEDDLE_UNAVAILABLE));
}
#endif

}  // namespace

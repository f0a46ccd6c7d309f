#include "heddle/abi/common.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

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

TEST(AbiCommonTest, CountsWhatItHandsOut) {
  const heddle_memory_status* status = heddle_memory_status_get();
  const std::uint32_t before = status->used_kib;
  void* memory = heddle_memory_allocate(1U << 20);
  ASSERT_NE(memory, nullptr);
  EXPECT_GE(status->used_kib - before, 1024U);
  EXPECT_GE(status->peak_kib, status->used_kib);
  EXPECT_GE(status->limit_kib, status->used_kib);
  heddle_memory_release(memory);
  EXPECT_EQ(status->used_kib, before);

  heddle::ByteWriter writer;
  writer.write_text(std::string(1U << 20, 'x'));
  heddle_bytes bytes{};
  heddle::abi::give(writer, &bytes);
  EXPECT_EQ(status->used_kib - before, 1024U);
  heddle_bytes_release(&bytes);
  EXPECT_EQ(status->used_kib, before);
}

TEST(AbiCommonTest, TakesTheLimitOfItsHost) {
  const heddle_memory_status* status = heddle_memory_status_get();
  const std::uint32_t limit = status->limit_kib;
  heddle_memory_limit_set(1 << 30);
  EXPECT_EQ(status->limit_kib, 1U << 20);
  heddle_memory_limit_set(limit * 1024.0);
  EXPECT_EQ(status->limit_kib, limit);
}

class AbiTraceTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(scheduler_, nullptr); }
  void TearDown() override { heddle_scheduler_destroy(scheduler_); }

  /// The names of what was recorded, or the message of the failure.
  std::vector<std::string> names() {
    heddle_error error{};
    heddle_bytes bytes{};
    if (heddle_scheduler_trace_write(scheduler_, &bytes, &error) != HEDDLE_OK) {
      EXPECT_EQ(error.code, static_cast<std::uint32_t>(HEDDLE_INVALID_ARGUMENT));
      return {error.message};
    }
    const auto json = nlohmann::json::parse(heddle::as_text({bytes.data, bytes.size}));
    heddle_bytes_release(&bytes);
    std::vector<std::string> names;
    for (const auto& event : json["traceEvents"]) {
      if (event["ph"] == "X") names.push_back(event["name"]);
    }
    return names;
  }

  void record(const char* name) {
    const heddle::TraceScope scope(scheduler_->scheduler->trace(), 0, name);
  }

  heddle_scheduler* scheduler_ = heddle_scheduler_create(1, nullptr);
};

TEST_F(AbiTraceTest, WritesWhatWasRecorded) {
  ASSERT_EQ(heddle_scheduler_trace_start(scheduler_, 10, nullptr), HEDDLE_OK);
  record("first");
  record("second");
  EXPECT_EQ(names(), (std::vector<std::string>{"first", "second"}));
  EXPECT_EQ(names().size(), 2U) << "writing keeps the records";
}

TEST_F(AbiTraceTest, StartsAnew) {
  ASSERT_EQ(heddle_scheduler_trace_start(scheduler_, 10, nullptr), HEDDLE_OK);
  record("old");
  ASSERT_EQ(heddle_scheduler_trace_start(scheduler_, 1, nullptr), HEDDLE_OK);
  record("lost");
  record("kept");
  EXPECT_EQ(names(), std::vector<std::string>{"kept"});
}

TEST_F(AbiTraceTest, RefusesToWriteWhatWasNotStarted) {
  const auto refused = names();
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_NE(refused[0].find("start one"), std::string::npos);
  ASSERT_EQ(heddle_scheduler_trace_start(scheduler_, 10, nullptr), HEDDLE_OK);
  heddle_scheduler_trace_stop(scheduler_);
  record("nobody sees it");
  EXPECT_EQ(names(), refused);
  heddle_scheduler_trace_stop(scheduler_);
}

TEST_F(AbiTraceTest, RefusesATraceWithoutRecords) {
  heddle_error error{};
  EXPECT_EQ(heddle_scheduler_trace_start(scheduler_, 0, &error), HEDDLE_INVALID_ARGUMENT);
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

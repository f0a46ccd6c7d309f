#include "heddle/runtime/trace.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "heddle/runtime/parallel.h"
#include "heddle/runtime_testing/lanes.h"

#if defined(__EMSCRIPTEN__)
#include <emscripten.h>
#endif

namespace heddle {
namespace {

nlohmann::json parse(const Trace& trace) {
  ByteWriter out;
  EXPECT_TRUE(trace.write_chrome_json(out).ok());
  return nlohmann::json::parse(as_text(out.view()));
}

TEST(TraceTest, WritesEventsThatChromeReads) {
  Trace trace = Trace::create(2, 10).value();
  trace.add(1, "say \"hi\"", 1'234'567, 1'236'000);
  const nlohmann::json json = parse(trace);
  EXPECT_EQ(json["otherData"]["lost"], 0);
  const auto& events = json["traceEvents"];
  ASSERT_EQ(events.size(), 4U) << "process, two lanes, one event";
  EXPECT_EQ(events[2]["args"]["name"], "lane 1");
  EXPECT_EQ(events[3]["name"], "say \"hi\"");
  EXPECT_EQ(events[3]["ph"], "X");
  EXPECT_EQ(events[3]["tid"], 1);
  EXPECT_DOUBLE_EQ(events[3]["ts"], 1234.567);
  EXPECT_DOUBLE_EQ(events[3]["dur"], 1.433);
}

TEST(TraceTest, KeepsTheNewestAndCountsTheLost) {
  Trace trace = Trace::create(1, 4).value();
  for (std::uint64_t i = 0; i < 10; ++i) trace.add(0, "step", i * 1000, i * 1000 + 1);
  EXPECT_EQ(trace.lost(), 6U);
  const nlohmann::json json = parse(trace);
  EXPECT_EQ(json["otherData"]["lost"], 6);
  ASSERT_EQ(json["traceEvents"].size(), 6U);
  EXPECT_EQ(json["traceEvents"][2]["ts"], 6.0) << "oldest that is left";
  EXPECT_EQ(json["traceEvents"][5]["ts"], 9.0);
  trace.clear();
  EXPECT_EQ(trace.lost(), 0U);
  EXPECT_EQ(parse(trace)["traceEvents"].size(), 2U);
}

TEST(TraceTest, RecordsARegionOnEveryLane) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    Trace trace = Trace::create(lanes, 1000).value();
    ASSERT_TRUE(parallel_for(*scheduler, {0, 100}, 1, [&](Range, std::uint32_t lane) {
                  const TraceScope scope(&trace, lane, "chunk");
                }).ok());
    const nlohmann::json json = parse(trace);
    std::size_t chunks = 0;
    for (const auto& event : json["traceEvents"]) {
      if (event["ph"] != "X") continue;
      ++chunks;
      EXPECT_GE(event["dur"].get<double>(), 0);
      EXPECT_LT(event["tid"].get<std::uint32_t>(), lanes);
    }
    EXPECT_EQ(chunks, 100U);
  }
}

TEST(TraceTest, NothingIsRecordedWithoutATrace) {
  const TraceScope scope(nullptr, 0, "nobody looks");
  EXPECT_EQ(Trace::create(1, 1).value().lost(), 0U);
}

TEST(TraceTest, ClockNeverGoesBack) {
  std::uint64_t last = Trace::now();
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t next = Trace::now();
    ASSERT_GE(next, last);
    last = next;
  }
}

#if defined(__EMSCRIPTEN__)
TEST(TraceTest, ClockIsThatOfThePage) {
  const auto page_now = [] {
    return EM_ASM_DOUBLE({ return performance.timeOrigin + performance.now(); });
  };
  const double before = page_now();
  const double between = static_cast<double>(Trace::now()) / 1e6;
  const double after = page_now();
  constexpr double k_rounding = 0.001;
  EXPECT_GE(between, before - k_rounding);
  EXPECT_LE(between, after + k_rounding);
}
#endif

TEST(TraceTest, SaysWhenThereIsNoMemory) {
  EXPECT_EQ(Trace::create(1, SIZE_MAX / 16).error().code(), Code::out_of_memory);
}

}  // namespace
}  // namespace heddle

#include "heddle/runtime/task_graph.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "heddle/core/philox.h"
#include "heddle/runtime_testing/lanes.h"

namespace heddle {
namespace {

TEST(TaskGraphTest, RunsEveryTaskOnceAndInOrder) {
  for (const std::uint32_t lanes : k_most_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (std::uint32_t seed = 0; seed < 30; ++seed) {
      constexpr std::uint32_t k_tasks = 200;
      TaskGraph graph;
      std::vector<std::atomic<int>> done(k_tasks);
      std::vector<std::vector<TaskGraph::Id>> waits_for(k_tasks);
      std::atomic<int> too_early{0};
      for (std::uint32_t i = 0; i < k_tasks; ++i) {
        graph.add("task", [&, i] {
          for (const TaskGraph::Id on : waits_for[i]) too_early += done[on] == 1 ? 0 : 1;
          ++done[i];
          return Status();
        });
        const auto draw = philox4x32_10({i, 0, 0, 0}, {seed, 0});
        for (std::uint32_t k = 0; i > 0 && k < draw[0] % 4; ++k) {
          waits_for[i].push_back(draw[k % 3 + 1] % i);
          graph.depend(i, waits_for[i].back());
        }
      }
      ASSERT_TRUE(graph.run(*scheduler).ok());
      ASSERT_EQ(too_early, 0) << "seed " << seed;
      for (const auto& count : done) ASSERT_EQ(count, 1) << "seed " << seed;
      ASSERT_TRUE(graph.run(*scheduler).ok()) << "again";
      for (const auto& count : done) ASSERT_EQ(count, 2);
    }
  }
}

TEST(TaskGraphTest, LongChainsNeedNoStack) {
  auto scheduler = make_scheduler(1);
  TaskGraph graph;
  int last = -1;
  for (int i = 0; i < 100000; ++i) {
    graph.add("link", [&last, i] {
      EXPECT_EQ(last, i - 1);
      last = i;
      return Status();
    });
    if (i > 0) graph.depend(static_cast<TaskGraph::Id>(i), static_cast<TaskGraph::Id>(i - 1));
  }
  ASSERT_TRUE(graph.run(*scheduler).ok());
  EXPECT_EQ(last, 99999);
}

TEST(TaskGraphTest, AFailureStopsWhatHasNotStarted) {
  auto scheduler = make_scheduler(1);
  TaskGraph graph;
  bool ran = false;
  const auto fails = graph.add("fails", [] { return Status(Code::io, "no luck"); });
  const auto after = graph.add("after", [&ran] {
    ran = true;
    return Status();
  });
  graph.depend(after, fails);
  EXPECT_EQ(graph.run(*scheduler).message(), "no luck");
  EXPECT_FALSE(ran);
}

TEST(TaskGraphTest, NamesATaskOfACircle) {
  auto scheduler = make_scheduler(1);
  TaskGraph graph;
  int runs = 0;
  const auto count = [&runs] {
    ++runs;
    return Status();
  };
  graph.add("free", count);
  const auto a = graph.add("hen", count);
  const auto b = graph.add("egg", count);
  graph.depend(a, b);
  graph.depend(b, a);
  const Status status = graph.run(*scheduler);
  EXPECT_EQ(status.code(), Code::invalid_argument);
  EXPECT_NE(status.message().find("\"hen\""), std::string_view::npos);
  EXPECT_EQ(runs, 0);
}

TEST(TaskGraphTest, StopsAtCancel) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    TaskGraph graph;
    Control control;
    std::atomic<int> runs{0};
    for (int i = 0; i < 1000; ++i) {
      graph.add("task", [&] {
        if (++runs == 10) control.cancel = 1;
        return Status();
      });
    }
    EXPECT_EQ(graph.run(*scheduler, CancelToken(&control)).code(), Code::cancelled);
    EXPECT_LE(runs, 10 + static_cast<int>(lanes));
  }
}

TEST(TaskGraphTest, EmptyGraph) {
  auto scheduler = make_scheduler(1);
  EXPECT_TRUE(TaskGraph().run(*scheduler).ok());
}

}  // namespace
}  // namespace heddle

#include "heddle/table/diff_steps.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "heddle/runtime_testing/lanes.h"

#include "diff_steps_state.h"
#include "random_csv.h"

namespace heddle::table {
namespace {

constexpr std::size_t k_all = std::numeric_limits<std::size_t>::max();

struct Files {
  std::string left = "id,a\n";
  std::string right = left;
};

/// Enough rows for several blocks, with differences of all kinds in each.
Files some_files(std::uint32_t rows) {
  Random random(11);
  Files files;
  for (std::uint32_t i = 0; i < rows; ++i) {
    const std::string id = std::to_string(i);
    if (!random.one_in(50)) files.left += id + ",v\n";
    if (!random.one_in(50)) files.right += id + (random.one_in(20) ? ",w\n" : ",v\n");
  }
  return files;
}

std::vector<std::string> lines_of(const Diff& diff) {
  std::vector<std::string> lines;
  for (const Difference& d : diff.differences()) {
    lines.push_back(std::to_string(d.left) + " " + std::to_string(d.right));
  }
  return lines;
}

TEST(DiffStepsTest, EachStepFindsMoreOfTheFirstDifferences) {
  const Files files = some_files(30'000);
  const DiffOptions options{.key = {"id"}, .keep_pairs = true};
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    const auto whole =
        Diff::create(*scheduler, as_bytes(files.left), as_bytes(files.right), options);
    const std::vector<std::string> all = lines_of(whole.value());
    for (const std::size_t rows : {std::size_t{1}, std::size_t{9'000}, k_all}) {
      auto steps =
          DiffSteps::begin(*scheduler, as_bytes(files.left), as_bytes(files.right), options);
      ASSERT_TRUE(steps.ok());
      std::size_t before = 0;
      while (!steps.value().complete()) {
        ASSERT_TRUE(steps.value().advance(*scheduler, rows).ok());
        ASSERT_TRUE(steps.value().list(*scheduler).ok());
        const std::vector<std::string> found = lines_of(steps.value().diff());
        EXPECT_GT(found.size(), before) << "of " << lanes << " lanes";
        ASSERT_LE(found.size(), all.size());
        EXPECT_TRUE(std::equal(found.begin(), found.end(), all.begin()));
        before = found.size();
      }
      EXPECT_EQ(before, all.size());
      EXPECT_EQ(steps.value().compared(), steps.value().rows());
      const Counts& counts = steps.value().diff().counts();
      EXPECT_EQ(counts.changed, whole.value().counts().changed);
      EXPECT_EQ(counts.unchanged, whole.value().counts().unchanged);
      EXPECT_EQ(counts.left_rows, whole.value().counts().left_rows);
      const auto pairs = steps.value().diff().left_of();
      const auto expected = whole.value().left_of();
      EXPECT_TRUE(std::equal(pairs.begin(), pairs.end(), expected.begin(), expected.end()));
    }
  }
}

TEST(DiffStepsTest, ComparesOnlyAsManyRowsAsItIsAskedFor) {
  const Files files = some_files(30'000);
  auto scheduler = make_scheduler(1);
  auto steps =
      DiffSteps::begin(*scheduler, as_bytes(files.left), as_bytes(files.right), {.key = {"id"}});
  ASSERT_TRUE(steps.ok());
  EXPECT_EQ(steps.value().compared(), 0U);
  ASSERT_TRUE(steps.value().advance(*scheduler, 5'000).ok());
  EXPECT_EQ(steps.value().compared(), 8'192U);
  EXPECT_FALSE(steps.value().complete());
  EXPECT_TRUE(steps.value().diff().differences().empty()) << "before they are listed";
}

TEST(DiffStepsTest, KeysThatShareAHashByAccidentAreToldApartInTheEnd) {
  const Files files = some_files(9'000);
  auto scheduler = make_scheduler(1);
  const DiffOptions options{.key = {"id"}};
  const auto whole = Diff::create(*scheduler, as_bytes(files.left), as_bytes(files.right), options);
  DiffSteps::State steps(options, {.hash_mask = 1023});
  ASSERT_TRUE(steps
                  .begin(*scheduler, as_bytes(files.left), as_bytes(files.right),
                         DiffSteps::Watched::pairing)
                  .ok());
  while (!steps.complete) ASSERT_TRUE(steps.advance(*scheduler, 4'096).ok());
  EXPECT_EQ(lines_of(*steps.diff), lines_of(whole.value()));
}

TEST(DiffStepsTest, SimilarRowsAreComparedInOneStep) {
  const std::string left = "name,city\nAnn Lee,Rome\nBob Ray,Oslo\n";
  const std::string right = "name,city\nAnn Lee,Bern\nBob Ray,Oslo\n";
  auto scheduler = make_scheduler(1);
  auto steps = DiffSteps::begin(*scheduler, as_bytes(left), as_bytes(right), {.similarity = 0.5});
  ASSERT_TRUE(steps.ok());
  ASSERT_TRUE(steps.value().advance(*scheduler, 1).ok());
  EXPECT_TRUE(steps.value().complete());
  EXPECT_EQ(lines_of(steps.value().diff()), (std::vector<std::string>{"0 0"}));
}

TEST(DiffStepsTest, FilesWithoutRowsAreCompleteAfterOneStep) {
  auto scheduler = make_scheduler(1);
  auto steps = DiffSteps::begin(*scheduler, as_bytes("id\n"), as_bytes("id\n"), {.key = {"id"}});
  ASSERT_TRUE(steps.ok());
  EXPECT_FALSE(steps.value().complete());
  ASSERT_TRUE(steps.value().advance(*scheduler, 1).ok());
  EXPECT_TRUE(steps.value().complete());
  EXPECT_TRUE(steps.value().diff().same());
}

TEST(DiffStepsTest, ACancelledStepFails) {
  const Files files = some_files(9'000);
  auto scheduler = make_scheduler(1);
  Control control;
  auto steps = DiffSteps::begin(*scheduler, as_bytes(files.left), as_bytes(files.right),
                                {.key = {"id"}, .cancel = CancelToken(&control)});
  ASSERT_TRUE(steps.ok());
  control.cancel.store(1);
  EXPECT_EQ(steps.value().advance(*scheduler, k_all).code(), Code::cancelled);
}

}  // namespace
}  // namespace heddle::table

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/table/diff.h"
#include "heddle/table/json_lines.h"

#include "random_csv.h"

namespace heddle::table {
namespace {

/// Each difference as "removed 1", "added 2" or "changed 3 4", rows from 0.
std::vector<std::string> compare(const std::string& left, const std::string& right,
                                 double similarity, std::uint32_t lanes = 1) {
  auto scheduler = make_scheduler(lanes);
  const auto diff =
      Diff::create(*scheduler, as_bytes(left), as_bytes(right), {.similarity = similarity});
  if (!diff.ok()) return {std::string(diff.error().message())};
  std::vector<std::string> lines;
  for (const Difference& d : diff.value().differences()) {
    switch (d.kind()) {
      case Kind::removed: lines.push_back("removed " + std::to_string(d.left)); break;
      case Kind::added: lines.push_back("added " + std::to_string(d.right)); break;
      case Kind::changed:
        lines.push_back("changed " + std::to_string(d.left) + " " + std::to_string(d.right));
    }
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(SimilarRowsTest, AnEditedRowIsOneThatChanged) {
  const std::string left = "name,city\nAnn Lee,Rome\nBob Ray,Oslo\nCid Fox,Bern\n";
  const std::string right = "name,city\nAnn Lee,Roma\nCid Fox,Bern\nBob  ray,OSLO\nDee,Lima\n";
  EXPECT_EQ(compare(left, right, 0.5), (Lines{"changed 0 0", "changed 1 2", "added 3"}));
  // Two of four words are the same: not by more than half.
  EXPECT_EQ(compare(left, right, 0.51), (Lines{"removed 0", "added 0", "changed 1 2", "added 3"}));
  EXPECT_EQ(compare(left, right, 1), (Lines{"removed 0", "added 0", "changed 1 2", "added 3"}));
}

TEST(SimilarRowsTest, ShowsTheCellsThatChanged) {
  auto scheduler = make_scheduler(1);
  const std::string left = "a,b\nx y,1\n";
  const std::string right = "a,b\nx y,2\n";
  const auto diff = Diff::create(*scheduler, as_bytes(left), as_bytes(right), {.similarity = 0.5});
  EXPECT_EQ(diff.value().counts().changed_cells, 1U);
  ByteWriter out;
  ASSERT_TRUE(write_json_header(diff.value(), out).ok());
  ASSERT_TRUE(write_json_rows(diff.value(), 0, 1, out).ok());
  EXPECT_EQ(as_text(out.view()),
            "{\"kind\":\"header\",\"columns\":[\"a\",\"b\"],\"key\":[],\"onlyLeft\":[],"
            "\"onlyRight\":[]}\n"
            "{\"kind\":\"changed\",\"left\":1,\"right\":1,\"cells\":[\"x y\",[\"1\",\"2\"]]}\n");
}

TEST(SimilarRowsTest, TheBestPairsAreTakenFirst) {
  const std::string left = "v\na b c d\na b c e\n";
  const std::string right = "v\na b c e f\na b c d e\n";
  EXPECT_EQ(compare(left, right, 0.3), (Lines{"changed 0 1", "changed 1 0"}));
}

TEST(SimilarRowsTest, WordsCountByColumn) {
  EXPECT_EQ(compare("a,b\nx,y\n", "a,b\ny,x\n", 0.1), (Lines{"removed 0", "added 0"}));
}

TEST(SimilarRowsTest, RefusesWhatCannotBe) {
  auto scheduler = make_scheduler(1);
  const std::string file = "a,b\n1,2\n";
  for (const double wrong : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_EQ(Diff::create(*scheduler, as_bytes(file), as_bytes(file), {.similarity = wrong})
                  .error()
                  .code(),
              Code::invalid_argument);
  }
  EXPECT_EQ(
      Diff::create(*scheduler, as_bytes(file), as_bytes(file), {.key = {"a"}, .similarity = 0.5})
          .error()
          .code(),
      Code::invalid_argument);
}

using Words = std::set<std::pair<std::size_t, char>>;

/// The same by trying all pairs. Values are letters with blanks between them.
Lines compare_plainly(const std::vector<std::vector<std::string>>& left,
                      const std::vector<std::vector<std::string>>& right, double similarity) {
  const auto words_of = [](const std::vector<std::string>& row) {
    Words words;
    for (std::size_t c = 0; c < row.size(); ++c) {
      for (const char letter : row[c]) {
        if (letter != ' ') words.emplace(c, letter);
      }
    }
    return words;
  };
  std::vector<std::size_t> partner(left.size(), right.size());
  std::vector<bool> taken(right.size());
  for (std::size_t r = 0; r < right.size(); ++r) {
    for (std::size_t l = 0; l < left.size() && !taken[r]; ++l) {
      if (partner[l] != right.size() || left[l] != right[r]) continue;
      partner[l] = r;
      taken[r] = true;
    }
  }
  std::vector<std::tuple<double, std::size_t, std::size_t>> pairs;
  for (std::size_t l = 0; l < left.size(); ++l) {
    for (std::size_t r = 0; r < right.size(); ++r) {
      const Words a = words_of(left[l]);
      const Words b = words_of(right[r]);
      Words shared;
      std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                            std::inserter(shared, shared.end()));
      const std::size_t all = a.size() + b.size() - shared.size();
      if (partner[l] != right.size() || taken[r] || shared.empty()) continue;
      if (static_cast<double>(shared.size()) < similarity * static_cast<double>(all)) continue;
      pairs.emplace_back(-static_cast<double>(shared.size()) / static_cast<double>(all), l, r);
    }
  }
  std::sort(pairs.begin(), pairs.end());
  for (const auto& [score, l, r] : pairs) {
    if (partner[l] != right.size() || taken[r]) continue;
    partner[l] = r;
    taken[r] = true;
  }
  std::vector<std::tuple<std::size_t, int, std::string>> found;
  for (std::size_t l = 0; l < left.size(); ++l) {
    if (partner[l] == right.size()) {
      found.emplace_back(l, 0, "removed " + std::to_string(l));
    } else if (left[l] != right[partner[l]]) {
      found.emplace_back(l, 0, "changed " + std::to_string(l) + " " + std::to_string(partner[l]));
    }
  }
  for (std::size_t r = 0; r < right.size(); ++r) {
    if (!taken[r]) found.emplace_back(r, 1, "added " + std::to_string(r));
  }
  std::sort(found.begin(), found.end());
  Lines lines;
  for (const auto& [row, side, line] : found) lines.push_back(line);
  return lines;
}

TEST(SimilarRowsTest, AgreesWithTryingAllPairs) {
  for (std::uint32_t seed = 1; seed <= 400; ++seed) {
    Random random(seed);
    const auto table = [&] {
      // So few that each row of left keeps all of its candidates.
      std::vector<std::vector<std::string>> rows(1 + random.below(8));
      for (auto& row : rows) {
        row.resize(2);
        for (std::string& value : row) {
          for (std::uint32_t i = 1 + random.below(4); i > 0; --i) {
            value += static_cast<char>('a' + random.below(6));
            value += ' ';
          }
        }
      }
      return rows;
    };
    const auto left = table();
    const auto right = table();
    const auto to_csv = [](const std::vector<std::vector<std::string>>& rows) {
      std::string text = "p,q\n";
      for (const auto& row : rows) text += row[0] + "," + row[1] + "\n";
      return text;
    };
    const double similarity = (1 + random.below(10)) / 10.0;
    ASSERT_EQ(compare(to_csv(left), to_csv(right), similarity),
              compare_plainly(left, right, similarity))
        << "seed " << seed;
  }
}

TEST(SimilarRowsTest, IsTheSameForAnyNumberOfLanes) {
  Random random(3);
  std::string left = "a,b,c\n";
  std::string right = left;
  for (int i = 0; i < 4000; ++i) {
    const std::string row = "item " + std::to_string(i) + ",kind" +
                            std::to_string(random.below(50)) + ",blue " +
                            std::to_string(random.below(1000));
    left += row + "\n";
    right += row + (random.one_in(3) ? " more" : "") + "\n";
  }
  const Lines expected = compare(left, right, 0.6);
  EXPECT_GT(expected.size(), 1000U);
  EXPECT_EQ(std::count_if(expected.begin(), expected.end(),
                          [](const std::string& line) { return line.starts_with("changed"); }),
            static_cast<std::ptrdiff_t>(expected.size()));
  for (const std::uint32_t lanes : k_most_lane_counts) {
    ASSERT_EQ(compare(left, right, 0.6, lanes), expected) << lanes << " lanes";
  }
}

TEST(SimilarRowsTest, WordsThatAllRowsHaveCostLittle) {
  // Each row would be compared with every other by its common words.
  std::string left = "a,b\n";
  std::string right = left;
  for (int i = 0; i < 40000; ++i) {
    left += "same words in all rows," + std::to_string(i) + "\n";
    right += "same words in all rows," + std::to_string(i + 40000) + "\n";
  }
  EXPECT_EQ(compare(left, right, 0.5).size(), 80000U);
}

}  // namespace
}  // namespace heddle::table

#include "windows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "heddle/runtime_testing/lanes.h"

#include "memory_source.h"
#include "random_csv.h"

namespace heddle::table {
namespace {

/// Offsets of the records of a window.
std::vector<std::size_t> records_of(ByteView window) {
  std::vector<std::size_t> records;
  for (std::size_t begin = 0; begin < window.size();) {
    records.push_back(begin);
    begin = std::min(scan_record(window, begin).end + 1, window.size());
  }
  return records;
}

TEST(WindowsTest, JoinedTheyAreTheFileWhateverIsKept) {
  Random random(20250301);
  for (int i = 0; i < 400; ++i) {
    const std::string file = random_csv(random, 1 + random.below(3), random.below(60));
    const MemorySource source(file);
    SourceStream stream(source);
    const std::size_t window = 1 + random.below(300);
    const std::size_t most_rows = random.one_in(2) ? 1 + random.below(20) : ~std::size_t{0};
    WindowReader reader(stream, ',', {}, {window, file.size() + 1, most_rows});
    auto scheduler = make_scheduler(k_lane_counts[random.below(k_lane_counts.size())]);
    std::string joined;
    bool ended = false;
    while (!ended) {
      const Result<bool> more = reader.next(*scheduler, {});
      ASSERT_TRUE(more.ok()) << more.error().message();
      ended = reader.at_end();
      if (!more.value()) break;
      ASSERT_EQ(reader.origin().offset, joined.size());
      ASSERT_EQ(reader.origin().line_feeds,
                static_cast<std::uint64_t>(std::count(joined.begin(), joined.end(), '\n')));
      const std::string_view text = as_text(reader.bytes());
      ASSERT_EQ(text, std::string_view(file).substr(joined.size(), text.size()));
      const std::vector<std::size_t> records = records_of(reader.bytes());
      ASSERT_EQ(reader.plan().blocks.size(),
                (text.size() + reader.plan().block_bytes - 1) / reader.plan().block_bytes);
      ASSERT_GE(reader.plan().rows, records.size());
      std::size_t passed = text.size();
      // More than a window may hold must not be kept.
      if (!ended && most_rows > 20 && random.one_in(2)) {
        passed = records[random.below(static_cast<std::uint32_t>(records.size()))];
        reader.keep(passed);
      }
      joined += text.substr(0, passed);
    }
    EXPECT_EQ(joined, file);
  }
}

TEST(WindowsTest, ACutWindowsRestComesInTheNext) {
  const MemorySource source("a\nb\nc\n");
  SourceStream stream(source);
  WindowReader reader(stream, ',', {}, {100, 100});
  auto scheduler = make_scheduler(1);
  ASSERT_TRUE(reader.next(*scheduler, {}).value());
  EXPECT_EQ(as_text(reader.bytes()), "a\nb\nc\n");
  EXPECT_TRUE(reader.at_end());
  reader.cut(2);
  EXPECT_FALSE(reader.at_end());
  EXPECT_EQ(as_text(reader.bytes()), "a\n");
  ASSERT_TRUE(reader.next(*scheduler, {}).value());
  EXPECT_EQ(as_text(reader.bytes()), "b\nc\n");
  EXPECT_EQ(reader.origin().line_feeds, 1U);
  EXPECT_FALSE(reader.next(*scheduler, {}).value());
}

TEST(WindowsTest, ARecordThatIsTooLongIsNamedByItsPlace) {
  const MemorySource source("a\nb\n\"" + std::string(100, 'x') + "\n\"\n");
  SourceStream stream(source);
  WindowReader reader(stream, ',', {.offset = 10, .line_feeds = 2}, {16, 64});
  auto scheduler = make_scheduler(1);
  ASSERT_TRUE(reader.next(*scheduler, {}).value());
  EXPECT_EQ(as_text(reader.bytes()), "a\nb\n");
  reader.keep(2);
  const Result<bool> failed = reader.next(*scheduler, {});
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code(), Code::out_of_memory);
  EXPECT_TRUE(failed.error().message().starts_with(
      "line 5, byte offset 14: this row has more than 62 bytes;"))
      << failed.error().message();
  EXPECT_EQ(reader.kept(), 2U);
}

}  // namespace
}  // namespace heddle::table

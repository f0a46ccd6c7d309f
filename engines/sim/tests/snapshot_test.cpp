#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "heddle/core/state_hash.h"
#include "heddle/runtime_testing/lanes.h"
#include "heddle/sim/simulation.h"

#include "scenarios.h"

namespace heddle::sim {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes snapshot_of(const Simulation& simulation) {
  ByteWriter out;
  EXPECT_TRUE(simulation.snapshot(out).ok());
  return {out.view().begin(), out.view().end()};
}

Bytes some_snapshot() { return snapshot_of(Simulation::create(eventful(60)).value()); }

/// Where the head ends and the part of the only domain begins, with its hash.
std::size_t part_of(const Bytes& bytes) {
  std::uint32_t json = 0;
  std::memcpy(&json, bytes.data() + 20, sizeof(json));
  return 24 + json + 16;
}

/// Puts the hashes right, as somebody would who means harm.
void seal(Bytes& bytes) {
  const std::size_t part = part_of(bytes);
  const auto put = [&](std::size_t at, std::size_t begin, std::size_t end) {
    if (end > bytes.size() || begin > end) return;
    const std::uint64_t hash = hash64(ByteView(bytes).subspan(begin, end - begin));
    std::memcpy(bytes.data() + at, &hash, sizeof(hash));
  };
  put(12, 20, part);
  put(part, part + 8, bytes.size());
}

void expect_refused(const Bytes& bytes, const std::string& why) {
  const auto restored = Simulation::restore(bytes);
  ASSERT_FALSE(restored.ok());
  EXPECT_EQ(restored.error().code(), Code::malformed_input);
  EXPECT_NE(restored.error().message().find(why), std::string::npos) << restored.error().message();
}

TEST(SnapshotTest, GoesOnWithTheSameBits) {
  auto scheduler = make_scheduler(1);
  Simulation simulation = Simulation::create(eventful(700)).value();
  ASSERT_TRUE(simulation.step(*scheduler, 33).ok());
  const Bytes bytes = snapshot_of(simulation);
  auto restored = Simulation::restore(bytes);
  ASSERT_TRUE(restored.ok()) << restored.error().message();
  EXPECT_EQ(restored.value().tick(), 33U);
  EXPECT_EQ(restored.value().hash(*scheduler), simulation.hash(*scheduler));
  EXPECT_EQ(snapshot_of(restored.value()), bytes);
  ASSERT_TRUE(simulation.step(*scheduler, 47).ok());
  ASSERT_TRUE(restored.value().step(*scheduler, 47).ok());
  EXPECT_EQ(restored.value().hash(*scheduler), simulation.hash(*scheduler));
}

TEST(SnapshotTest, KeepsAnEmptyWorld) {
  auto scheduler = make_scheduler(1);
  Scenario scenario = eventful(20);
  scenario.economy.basal = 10'000;
  Simulation simulation = Simulation::create(scenario).value();
  ASSERT_TRUE(simulation.step(*scheduler, 5).ok());
  ASSERT_EQ(simulation.size(), 0U);
  auto restored = Simulation::restore(snapshot_of(simulation));
  ASSERT_TRUE(restored.ok()) << restored.error().message();
  ASSERT_TRUE(simulation.step(*scheduler).ok() && restored.value().step(*scheduler).ok());
  EXPECT_EQ(restored.value().hash(*scheduler), simulation.hash(*scheduler));
}

TEST(SnapshotTest, RefusesWhatIsNone) {
  expect_refused({}, "it does not begin like one");
  expect_refused(Bytes(100, 'x'), "it does not begin like one");
}

TEST(SnapshotTest, RefusesAnotherVersion) {
  Bytes bytes = some_snapshot();
  bytes[8] = 99;
  expect_refused(bytes, "its version is 99, this program reads version 2");
}

TEST(SnapshotTest, RefusesEveryPrefix) {
  const Bytes bytes = some_snapshot();
  for (std::size_t size = 8; size < bytes.size(); size += k_slow ? 19 : 1) {
    Bytes prefix(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    expect_refused(prefix, "cut off");
    if (size < 24) continue;
    seal(prefix);
    ASSERT_FALSE(Simulation::restore(prefix).ok());
  }
}

TEST(SnapshotTest, RefusesAChangedByte) {
  const Bytes bytes = some_snapshot();
  for (std::size_t i = 20; i < bytes.size(); i += 13) {
    Bytes changed = bytes;
    changed[i] ^= 0x40;
    // A size that is wrong leads elsewhere before a hash can tell.
    const std::size_t part = part_of(bytes);
    const bool is_size = i < 24 || (i >= part + 8 && i < part + 20);
    expect_refused(changed, is_size ? "this is no usable snapshot" : "damaged");
  }
}

// Whatever the bytes, a world that is accepted can go on.
TEST(SnapshotTest, SurvivesForgedBytes) {
  auto scheduler = make_scheduler(1);
  const Bytes bytes = some_snapshot();
  int accepted = 0;
  for (std::size_t i = bytes.size() - 60 * 80; i < bytes.size(); i += k_slow ? 70 : 7) {
    Bytes forged = bytes;
    forged[i] ^= 0xFF;
    seal(forged);
    auto restored = Simulation::restore(forged);
    if (!restored.ok()) continue;
    ASSERT_TRUE(restored.value().step(*scheduler, 2).ok());
    ++accepted;
  }
  EXPECT_GT(accepted, 0);
}

TEST(SnapshotTest, RefusesAPlaceOutsideTheWorld) {
  Bytes bytes = some_snapshot();
  // x is the first of the arrays, which take 80 bytes an entity.
  const float outside = -1;
  std::memcpy(bytes.data() + bytes.size() - 60 * 80, &outside, sizeof(outside));
  seal(bytes);
  expect_refused(bytes, "it holds what cannot be");
}

}  // namespace
}  // namespace heddle::sim

#include <gtest/gtest.h>

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

/// Puts the hash right, as somebody would who means harm.
void seal(Bytes& bytes) {
  const std::uint64_t hash = hash64(ByteView(bytes).subspan(20));
  std::memcpy(bytes.data() + 12, &hash, sizeof(hash));
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
  expect_refused(bytes, "its version is 99, this program reads version 1");
}

TEST(SnapshotTest, RefusesEveryPrefix) {
  const Bytes bytes = some_snapshot();
  for (std::size_t size = 8; size < bytes.size(); size += k_slow ? 19 : 1) {
    Bytes prefix(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    expect_refused(prefix, "cut off");
    if (size < 20) continue;
    seal(prefix);
    ASSERT_FALSE(Simulation::restore(prefix).ok());
  }
}

TEST(SnapshotTest, RefusesAChangedByte) {
  const Bytes bytes = some_snapshot();
  for (std::size_t i = 20; i < bytes.size(); i += 13) {
    Bytes changed = bytes;
    changed[i] ^= 0x40;
    expect_refused(changed, "damaged");
  }
}

// Whatever the bytes, a world that is accepted can go on.
TEST(SnapshotTest, SurvivesForgedBytes) {
  auto scheduler = make_scheduler(1);
  const Bytes bytes = some_snapshot();
  int accepted = 0;
  for (std::size_t i = bytes.size() - 60 * 78; i < bytes.size(); i += k_slow ? 70 : 7) {
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
  // x is the first of the arrays, which take 78 bytes an entity.
  const float outside = -1;
  std::memcpy(bytes.data() + bytes.size() - 60 * 78, &outside, sizeof(outside));
  seal(bytes);
  expect_refused(bytes, "it holds what cannot be");
}

}  // namespace
}  // namespace heddle::sim

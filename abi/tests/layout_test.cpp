#include <gtest/gtest.h>

#include <cstddef>
#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include "heddle/abi/common.h"
#include "heddle/abi/sim.h"
#include "heddle/abi/table.h"

namespace {

nlohmann::json read_exports(const std::string& name) {
  std::ifstream file(std::string(HEDDLE_EXPORTS_FOLDER) + "/" + name + ".json");
  return nlohmann::json::parse(file);
}

// The lists describe wasm32: structs with pointers in them are compared there only.
#define EXPECT_FIELD(list, type, member) \
  EXPECT_EQ(offsetof(type, member),      \
            (list)["structs"][#type]["fields"][#member]["offset"].get<std::size_t>())
#define EXPECT_SIZE(list, type) \
  EXPECT_EQ(sizeof(type), (list)["structs"][#type]["size"].get<std::size_t>())

TEST(LayoutTest, ErrorIsAsTheExportListSays) {
  const auto common = read_exports("common");
  EXPECT_SIZE(common, heddle_error);
  EXPECT_FIELD(common, heddle_error, code);
  EXPECT_FIELD(common, heddle_error, input);
  EXPECT_FIELD(common, heddle_error, line);
  EXPECT_FIELD(common, heddle_error, byte_offset);
  EXPECT_FIELD(common, heddle_error, message);
}

TEST(LayoutTest, ControlIsAsTheExportListSays) {
  const auto common = read_exports("common");
  EXPECT_SIZE(common, heddle_control);
  EXPECT_FIELD(common, heddle_control, cancel);
  EXPECT_FIELD(common, heddle_control, done);
  EXPECT_FIELD(common, heddle_control, total);
}

TEST(LayoutTest, LaneStatusIsAsTheExportListSays) {
  const auto common = read_exports("common");
  EXPECT_SIZE(common, heddle_lane_status);
  EXPECT_FIELD(common, heddle_lane_status, beats);
  EXPECT_FIELD(common, heddle_lane_status, activity);
  EXPECT_FIELD(common, heddle_lane_status, failure);
}

TEST(LayoutTest, MemoryStatusIsAsTheExportListSays) {
  const auto common = read_exports("common");
  EXPECT_SIZE(common, heddle_memory_status);
  EXPECT_FIELD(common, heddle_memory_status, used_kib);
  EXPECT_FIELD(common, heddle_memory_status, peak_kib);
  EXPECT_FIELD(common, heddle_memory_status, limit_kib);
}

TEST(LayoutTest, CountsAreAsTheExportListSays) {
  const auto table = read_exports("table");
  EXPECT_SIZE(table, heddle_table_counts);
  EXPECT_FIELD(table, heddle_table_counts, added);
  EXPECT_FIELD(table, heddle_table_counts, removed);
  EXPECT_FIELD(table, heddle_table_counts, changed);
  EXPECT_FIELD(table, heddle_table_counts, unchanged);
  EXPECT_FIELD(table, heddle_table_counts, changed_cells);
  EXPECT_FIELD(table, heddle_table_counts, left_rows);
  EXPECT_FIELD(table, heddle_table_counts, right_rows);
}

TEST(LayoutTest, SimulationIsAsTheExportListSays) {
  const auto sim = read_exports("sim");
  EXPECT_SIZE(sim, heddle_sim_state);
  EXPECT_FIELD(sim, heddle_sim_state, tick);
  EXPECT_FIELD(sim, heddle_sim_state, bytes);
  EXPECT_FIELD(sim, heddle_sim_state, extent);
  EXPECT_FIELD(sim, heddle_sim_state, cell_size);
  EXPECT_FIELD(sim, heddle_sim_state, size);
  EXPECT_FIELD(sim, heddle_sim_state, side);
  EXPECT_FIELD(sim, heddle_sim_state, hash_low);
  EXPECT_FIELD(sim, heddle_sim_state, hash_high);
  EXPECT_SIZE(sim, heddle_sim_work);
  EXPECT_FIELD(sim, heddle_sim_work, sort);
  EXPECT_FIELD(sim, heddle_sim_work, behave);
  EXPECT_FIELD(sim, heddle_sim_work, resolve);
  EXPECT_FIELD(sim, heddle_sim_work, turnover);
  EXPECT_FIELD(sim, heddle_sim_work, longest);
  EXPECT_FIELD(sim, heddle_sim_work, grown);
  EXPECT_FIELD(sim, heddle_sim_work, grazed);
  EXPECT_FIELD(sim, heddle_sim_work, basal);
  EXPECT_FIELD(sim, heddle_sim_work, motion);
  EXPECT_FIELD(sim, heddle_sim_work, vision);
  EXPECT_FIELD(sim, heddle_sim_work, wounds);
  EXPECT_FIELD(sim, heddle_sim_work, looted);
  EXPECT_FIELD(sim, heddle_sim_work, perished);
}

#ifdef __EMSCRIPTEN__
TEST(LayoutTest, BytesAreAsTheExportListSays) {
  const auto common = read_exports("common");
  EXPECT_SIZE(common, heddle_bytes);
  EXPECT_FIELD(common, heddle_bytes, data);
  EXPECT_FIELD(common, heddle_bytes, size);
}
#endif

}  // namespace

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "merge_rows.h"

namespace heddle::table {

std::vector<MergedColumn> merge_columns(const std::array<const Side*, 3>& sides) {
  std::array<std::unordered_map<std::string_view, std::uint32_t>, 3> positions;
  for (const MergeSide side : {k_base, k_left, k_right}) {
    const std::vector<std::string>& names = sides[side]->header.columns;
    for (std::uint32_t i = 0; i < names.size(); ++i) positions[side].emplace(names[i], i);
  }
  const auto column_named = [&](const std::string& name) {
    MergedColumn column;
    column.name = name;
    for (const MergeSide side : {k_base, k_left, k_right}) {
      const auto found = positions[side].find(name);
      if (found != positions[side].end()) column.at[side] = found->second;
    }
    column.shown = !column.in(k_base) || (column.in(k_left) && column.in(k_right));
    return column;
  };

  std::vector<MergedColumn> columns;
  for (const std::string& name : sides[k_left]->header.columns)
    columns.push_back(column_named(name));
  // Right's own columns follow the one that they follow in right.
  auto place = columns.begin();
  for (const std::string& name : sides[k_right]->header.columns) {
    MergedColumn column = column_named(name);
    if (column.in(k_left)) {
      place = columns.begin() + column.at[k_left];
      while (place->name != name) ++place;
      ++place;
    } else {
      place = columns.insert(place, std::move(column)) + 1;
    }
  }
  std::stable_partition(columns.begin(), columns.end(),
                        [](const MergedColumn& column) { return column.shown; });
  return columns;
}

}  // namespace heddle::table

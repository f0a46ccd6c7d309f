#include "schema.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace heddle::table {

namespace {

using Positions = std::unordered_map<std::string_view, std::uint32_t>;

Positions positions_of(const Header& header) {
  Positions positions;
  for (std::uint32_t i = 0; i < header.columns.size(); ++i) positions.emplace(header.columns[i], i);
  return positions;
}

std::optional<std::uint32_t> find(const Positions& positions, std::string_view name) {
  const auto found = positions.find(name);
  if (found == positions.end()) return std::nullopt;
  return found->second;
}

Status missing_key(const std::string& name, const Header& header, std::int32_t input) {
  return {Code::invalid_argument,
          "there is no column \"" + name +
              "\" to use as key; the columns are: " + list_names(header.columns),
          {.input = input}};
}

}  // namespace

std::string list_names(const std::vector<std::string>& names) {
  constexpr std::size_t k_most = 20;
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), k_most); ++i) {
    if (i > 0) list += ", ";
    list += names[i];
  }
  if (names.size() > k_most) list += ", and " + std::to_string(names.size() - k_most) + " more";
  return list;
}

Result<Schema> match_columns(const Header& left, const Header& right,
                             const std::vector<std::string>& key) {
  const Positions in_left = positions_of(left);
  const Positions in_right = positions_of(right);
  Schema schema{.left_columns = left.columns.size(),
                .right_columns = right.columns.size(),
                .whole_rows = key.empty(),
                .same_layout = left.columns == right.columns};

  std::vector<bool> in_key(right.columns.size());
  for (const std::string& name : key) {
    const auto l = find(in_left, name);
    if (!l) return missing_key(name, left, 0);
    const auto r = find(in_right, name);
    if (!r) return missing_key(name, right, 1);
    if (in_key[*r]) {
      return Status(Code::invalid_argument, "the key names the column \"" + name + "\" twice");
    }
    in_key[*r] = true;
    schema.key.push_back({*l, *r});
  }
  for (std::uint32_t r = 0; r < right.columns.size(); ++r) {
    const auto l = find(in_left, right.columns[r]);
    if (!l) {
      schema.only_right.push_back(r);
    } else if (key.empty()) {
      schema.key.push_back({*l, r});
    } else if (!in_key[r]) {
      schema.compared.push_back({*l, r});
    }
  }
  for (std::uint32_t l = 0; l < left.columns.size(); ++l) {
    if (!find(in_right, left.columns[l])) schema.only_left.push_back(l);
  }
  if (schema.key.empty()) {
    return Status(Code::invalid_argument, "the files have no column in common: left has " +
                                              list_names(left.columns) + "; right has " +
                                              list_names(right.columns));
  }
  return schema;
}

}  // namespace heddle::table

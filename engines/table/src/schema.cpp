#include "schema.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace heddle::table {

namespace {

constexpr std::uint32_t k_alone = ~std::uint32_t{0};

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

/// The number of the column that #N stands for, from 0.
std::optional<std::uint32_t> numbered(std::string_view name) {
  constexpr std::size_t k_most_digits = 7;
  if (name.size() < 2 || name.size() > 1 + k_most_digits || name[0] != '#') return std::nullopt;
  std::uint32_t number = 0;
  for (const char digit : name.substr(1)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  }
  return number == 0 ? std::nullopt : std::optional(number - 1);
}

Status missing_key(const std::string& name, const Header& header, std::int32_t input) {
  return {Code::invalid_argument,
          "there is no column \"" + name +
              "\" to use as key; the columns are: " + list_names(header.columns),
          {.input = input}};
}

Status misused(const std::string& what, const std::string& name, const std::string& remedy) {
  return {Code::invalid_argument, what + " the column \"" + name + "\", " + remedy};
}

Status key_is_misused(const std::string& what, const std::string& name) {
  return misused(what, name, "which is part of the key; a key is always compared byte by byte");
}

/// Which columns the caller wants to leave out.
class Ignored {
 public:
  explicit Ignored(const std::vector<std::string>& names) : names_(names.begin(), names.end()) {}
  [[nodiscard]] bool has(std::string_view name) const { return names_.count(name) != 0; }

 private:
  std::unordered_set<std::string_view> names_;
};

Status check_columns(const DiffOptions& options, const Positions& left, const Positions& right,
                     const std::string& all) {
  const auto check = [&](const std::string& what, const std::string& name) -> Status {
    if (!find(left, name) && !find(right, name)) {
      return misused(what, name, "which neither file has; the columns are: " + all);
    }
    return std::find(options.key.begin(), options.key.end(), name) == options.key.end()
               ? Status{}
               : key_is_misused(what, name);
  };
  for (const std::string& name : options.ignore) HEDDLE_TRY(check("ignore names", name));
  for (const ColumnRule& rule : options.column_rules) {
    HEDDLE_TRY(check("a rule names", rule.column));
  }
  const bool any_rule = options.rule != ValueRule{} || !options.column_rules.empty();
  if (!any_rule || !options.key.empty() || options.by_position) return {};
  return {Code::invalid_argument,
          "rules for values need a key: without one whole rows are compared byte by byte; name the "
          "key columns, or leave the rules out"};
}

/// Makes the rules of the compared columns.
/// right_of  for each column of left its partner.
Status add_rules(const DiffOptions& options, const Positions& left, const Positions& right,
                 std::span<const std::uint32_t> right_of, Schema& schema) {
  if (options.rule == ValueRule{} && options.column_rules.empty()) return {};
  schema.rules.resize(schema.right_columns);
  Result<CellRule> general = CellRule::create(options.rule);
  if (!general.ok()) return std::move(general).status();
  for (const Schema::Pair& pair : schema.compared) schema.rules[pair.right] = general.value();
  for (const ColumnRule& own : options.column_rules) {
    Result<CellRule> rule = CellRule::create(own.rule);
    if (!rule.ok()) return std::move(rule).status();
    auto r = find(right, own.column);
    if (const auto l = find(left, own.column); l && !r && right_of[*l] != k_alone) {
      r = right_of[*l];
    }
    if (!r) continue;
    for (const Schema::Pair& pair : schema.key) {
      if (pair.right == *r) return key_is_misused("a rule names", own.column);
    }
    schema.rules[*r] = rule.value();
  }
  return {};
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

Result<Schema> match_columns(const Header& left, const Header& right, const DiffOptions& options,
                             std::span<const RenamedColumn> renamed) {
  const Positions in_left = positions_of(left);
  const Positions in_right = positions_of(right);
  Schema schema{.left_columns = left.columns.size(),
                .right_columns = right.columns.size(),
                .left_delimiter = left.delimiter,
                .right_delimiter = right.delimiter,
                .whole_rows = options.key.empty() && !options.by_position,
                .exact = options.exact()};

  if (options.by_position && !options.key.empty()) {
    return Status(Code::invalid_argument,
                  "rows are paired by their position or by a key, not by both; leave one out");
  }
  // The partner of each column: by name, unless the key pairs columns of other names.
  std::vector<std::uint32_t> left_of(right.columns.size(), k_alone);
  std::vector<std::uint32_t> right_of(left.columns.size(), k_alone);
  for (std::uint32_t r = 0; r < right.columns.size(); ++r) {
    const auto l = find(in_left, right.columns[r]);
    if (l) left_of[r] = *l, right_of[*l] = r;
  }
  for (const RenamedColumn& column : renamed) {
    left_of[column.right] = column.left;
    right_of[column.left] = column.right;
  }
  std::vector<bool> in_key(right.columns.size());
  std::vector<bool> left_in_key(left.columns.size());
  for (const std::string& name : options.key) {
    std::optional<std::uint32_t> l = find(in_left, name);
    std::optional<std::uint32_t> r = find(in_right, name);
    // A column that was renamed goes by either name.
    if (l && !r && right_of[*l] != k_alone) r = right_of[*l];
    if (r && !l && left_of[*r] != k_alone) l = left_of[*r];
    if (const auto number = numbered(name); number && !l && !r) {
      if (*number < left.columns.size()) l = number;
      if (*number < right.columns.size()) r = number;
    }
    if (!l) return missing_key(name, left, 0);
    if (!r) return missing_key(name, right, 1);
    if (in_key[*r] || left_in_key[*l]) {
      return Status(Code::invalid_argument, "the key names the column \"" + name + "\" twice");
    }
    in_key[*r] = left_in_key[*l] = true;
    // Each may have had a namesake, which is alone now.
    if (left_of[*r] != k_alone) right_of[left_of[*r]] = k_alone;
    if (right_of[*l] != k_alone) left_of[right_of[*l]] = k_alone;
    left_of[*r] = *l;
    right_of[*l] = *r;
    schema.key.push_back({*l, *r});
  }
  schema.same_layout =
      left.columns.size() == right.columns.size() && left.delimiter == right.delimiter;
  for (std::uint32_t r = 0; r < left_of.size(); ++r) {
    if (left_of[r] != k_alone && left_of[r] != r) schema.same_layout = false;
  }
  std::vector<std::string> all = right.columns;
  const Ignored ignored(options.ignore);
  for (std::uint32_t r = 0; r < right.columns.size(); ++r) {
    const std::uint32_t l = left_of[r];
    if (in_key[r]) {
      if (ignored.has(right.columns[r])) return key_is_misused("ignore names", right.columns[r]);
    } else if (ignored.has(right.columns[r])) {
      if (l != k_alone) schema.ignored.push_back({l, r});
    } else if (l == k_alone) {
      schema.only_right.push_back(r);
    } else if (schema.whole_rows) {
      schema.key.push_back({l, r});
    } else {
      schema.compared.push_back({l, r});
    }
  }
  for (std::uint32_t l = 0; l < left.columns.size(); ++l) {
    if (!find(in_right, left.columns[l])) all.push_back(left.columns[l]);
    if (right_of[l] != k_alone) continue;
    if (!ignored.has(left.columns[l])) schema.only_left.push_back(l);
  }
  HEDDLE_TRY(check_columns(options, in_left, in_right, list_names(all)));
  if (schema.key.empty() && schema.compared.empty()) {
    if (!schema.ignored.empty()) {
      return Status(Code::invalid_argument,
                    "every column that both files have is ignored; leave one to compare");
    }
    return Status(Code::invalid_argument, "the files have no column in common: left has " +
                                              list_names(left.columns) + "; right has " +
                                              list_names(right.columns));
  }
  HEDDLE_TRY(add_rules(options, in_left, in_right, right_of, schema));
  return schema;
}

}  // namespace heddle::table

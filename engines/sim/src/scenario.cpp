#include "heddle/sim/scenario.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "complaint.h"
#include "fields.h"

namespace heddle::sim {

namespace {

/// Visits the fields of a struct and finds the first one that is out of its range.
class Checker {
 public:
  Checker(std::string path, Status& status) : path_(std::move(path)), status_(status) {}

  template <class Value>
  void number(std::string_view name, const Value& value, Limits limits) {
    within(name, static_cast<double>(value), show(value), limits);
  }
  void flag(std::string_view, bool) {}
  void text(std::string_view name, const std::string& value, Limits bytes) {
    within(name, static_cast<double>(value.size()),
           "a text of " + std::to_string(value.size()) + " bytes", bytes);
  }
  void rows(std::string_view name, const std::vector<std::string>& rows, Limits size,
            std::string_view characters) {
    if (rows.empty()) return;
    int row = 0;
    const std::string why = complaint(rows, size, characters, row);
    refuse(row < 0 ? std::string(name) : std::string(name) + "/" + std::to_string(row), why);
  }
  template <class Fields>
  void object(std::string_view name, const Fields& fields) {
    Checker checker(path_of(name), status_);
    visit(checker, fields);
  }
  template <class Fields>
  void list(std::string_view name, const std::vector<Fields>& values, Limits count) {
    within(name, static_cast<double>(values.size()), "a list of " + std::to_string(values.size()),
           count);
    std::size_t index = 0;
    for (const Fields& fields : values) {
      Checker checker(path_of(name) + "/" + std::to_string(index++), status_);
      visit(checker, fields);
    }
  }

 private:
  void within(std::string_view name, double value, const std::string& what, Limits limits) {
    refuse(name, complaint(what, value, limits));
  }
  [[nodiscard]] std::string path_of(std::string_view name) const {
    return path_ + "/" + std::string(name);
  }
  void refuse(std::string_view name, const std::string& why) {
    if (why.empty() || !status_.ok()) return;
    status_ = Status(Code::invalid_argument, path_of(name) + ": " + why);
  }

  std::string path_;
  Status& status_;
};

Status refuse(const std::string& path, const std::string& why) {
  return {Code::invalid_argument, path + ": " + why};
}

/// What one field demands of another.
Status check_relations(const Scenario& scenario) {
  const float cell = scenario.ground.cell_size;
  if (cell != 8 && cell != 16 && cell != 32 && cell != 64) {
    return refuse("/ground/cell_size", show(cell) + " is none of 8, 16, 32 and 64");
  }
  for (std::size_t i = 0; i < scenario.tribes.size(); ++i) {
    const Tribe& tribe = scenario.tribes[i];
    const std::string path = "/tribes/" + std::to_string(i);
    if (tribe.genes.vision_range > cell) {
      return refuse(path + "/genes/vision_range",
                    show(tribe.genes.vision_range) + " is above " + show(cell) +
                        ", the ground's cell_size: nobody sees farther than a cell");
    }
    if (tribe.energy > scenario.economy.most) {
      return refuse(path + "/energy", show(tribe.energy) + " is above " +
                                          show(scenario.economy.most) + ", the economy's most");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (scenario.tribes[j].name != tribe.name) continue;
      return refuse(path + "/name",
                    "the tribe " + std::to_string(j) + " has this name too; give it another");
    }
  }
  return {};
}

}  // namespace

Status check(const Scenario& scenario) {
  Status status;
  Checker checker("", status);
  visit(checker, scenario);
  if (!status.ok()) return status;
  return check_relations(scenario);
}

}  // namespace heddle::sim

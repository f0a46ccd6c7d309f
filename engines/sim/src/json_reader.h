#pragma once

#include <cmath>
#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "heddle/core/status.h"

#include "complaint.h"
#include "fields.h"

namespace heddle::sim {

using Json = nlohmann::ordered_json;

/// Visits the fields of one JSON object and puts their values into a struct. The first thing that is
/// wrong goes into a Status that all readers of a document share; nothing is read after it.
class Reader {
 public:
  /// json    borrowed, as is `status`.
  /// path    of this object: a JSON Pointer (RFC 6901), empty for the document.
  Reader(const Json& json, std::string path, Status& status)
      : json_(json), path_(std::move(path)), status_(status) {
    if (!json_.is_object()) refuse(path_, json_.dump() + " is not an object in {}");
  }

  template <class Value>
  void number(std::string_view name, Value& value, Limits limits) {
    const Json* json = find(name);
    if (json == nullptr) return;
    const std::string path = path_of(name);
    if (!json->is_number()) return refuse(path, json->dump() + " is not a number");
    const auto given = json->get<double>();
    if (std::integral<Value> && given != std::floor(given)) {
      return refuse(path, json->dump() + " is not a whole number");
    }
    if (!in_range(path, json->dump(), given, limits)) return;
    value = static_cast<Value>(given);
  }

  void flag(std::string_view name, bool& value) {
    const Json* json = find(name);
    if (json == nullptr) return;
    if (!json->is_boolean())
      return refuse(path_of(name), json->dump() + " is neither true nor false");
    value = json->get<bool>();
  }

  void text(std::string_view name, std::string& value, Limits bytes) {
    const Json* json = find_required(name);
    if (json == nullptr) return;
    const std::string path = path_of(name);
    if (!json->is_string()) return refuse(path, json->dump() + " is not a text in quotes");
    auto given = json->get<std::string>();
    if (!in_range(path, "a text of " + std::to_string(given.size()) + " bytes",
                  static_cast<double>(given.size()), bytes)) {
      return;
    }
    value = std::move(given);
  }

  /// Rows of characters, all equally long.
  void rows(std::string_view name, std::vector<std::string>& value, Limits size,
            std::string_view characters) {
    const Json* json = find(name);
    if (json == nullptr) return;
    const std::string path = path_of(name);
    if (!json->is_array()) return refuse(path, json->dump() + " is not a list of rows in []");
    std::vector<std::string> given;
    for (const Json& row : *json) {
      if (!row.is_string()) {
        return refuse(path + "/" + std::to_string(given.size()),
                      row.dump() + " is not a row in quotes");
      }
      given.push_back(row.get<std::string>());
    }
    int row = 0;
    if (const std::string why = complaint(given, size, characters, row); !why.empty()) {
      return refuse(row < 0 ? path : path + "/" + std::to_string(row), why);
    }
    value = std::move(given);
  }

  template <class Fields>
  void object(std::string_view name, Fields& fields) {
    const Json* json = find(name);
    if (json != nullptr) read_object(*json, path_of(name), fields);
  }

  template <class Fields>
  void list(std::string_view name, std::vector<Fields>& values, Limits count) {
    const Json* json = find_required(name);
    if (json == nullptr) return;
    const std::string path = path_of(name);
    if (!json->is_array()) return refuse(path, json->dump() + " is not a list in []");
    if (!count_in_range(path, *json, count)) return;
    for (const Json& item : *json) {
      const std::string item_path = path + "/" + std::to_string(values.size());
      read_object(item, item_path, values.emplace_back());
      if (!status_.ok()) return;
    }
  }

  /// Refuses a field that nobody has asked for; after all the others.
  void finish() {
    if (!status_.ok()) return;
    for (const auto& [name, value] : json_.items()) {
      bool known = false;
      std::string names;
      for (const std::string_view asked : asked_) {
        known |= asked == name;
        names += (names.empty() ? "" : ", ") + std::string(asked);
      }
      if (!known) return refuse(path_of(name), "there is no such field; there are: " + names);
    }
  }

 private:
  template <class Fields>
  void read_object(const Json& json, std::string path, Fields& fields) {
    Reader reader(json, std::move(path), status_);
    visit(reader, fields);
    reader.finish();
  }

  /// The field; null when it is left out, or nothing is read any more.
  const Json* find(std::string_view name) {
    if (!status_.ok()) return nullptr;
    asked_.push_back(name);
    const auto place = json_.find(name);
    return place == json_.end() ? nullptr : &*place;
  }

  const Json* find_required(std::string_view name) {
    const Json* json = find(name);
    if (json == nullptr && status_.ok()) refuse(path_of(name), "it is missing; add it");
    return json;
  }

  bool count_in_range(const std::string& path, const Json& list, Limits limits) {
    return in_range(path, "a list of " + std::to_string(list.size()),
                    static_cast<double>(list.size()), limits);
  }

  bool in_range(const std::string& path, const std::string& what, double value, Limits limits) {
    const std::string why = complaint(what, value, limits);
    if (!why.empty()) refuse(path, why);
    return status_.ok();
  }

  [[nodiscard]] std::string path_of(std::string_view name) const {
    std::string path = path_ + "/";
    for (const char c : name) {
      if (c == '~') {
        path += "~0";
      } else if (c == '/') {
        path += "~1";
      } else {
        path += c;
      }
    }
    return path;
  }

  void refuse(const std::string& path, const std::string& why) {
    if (!status_.ok()) return;
    status_ = Status(Code::malformed_input, (path.empty() ? "the scenario" : path) + ": " + why);
  }

  const Json& json_;
  std::string path_;
  Status& status_;
  std::vector<std::string_view> asked_;
};

}  // namespace heddle::sim

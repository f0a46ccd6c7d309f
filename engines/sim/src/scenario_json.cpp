#include "heddle/sim/scenario_json.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "complaint.h"
#include "fields.h"
#include "json_reader.h"
#include "json_syntax.h"

namespace heddle::sim {

namespace {

/// Visits the fields of a struct and puts them into a JSON object.
class Writer {
 public:
  explicit Writer(Json& json) : json_(json) { json_ = Json::object(); }

  template <class Value>
  void number(const char* name, const Value& value, Limits) {
    json_[name] = to_json(value);
  }
  void flag(const char* name, bool value) { json_[name] = value; }
  void text(const char* name, const std::string& value, Limits) { json_[name] = value; }
  void rows(const char* name, const std::vector<std::string>& rows, Limits, const char*) {
    if (!rows.empty()) json_[name] = rows;
  }
  template <class Fields>
  void object(const char* name, const Fields& fields) {
    Writer writer(json_[name]);
    visit(writer, fields);
  }
  template <class Fields>
  void list(const char* name, const std::vector<Fields>& values, Limits) {
    Json& list = json_[name] = Json::array();
    for (const Fields& fields : values) {
      Writer writer(list.emplace_back());
      visit(writer, fields);
    }
  }

 private:
  /// Of a float the number that has the fewest digits.
  template <class Value>
  static Json to_json(Value value) {
    if constexpr (std::integral<Value>) {
      return value;
    } else {
      return Json::parse(show(value));
    }
  }

  Json& json_;
};

}  // namespace

Result<Scenario> read_scenario(std::string_view text) {
  HEDDLE_TRY(check_syntax(text));
  const Json json = Json::parse(text, nullptr, false);
  Scenario scenario;
  Status status;
  Reader reader(json, "", status);
  visit(reader, scenario);
  reader.finish();
  HEDDLE_TRY(std::move(status));
  if (const Status checked = check(scenario); !checked.ok()) {
    return Status(Code::malformed_input, std::string(checked.message()));
  }
  return scenario;
}

std::string write_scenario(const Scenario& scenario) {
  Json json;
  Writer writer(json);
  visit(writer, scenario);
  return json.dump(2) + "\n";
}

}  // namespace heddle::sim

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include "fields.h"

namespace heddle::sim {
namespace {

using Json = nlohmann::ordered_json;

/// Visits a scenario's fields and compares each with its place in the schema.
class Comparer {
 public:
  Comparer(const Json& schema, std::string path) : schema_(schema), path_(std::move(path)) {
    EXPECT_EQ(schema_.value("type", ""), "object") << path_;
    EXPECT_EQ(schema_.value("additionalProperties", true), false) << path_;
  }
  ~Comparer() { EXPECT_EQ(schema_["properties"].size(), visited_) << path_ << " has more fields"; }
  Comparer(const Comparer&) = delete;
  Comparer& operator=(const Comparer&) = delete;

  template <class Value>
  void number(const std::string& name, const Value& value, Limits limits) {
    const Json& field = of(name, std::is_integral_v<Value> ? "integer" : "number");
    EXPECT_EQ(field.value("minimum", 1e99), limits.least) << path_ << "/" << name;
    EXPECT_EQ(field.value("maximum", 1e99), limits.most) << path_ << "/" << name;
    EXPECT_EQ(static_cast<Value>(field.value("default", 1e99)), value) << path_ << "/" << name;
  }
  void flag(const std::string& name, bool value) {
    EXPECT_EQ(of(name, "boolean").value("default", !value), value) << path_ << "/" << name;
  }
  void text(const std::string& name, const std::string&, Limits bytes) {
    const Json& field = of(name, "string");
    EXPECT_EQ(field.value("minLength", -1.0), bytes.least);
    EXPECT_EQ(field.value("maxLength", -1.0), bytes.most);
    bool required = false;
    for (const Json& one : schema_["required"]) required |= one == name;
    EXPECT_TRUE(required) << path_ << "/" << name;
  }
  void rows(const std::string& name, const std::vector<std::string>&, Limits size,
            const std::string& characters) {
    const Json& field = of(name, "array");
    EXPECT_EQ(field.value("minItems", -1.0), size.least);
    EXPECT_EQ(field.value("maxItems", -1.0), size.most);
    EXPECT_EQ(characters, "0123456789#");
    EXPECT_EQ(field["items"].value("pattern", ""), "^[0-9#]{1,256}$");
  }
  template <class Fields>
  void object(const std::string& name, const Fields& fields) {
    Comparer comparer(of(name, "object"), path_ + "/" + name);
    visit(comparer, fields);
  }
  template <class Fields>
  void list(const std::string& name, const std::vector<Fields>&, Limits count) {
    const Json& field = of(name, "array");
    EXPECT_EQ(field.value("minItems", -1.0), count.least);
    EXPECT_EQ(field.value("maxItems", -1.0), count.most);
    const Fields defaults;
    Comparer comparer(field["items"], path_ + "/" + name + "/items");
    visit(comparer, defaults);
  }

 private:
  const Json& of(const std::string& name, const char* type) {
    ++visited_;
    const Json& field = schema_["properties"][name];
    EXPECT_EQ(field.value("type", ""), type) << path_ << "/" << name;
    EXPECT_NE(field.value("description", ""), "") << path_ << "/" << name;
    return field;
  }

  const Json& schema_;
  std::string path_;
  std::size_t visited_ = 0;
};

TEST(SchemaTest, SaysWhatTheReaderAccepts) {
  std::ifstream file(HEDDLE_SCENARIO_SCHEMA);
  ASSERT_TRUE(file) << HEDDLE_SCENARIO_SCHEMA;
  const Json schema = Json::parse(file);
  const Scenario defaults;
  Comparer comparer(schema, "");
  visit(comparer, defaults);
}

}  // namespace
}  // namespace heddle::sim

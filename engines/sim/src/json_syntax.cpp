#include "json_syntax.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace heddle::sim {

namespace {

/// Hears what the parser finds, and stops it at the first thing that is wrong.
class Listener {
 public:
  using Json = nlohmann::ordered_json;

  bool null() { return true; }
  bool boolean(bool) { return true; }
  bool number_integer(Json::number_integer_t) { return true; }
  bool number_unsigned(Json::number_unsigned_t) { return true; }
  bool number_float(Json::number_float_t, const std::string&) { return true; }
  bool string(std::string&) { return true; }
  bool binary(Json::binary_t&) { return true; }
  bool start_object(std::size_t) {
    names_.emplace_back();
    return true;
  }
  bool end_object() {
    names_.pop_back();
    return true;
  }
  bool start_array(std::size_t) { return true; }
  bool end_array() { return true; }
  bool key(std::string& name) {
    if (names_.back().insert(name).second) return true;
    twice_ = name;
    return false;
  }
  template <class Exception>
  bool parse_error(std::size_t position, const std::string&, const Exception&) {
    position_ = position;
    return false;
  }

  /// The name that an object has twice; empty when none has.
  [[nodiscard]] const std::string& twice() const { return twice_; }
  /// Where the parser gave up: bytes that it has read.
  [[nodiscard]] std::size_t position() const { return position_; }

 private:
  std::vector<std::set<std::string>> names_;
  std::string twice_;
  std::size_t position_ = 0;
};

}  // namespace

Status check_syntax(std::string_view json) {
  Listener listener;
  if (Listener::Json::sax_parse(json, &listener)) return {};
  if (!listener.twice().empty()) {
    return {Code::malformed_input,
            "the field \"" + listener.twice() + "\" stands twice in one object; remove one"};
  }
  const std::size_t byte =
      std::min(listener.position() - (listener.position() > 0 ? 1 : 0), json.size());
  const auto line =
      static_cast<std::uint64_t>(std::count(json.begin(), json.begin() + byte, '\n')) + 1;
  return {Code::malformed_input,
          "line " + std::to_string(line) + ", byte " + std::to_string(byte) +
              ": this is not JSON; look for a missing comma, quote or bracket",
          {.line = line, .byte_offset = byte}};
}

}  // namespace heddle::sim

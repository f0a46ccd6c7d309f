#include "heddle/core/status.h"

namespace heddle {

std::string_view code_name(Code code) {
  switch (code) {
    case Code::ok: return "ok";
    case Code::invalid_argument: return "invalid_argument";
    case Code::malformed_input: return "malformed_input";
    case Code::out_of_memory: return "out_of_memory";
    case Code::cancelled: return "cancelled";
    case Code::unavailable: return "unavailable";
    case Code::io: return "io";
    case Code::internal: return "internal";
  }
  return "internal";
}

Status::Status(Code code, std::string message, Location location)
    : detail_(code == Code::ok ? nullptr : new Detail{code, location, std::move(message)}) {}

std::string_view Status::message() const {
  return detail_ ? std::string_view(detail_->message) : std::string_view();
}

Status Status::with_input(std::int32_t input) && {
  if (detail_) detail_->location.input = input;
  return std::move(*this);
}

}  // namespace heddle

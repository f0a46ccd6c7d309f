#pragma once

#include <cassert>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace heddle {

/// What kind of failure it was. The numbers are part of the C ABI.
enum class Code : std::uint32_t {
  ok = 0,
  invalid_argument = 1,  ///< the call's arguments cannot be used
  malformed_input = 2,   ///< the input's bytes break their format's rules
  out_of_memory = 3,     ///< memory could not be had, or a limit forbids it
  cancelled = 4,         ///< the caller asked to stop
  unavailable = 5,       ///< this host or build cannot do it
  io = 6,                ///< a file could not be read or written
  internal = 7,          ///< a defect of ours
};

/// The code's name as users see it, for example "malformed_input".
[[nodiscard]] std::string_view code_name(Code code);

/// The place in an input that a failure is about.
struct Location {
  static constexpr std::uint64_t k_unknown = ~std::uint64_t{0};

  std::int32_t input = -1;  ///< which input of the call, from 0; -1 when none is to blame
  std::uint64_t line = 0;   ///< line, from 1; 0 when unknown
  std::uint64_t byte_offset = k_unknown;  ///< byte, from 0
};

/// Success, or a code with a message that names the cause and the remedy. One pointer wide.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Code code, std::string message, Location location = {});

  [[nodiscard]] bool ok() const { return detail_ == nullptr; }
  [[nodiscard]] Code code() const { return detail_ ? detail_->code : Code::ok; }
  [[nodiscard]] std::string_view message() const;
  [[nodiscard]] Location location() const { return detail_ ? detail_->location : Location{}; }

  /// The same failure, blamed on input `input`.
  [[nodiscard]] Status with_input(std::int32_t input) &&;

 private:
  struct Detail {
    Code code;
    Location location;
    std::string message;
  };
  std::unique_ptr<Detail> detail_;
};

/// A value or the Status that says why there is none.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_(std::move(value)) {}        // NOLINT(google-explicit-constructor)
  Result(Status status) : content_(std::move(status)) {  // NOLINT(google-explicit-constructor)
    assert(!std::get<Status>(content_).ok() && "a Result without a value needs a failed Status");
  }

  [[nodiscard]] bool ok() const { return std::holds_alternative<T>(content_); }
  [[nodiscard]] T& value() & {
    assert(ok());
    return *std::get_if<T>(&content_);
  }
  [[nodiscard]] const T& value() const& {
    assert(ok());
    return *std::get_if<T>(&content_);
  }
  [[nodiscard]] T&& value() && {
    assert(ok());
    return std::move(*std::get_if<T>(&content_));
  }
  /// The failure; a successful Status when there is a value.
  [[nodiscard]] Status status() && {
    return ok() ? Status{} : std::move(*std::get_if<Status>(&content_));
  }
  [[nodiscard]] const Status& error() const& {
    assert(!ok());
    return *std::get_if<Status>(&content_);
  }

 private:
  std::variant<T, Status> content_;
};

/// Leaves the calling function with the Status when it is a failure.
#define HEDDLE_TRY(expression)                                                        \
  do {                                                                                \
    if (::heddle::Status heddle_try_status = (expression); !heddle_try_status.ok()) { \
      return heddle_try_status;                                                       \
    }                                                                                 \
  } while (false)

}  // namespace heddle

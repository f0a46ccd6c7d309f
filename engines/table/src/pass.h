#pragma once

#include <cstddef>
#include <cstdint>

#include "heddle/core/status.h"
#include "heddle/runtime/control.h"

namespace heddle::table {

/// Who watches the passes over a file that one lane makes by itself.
struct Watch {
  CancelToken cancel;
  Progress progress;
};

/// One such pass: it can be ended, and tells how far it is.
class Pass {
 public:
  explicit Pass(const Watch& watch) : watch_(watch) {}

  /// Units of work of a pass over so many bytes.
  [[nodiscard]] static std::uint32_t units_of(std::size_t bytes) {
    return static_cast<std::uint32_t>(bytes / k_stretch * k_units);
  }

  /// Whether to go on, being at byte `at`; to be asked often.
  [[nodiscard]] bool goes_on(std::size_t at) {
    if (at < next_) return true;
    for (; next_ <= at; next_ += k_stretch) watch_.progress.add(k_units);
    return !watch_.cancel.cancelled();
  }

  [[nodiscard]] static Status ended() { return {Code::cancelled, "cancelled"}; }

 private:
  static constexpr std::size_t k_stretch = 64 * 1024;
  /// What reading a block costs here, where the plan of a block costs 1.
  static constexpr std::uint32_t k_units = 4;

  Watch watch_;
  std::size_t next_ = k_stretch;
};

}  // namespace heddle::table

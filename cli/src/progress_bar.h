#pragma once

#include <pthread.h>

#include <chrono>
#include <string>

#include "heddle/runtime/control.h"

namespace heddle::cli {

/// A progress bar on standard error, when that is a terminal. It appears after a moment only, so that
/// quick work leaves no flicker, and is wiped at the end.
class ProgressBar {
 public:
  explicit ProgressBar(std::string label);
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar();

  /// For the job to report to; drawn from the thread that made the bar.
  [[nodiscard]] Progress progress();

 private:
  using Clock = std::chrono::steady_clock;

  /// The control block with the way back to the bar.
  struct Watched : Control {
    ProgressBar* bar = nullptr;
  };

  static void changed(const Control& control);
  void draw();

  std::string label_;
  bool on_terminal_;
  bool drawn_ = false;
  pthread_t owner_;
  Clock::time_point next_;
  Watched control_;
};

}  // namespace heddle::cli

#include "progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace heddle::cli {

namespace {
constexpr auto k_first_draw = std::chrono::milliseconds(200);
constexpr auto k_interval = std::chrono::milliseconds(80);
constexpr std::uint32_t k_width = 32;
}  // namespace

ProgressBar::ProgressBar(std::string label)
    : label_(std::move(label)),
      on_terminal_(::isatty(STDERR_FILENO) != 0),
      owner_(pthread_self()),
      next_(Clock::now() + k_first_draw) {
  control_.bar = this;
}

ProgressBar::~ProgressBar() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

Progress ProgressBar::progress() {
  return on_terminal_ ? Progress(&control_, changed) : Progress{};
}

void ProgressBar::changed(const Control& control) {
  ProgressBar& bar = *static_cast<const Watched&>(control).bar;
  // Other lanes only count: a terminal has one writer.
  if (pthread_equal(pthread_self(), bar.owner_) != 0) bar.draw();
}

void ProgressBar::draw() {
  const auto now = Clock::now();
  if (now < next_) return;
  next_ = now + k_interval;
  drawn_ = true;
  const std::uint64_t total = std::max<std::uint32_t>(control_.total, 1);
  const std::uint64_t done = std::min<std::uint64_t>(control_.done, total);
  const auto filled = static_cast<std::size_t>(done * k_width / total);
  std::fprintf(stderr, "\r%s [%s%s] %3u %%", label_.c_str(), std::string(filled, '=').c_str(),
               std::string(k_width - filled, ' ').c_str(),
               static_cast<unsigned>(done * 100 / total));
  std::fflush(stderr);
}

}  // namespace heddle::cli

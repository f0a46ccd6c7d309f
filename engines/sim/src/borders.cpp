#include "borders.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace heddle::sim {

namespace {

/// Gives each domain as many rows as it does within `limit`. Returns whether that is all of them.
bool fill(std::span<const double> work, std::span<const double> pace, double limit,
          Borders& borders) {
  const std::size_t count = pace.size();
  std::size_t row = 0;
  for (std::size_t domain = 0; domain < count; ++domain) {
    borders[domain] = static_cast<std::uint32_t>(row);
    // One row at least for itself and for each of those behind it.
    const std::size_t last = work.size() - (count - 1 - domain);
    double time = 0;
    const std::size_t first = row;
    while (row < last && (row == first || time + work[row] * pace[domain] <= limit)) {
      time += work[row++] * pace[domain];
    }
    if (time > limit) return false;
  }
  borders[count] = static_cast<std::uint32_t>(work.size());
  return row == work.size();
}

std::vector<double> times_of(const Borders& borders, std::span<const double> work,
                             std::span<const double> pace) {
  std::vector<double> times;
  for (std::size_t domain = 0; domain < pace.size(); ++domain) {
    const auto begin = work.begin() + borders[domain];
    const auto end = work.begin() + borders[domain + 1];
    times.push_back(std::accumulate(begin, end, 0.0) * pace[domain]);
  }
  return times;
}

}  // namespace

Borders even_borders(std::uint32_t rows, std::uint32_t count) {
  Borders borders;
  for (std::uint64_t i = 0; i <= count; ++i) {
    borders.push_back(static_cast<std::uint32_t>(rows * i / count));
  }
  return borders;
}

std::uint32_t owner_of(const Borders& borders, std::uint32_t row) {
  const auto above = std::upper_bound(borders.begin(), borders.end(), row);
  return static_cast<std::uint32_t>(above - borders.begin()) - 1;
}

Borders balanced_borders(std::span<const double> work, std::span<const double> pace) {
  const double slowest = *std::max_element(pace.begin(), pace.end());
  double most = std::accumulate(work.begin(), work.end(), 0.0) * slowest;
  double least = 0;
  Borders borders(pace.size() + 1);
  // Bisection of the limit; the last one that was enough is tried again.
  constexpr int k_halvings = 48;
  for (int i = 0; i < k_halvings; ++i) {
    const double middle = least + (most - least) * 0.5;
    (fill(work, pace, middle, borders) ? most : least) = middle;
  }
  if (!fill(work, pace, most, borders)) {
    return even_borders(static_cast<std::uint32_t>(work.size()),
                        static_cast<std::uint32_t>(pace.size()));
  }
  return borders;
}

double imbalance(const Borders& borders, std::span<const double> work,
                 std::span<const double> pace) {
  const std::vector<double> times = times_of(borders, work, pace);
  const double sum = std::accumulate(times.begin(), times.end(), 0.0);
  if (!(sum > 0)) return 1;
  return *std::max_element(times.begin(), times.end()) * static_cast<double>(times.size()) / sum;
}

}  // namespace heddle::sim

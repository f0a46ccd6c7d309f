#include "load.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace heddle::sim {

namespace {

/// Candidates that an entity costs as much as, besides those that it looks at.
constexpr double k_own_work = 24;
/// Part that the newest time has in the pace.
constexpr double k_smoothing = 0.08;
/// Moving rows is not worth it below this.
constexpr double k_tolerated_imbalance = 1.04;

/// Pairs of entities and candidates in a row.
double work_of(const World& world, std::uint32_t row) {
  const Geometry& geometry = world.geometry;
  const auto in = [&](std::uint32_t r, std::uint32_t column) {
    const std::uint32_t* begin = world.cell_begin.data() + geometry.first_cell(r) + column;
    return std::uint64_t{begin[1] - begin[0]};
  };
  const auto in_column = [&](std::uint32_t column) {
    return in(geometry.previous(row), column) + in(row, column) + in(geometry.next(row), column);
  };
  std::uint64_t pairs = 0;
  for (std::uint32_t column = 0; column < geometry.side; ++column) {
    pairs += in(row, column) * (in_column(geometry.previous(column)) + in_column(column) +
                                in_column(geometry.next(column)));
  }
  return static_cast<double>(pairs) +
         k_own_work * static_cast<double>(world.row_positions(row).size());
}

}  // namespace

void Load::send(const World& world, std::uint32_t index, const std::uint64_t* busy,
                Outbox& outbox) {
  const Rows own = world.own;
  std::vector<double> work;
  for (std::uint32_t row = own.begin; row < own.end; ++row) work.push_back(work_of(world, row));
  const double time = busy == nullptr ? -1 : static_cast<double>(*busy);
  for (std::uint32_t to = 0; to < pace_.size(); ++to) {
    if (to == index) continue;
    outbox.add(to, Topic::load, [&](ByteWriter& out) {
      out.write(own.begin);
      out.write(own.end);
      out.write(time);
      for (const double one : work) out.write(one);
    });
  }
  take(index, own.begin, work, time);
}

Status Load::receive(const std::vector<std::vector<std::uint8_t>>& inbox, std::uint32_t index) {
  for (std::uint32_t from = 0; from < inbox.size(); ++from) {
    if (from == index) continue;
    std::optional<ByteReader> in = find_message(inbox[from], Topic::load);
    const auto begin = in ? in->read<std::uint32_t>() : std::nullopt;
    const auto end = begin ? in->read<std::uint32_t>() : std::nullopt;
    const auto time = end ? in->read<double>() : std::nullopt;
    if (!time || *begin > *end || *end > work_.size() ||
        in->remaining() != (*end - *begin) * sizeof(double)) {
      return damaged_letter(from, Topic::load);
    }
    std::vector<double> work(*end - *begin);
    for (double& one : work) one = in->read<double>().value_or(0);
    take(from, *begin, work, *time);
  }
  return {};
}

void Load::take(std::uint32_t domain, std::uint32_t first_row, const std::vector<double>& work,
                double busy) {
  std::copy(work.begin(), work.end(), work_.begin() + first_row);
  const double whole = std::accumulate(work.begin(), work.end(), 0.0);
  // Without work or without a time nothing can be learned of the pace.
  if (!(busy > 0) || !(whole > 0)) return;
  const double latest = busy / whole;
  double& pace = pace_[domain];
  pace = measured_[domain] ? pace + (latest - pace) * k_smoothing : latest;
  measured_[domain] = true;
}

Borders Load::balance(const Borders& borders) const {
  const double now = imbalance_of(borders);
  if (now <= k_tolerated_imbalance) return borders;
  Borders better = balanced_borders(work_, pace_);
  return imbalance_of(better) < now ? better : borders;
}

double Load::imbalance_of(const Borders& borders) const { return imbalance(borders, work_, pace_); }

}  // namespace heddle::sim

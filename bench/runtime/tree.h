#pragma once

#include <cstdint>
#include <vector>

#include "measure.h"

/// A binary tree of joins that does nothing but count its leaves, for any runtime.
namespace heddle::bench {

/// join  called with two closures: runs both, maybe in parallel, and returns when both are done.
template <class Join>
void count_leaves(const Join& join, std::uint32_t depth, std::uint64_t& leaves) {
  if (depth == 0) {
    leaves = 1;
    return;
  }
  std::uint64_t left = 0;
  std::uint64_t right = 0;
  join([&] { count_leaves(join, depth - 1, left); }, [&] { count_leaves(join, depth - 1, right); });
  leaves = left + right;
}

/// Seconds a join in a tree of 2^depth - 1 of them, the recursion's own calls included.
template <class Join>
double time_joins(const Options& options, const Join& join) {
  const std::uint32_t depth = options.quick ? 6 : 14;
  const double enough = options.quick ? 0 : 0.15;
  std::vector<double> times;
  const double began = now();
  while (times.size() < 5 || now() - began < enough) {
    std::uint64_t leaves = 0;
    const double start = now();
    count_leaves(join, depth, leaves);
    times.push_back((now() - start) / ((1U << depth) - 1));
    require(leaves == 1U << depth, "the leaves of a tree of joins");
  }
  return median(std::move(times));
}

}  // namespace heddle::bench

// runtime_tbb [--quick] static|simple|join LANES...: a parallel_for of oneTBB without work, with
// that partitioner, one after the other; a tree of joins.
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_invoke.h>
#include <tbb/partitioner.h>

#include <string>

#include "region.h"
#include "tree.h"

namespace heddle::bench {
namespace {

template <class Partitioner>
void time_partitioner(const Options& options, std::uint32_t lanes, Report& report) {
  const auto region = [lanes](auto&& body) {
    tbb::parallel_for(
        tbb::blocked_range<std::uint32_t>(0, lanes, 1),
        [&](const tbb::blocked_range<std::uint32_t>& parts) {
          for (std::uint32_t i = parts.begin(); i < parts.end(); ++i) body(i);
        },
        Partitioner{});
  };
  time_regions(options, lanes, region, report);
}

void time_case(const Options& options, std::uint32_t lanes, Report& report) {
  if (options.which == "static") {
    time_partitioner<tbb::static_partitioner>(options, lanes, report);
  } else if (options.which == "simple") {
    time_partitioner<tbb::simple_partitioner>(options, lanes, report);
  } else if (options.which == "join") {
    const auto join = [](auto&& a, auto&& b) { tbb::parallel_invoke(a, b); };
    report.add(std::to_string(lanes), time_joins(options, join));
  } else {
    fail("the cases are static, simple and join");
  }
}

}  // namespace
}  // namespace heddle::bench

int main(int argc, char** argv) {
  using namespace heddle::bench;
  const Options options = read_options(argc, argv);
  Report report;
  for (const std::uint32_t lanes : options.lanes) {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, lanes);
    time_case(options, lanes, report);
  }
  report.print();
}

// runtime_openmp [--quick] awake LANES...: a parallel region without work of OpenMP.
#include "region.h"

int main(int argc, char** argv) {
  using namespace heddle::bench;
  const Options options = read_options(argc, argv);
  Report report;
  for (const std::uint32_t lanes : options.lanes) {
    const auto region = [lanes](auto&& body) {
#pragma omp parallel for schedule(static) num_threads(lanes)
      for (std::uint32_t i = 0; i < lanes; ++i) body(i);
    };
    time_regions(options, lanes, region, report);
  }
  report.print();
}

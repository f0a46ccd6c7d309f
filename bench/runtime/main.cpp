// runtime_ours [--quick] CASE [LANES...]: times one case of Heddle's runtime, natively and, under
// Node, as wasm. bench/runtime.mjs runs it.
#include "cases.h"

namespace {

struct Case {
  std::string_view name;
  void (*run)(const heddle::bench::Options&, heddle::bench::Report&);
};

constexpr Case k_cases[] = {
    {"awake", heddle::bench::run_regions},     {"parked", heddle::bench::run_regions},
    {"short", heddle::bench::run_short_loop},  {"compute", heddle::bench::run_compute},
    {"allocate", heddle::bench::run_allocate}, {"join", heddle::bench::run_join},
};

}  // namespace

int main(int argc, char** argv) {
  const heddle::bench::Options options = heddle::bench::read_options(argc, argv);
  for (const Case& known : k_cases) {
    if (known.name != options.which) continue;
    heddle::bench::Report report;
    known.run(options, report);
    report.print();
    return 0;
  }
  heddle::bench::fail(
      "usage: runtime_ours [--quick] awake|parked|short|compute|allocate|join [LANES...]");
}

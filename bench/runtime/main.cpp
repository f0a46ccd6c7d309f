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
    {"ring", heddle::bench::run_ring},         {"stream", heddle::bench::run_stream},
    {"frame", heddle::bench::run_frame},       {"trace", heddle::bench::run_trace},
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
  std::string names;
  for (const Case& known : k_cases) names.append(names.empty() ? "" : "|").append(known.name);
  heddle::bench::fail("usage: runtime_ours [--quick] " + names + " [LANES...]");
}

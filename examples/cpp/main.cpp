// estimate_pi [LANES [BLOCKS]]: throws random points at a square and counts those within the circle.
// The count is the same for any number of lanes. Ctrl-C cancels.
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include "heddle/core/buffer.h"
#include "heddle/core/philox.h"
#include "heddle/runtime/parallel.h"

constexpr std::uint64_t k_block = 65536;  // points of a block: about half a millisecond of work

// Each point has random numbers of its own, so it does not matter which lane throws it.
std::uint32_t hits_in_block(std::uint64_t block) {
  std::uint32_t hits = 0;
  for (std::uint64_t i = block * k_block; i < (block + 1) * k_block; ++i) {
    const auto words = heddle::philox4x32_10(
        {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i >> 32), 0, 0}, {1, 2});
    const float x = heddle::to_unit_float(words[0]);
    const float y = heddle::to_unit_float(words[1]);
    if (x * x + y * y < 1) ++hits;
  }
  return hits;
}

heddle::Result<std::uint64_t> count_hits(heddle::Scheduler& scheduler, std::size_t blocks,
                                         const heddle::Progress& progress,
                                         heddle::CancelToken cancel) {
  heddle::Buffer<std::uint32_t> hits;
  if (!hits.allocate(blocks)) {
    return heddle::Status(heddle::Code::out_of_memory, "no memory for the blocks; ask for fewer");
  }
  progress.start(static_cast<std::uint32_t>(blocks));
  const auto count_chunk = [&](heddle::Range chunk, std::uint32_t /*lane*/) {
    for (std::size_t i = chunk.begin; i < chunk.end; ++i) hits[i] = hits_in_block(i);
    progress.add(static_cast<std::uint32_t>(chunk.size()));
  };
  HEDDLE_TRY(heddle::parallel_for(scheduler, {0, blocks}, 1, count_chunk, cancel));

  const auto sum_block = [&](heddle::Range block) {
    std::uint64_t sum = 0;
    for (std::size_t i = block.begin; i < block.end; ++i) sum += hits[i];
    return sum;
  };
  return heddle::parallel_reduce(scheduler, {0, blocks}, 1024, std::uint64_t{0}, sum_block,
                                 [](std::uint64_t a, std::uint64_t b) { return a + b; });
}

heddle::Control control;  // global for the signal's sake only

int fail(const heddle::Status& status) {
  std::fprintf(stderr, "estimate_pi: %s\n", std::string(status.message()).c_str());
  return 1;
}

int main(int argc, char** argv) {
  const auto lanes = static_cast<std::uint32_t>(argc > 1 ? std::atoi(argv[1]) : 2);
  const std::size_t blocks = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 200;
  auto scheduler = heddle::Scheduler::create(lanes);
  if (!scheduler.ok()) return fail(scheduler.error());

  std::signal(SIGINT, [](int) { control.cancel = 1; });
  std::jthread watcher([](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::fprintf(stderr, "%u of %u blocks\n", control.done.load(), control.total.load());
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  });
  const auto hits = count_hits(*scheduler.value(), blocks, heddle::Progress(&control),
                               heddle::CancelToken(&control));
  watcher.request_stop();
  watcher.join();
  if (!hits.ok()) return fail(hits.error());
  const auto points = static_cast<double>(blocks * k_block);
  std::printf("pi is about %.6f\n", 4 * static_cast<double>(hits.value()) / points);
}

#include <array>
#include <atomic>
#include <thread>

#include "heddle/core/spsc_ring.h"

#include "cases.h"

namespace heddle::bench {

namespace {

struct Frame {
  float left;
  float right;
};

// What an audio worklet asks for at a time.
constexpr std::size_t k_quantum = 128;
constexpr std::uint32_t k_capacity = 4096;

using Ring = SpscRing<Frame>;
using Quantum = std::array<Frame, k_quantum>;

// The samples count from 0 on, modulo 2^24: every float below is one of its own.
constexpr std::uint64_t k_period = 1 << 24;

// Writes the samples from the `first` on. The period is a multiple of the quantum's samples, so it does
// not end inside.
void count_on(Quantum& frames, std::uint64_t first) {
  auto sample = static_cast<std::int32_t>(first % k_period);
  for (Frame& frame : frames) {
    frame = {static_cast<float>(sample), static_cast<float>(sample + 1)};
    sample += 2;
  }
}

// Whether these are the samples from the `first` on. Without a branch a sample, so that SIMD may do it.
bool counts_on(const Quantum& frames, std::uint64_t first) {
  auto sample = static_cast<std::int32_t>(first % k_period);
  std::uint32_t wrong = 0;
  for (const Frame& frame : frames) {
    wrong += frame.left != static_cast<float>(sample) ? 1 : 0;
    wrong += frame.right != static_cast<float>(sample + 1) ? 1 : 0;
    sample += 2;
  }
  return wrong == 0;
}

class Memory {
 public:
  Memory() {
    if (!Ring::create(bytes_, k_capacity).ok()) fail("the ring cannot be made");
  }
  Ring attach() {
    auto ring = Ring::attach(bytes_);
    if (!ring.ok()) fail(ring.error().message());
    return ring.value();
  }

 private:
  alignas(64) std::array<std::uint8_t, Ring::size_bytes(k_capacity)> bytes_{};
};

// Moves all `frames` by move(part), which returns how many of them it could take.
template <class Move>
void move_all(std::span<Frame> frames, const Move& move) {
  // Spins first: the other thread is a moment away, and in WebAssembly a yield reads the clock.
  constexpr int k_tries = 10'000;
  int tries = 0;
  while (!frames.empty()) {
    const std::uint32_t moved = move(frames);
    frames = frames.subspan(moved);
    if (moved > 0) {
      tries = 0;
    } else if (++tries > k_tries) {
      std::this_thread::yield();
    }
  }
}

// A quantum from one thread, and to the other one. Not inlined, because V8 puts the optimized code of a
// WebAssembly function in place only where the function is called anew.
[[gnu::noinline]] void produce(Ring& ring, std::uint64_t first) {
  Quantum frames;
  count_on(frames, first);
  move_all(frames, [&](std::span<Frame> part) { return ring.push(part); });
}

[[gnu::noinline]] bool consume(Ring& ring, std::uint64_t first) {
  Quantum frames;
  move_all(frames, [&](std::span<Frame> part) { return ring.pop(part); });
  return counts_on(frames, first);
}

}  // namespace

void run_ring(const Options& options, Report& report) {
  const int batch = options.quick ? 100 : 10'000;
  const int batches = options.quick ? 2 : 50;
  Memory memory;
  Ring producer = memory.attach();
  Ring consumer = memory.attach();
  std::vector<double> times;
  for (int i = 0; i < batches; ++i) {
    Quantum in{};
    Quantum out{};
    const std::uint64_t first = 2 * k_quantum * static_cast<std::uint64_t>(i);
    count_on(in, first);
    std::uint32_t moved = 0;
    const double start = now();
    for (int j = 0; j < batch; ++j) {
      moved += producer.push(in);
      moved += consumer.pop(out);
    }
    times.push_back((now() - start) / batch);
    require(moved == 2 * k_quantum * batch, "the frames that went through a ring");
    require(counts_on(out, first), "the samples that came out of a ring");
  }
  report.add("quantum", median(std::move(times)));
}

void run_stream(const Options& options, Report& report) {
  const std::uint64_t quanta = (options.quick ? 1'000'000 : 1'000'000'000) / (2 * k_quantum);
  Memory memory;
  std::atomic<bool> ready{false};
  std::atomic<bool> go{false};
  std::thread producing([&] {
    Ring ring = memory.attach();
    ready = true;
    while (!go) std::this_thread::yield();
    for (std::uint64_t i = 0; i < quanta; ++i) produce(ring, 2 * k_quantum * i);
  });
  Ring ring = memory.attach();
  bool right = true;
  while (!ready) std::this_thread::yield();
  const double start = now();
  go = true;
  for (std::uint64_t i = 0; i < quanta; ++i) right = consume(ring, 2 * k_quantum * i) && right;
  const double seconds = now() - start;
  producing.join();
  require(right, "a sample from the other thread");
  require(ring.available_to_read() == 0, "the number of samples from the other thread");
  report.add("stream", seconds);
}

}  // namespace heddle::bench

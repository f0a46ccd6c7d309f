#include "heddle/core/triple_buffer.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>

#include "cases.h"

namespace heddle::bench {

namespace {

// 100,000 entities of 12 bytes.
constexpr std::uint32_t k_frame_size = 1'200'000;

// Memory whose beginning is aligned to a cache line.
class Memory {
 public:
  explicit Memory(std::size_t size) : bytes_(size + 64) {}
  std::span<std::uint8_t> bytes() {
    void* begin = bytes_.data();
    std::size_t space = bytes_.size();
    std::align(64, space - 64, begin, space);
    return {static_cast<std::uint8_t*>(begin), bytes_.size() - 64};
  }

 private:
  std::vector<std::uint8_t> bytes_;
};

// A way to get a frame from one place to another, and the time of one frame.
struct Entry {
  std::string name;
  std::function<double()> seconds;
};

}  // namespace

void run_frame(const Options& options, Report& report) {
  const int batch = options.quick ? 4 : 100;
  std::vector<std::uint8_t> in(k_frame_size);
  std::vector<std::uint8_t> out(k_frame_size);
  std::uint8_t version = 0;
  // hand_over  returns where the reader finds what the writer wrote to `back()`.
  const auto time = [&](const auto& back, const auto& hand_over) {
    double seconds = 0;
    for (int i = 0; i < batch; ++i) {
      std::iota(in.begin(), in.end(), ++version);
      const double start = now();
      std::ranges::copy(in, back().begin());
      std::ranges::copy(hand_over(), out.begin());
      seconds += now() - start;
      require(in == out, "a frame that was handed over");
    }
    return seconds / batch;
  };

  Memory memory(TripleBuffer::size_bytes(k_frame_size));
  auto writer = TripleBuffer::create(memory.bytes(), k_frame_size);
  auto reader = TripleBuffer::attach(memory.bytes(), k_frame_size);
  if (!writer.ok() || !reader.ok()) fail("the triple buffer cannot be made");
  // As many frames in turn, so that the caches hold as much.
  std::vector<Memory> plain(3, Memory(k_frame_size));
  std::size_t turn = 0;
  std::vector<Entry> entries = {{"triple",
                                 [&] {
                                   return time([&] { return writer.value().back(); },
                                               [&] {
                                                 writer.value().publish();
                                                 require(reader.value().update(),
                                                         "the news of a frame");
                                                 return reader.value().front();
                                               });
                                 }},
                                {"copies", [&] {
                                   return time([&] { return plain[turn % 3].bytes(); },
                                               [&] { return plain[turn++ % 3].bytes(); });
                                 }}};
  race(entries, options.quick ? 2 : 5, report);
}

}  // namespace heddle::bench

#include "options.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <thread>

#ifdef __EMSCRIPTEN__
#include <emscripten/heap.h>
#endif

namespace heddle::cli {

Exit complain(const std::string& name, const Status& status) {
  std::string line = "heddle: ";
  if (!name.empty()) line += name + ": ";
  line += status.message();
  line += '\n';
  std::fputs(line.c_str(), stderr);
  return Exit::trouble;
}

std::string name_of_input(const Status& status, std::span<const std::string> paths) {
  const std::int32_t input = status.location().input;
  return input < 0 ? std::string() : paths[static_cast<std::size_t>(input)];
}

std::uint32_t Threads::default_count() {
  return std::clamp<std::uint32_t>(std::thread::hardware_concurrency(), 1, Scheduler::k_max_lanes);
}

void Threads::add_option(CLI::App& command) {
  command.add_option("--threads", count, "Lanes to use; by default one a core")->type_name("N");
}

Result<std::unique_ptr<Scheduler>> Threads::start() const {
  Result<std::unique_ptr<Scheduler>> scheduler = Scheduler::create(count);
  if (scheduler.ok()) return scheduler;
  return Status(scheduler.error().code(), "--threads: " + std::string(scheduler.error().message()));
}

void add_output(CLI::App& command, std::string& path) {
  command.add_option("-o,--output", path, "Write to this file instead of standard output")
      ->type_name("FILE");
}

Result<std::uint64_t> parse_size(const std::string& text) {
  const Status wrong(Code::invalid_argument,
                     "\"" + text + "\" is not a size; write bytes, or a number with k, M or G");
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || end - rest > 1) {
    return Status(wrong.code(), std::string(wrong.message()));
  }
  int shift = 0;
  if (rest != end) {
    switch (*rest) {
      case 'k':
      case 'K': shift = 10; break;
      case 'm':
      case 'M': shift = 20; break;
      case 'g':
      case 'G': shift = 30; break;
      default: return Status(wrong.code(), std::string(wrong.message()));
    }
  }
  if (number == 0 || number > (~std::uint64_t{0} >> shift)) {
    return Status(wrong.code(), std::string(wrong.message()));
  }
  return number << shift;
}

std::uint64_t memory_maximum() {
#ifdef __EMSCRIPTEN__
  return emscripten_get_heap_max();
#else
  return static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
         static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
#endif
}

}  // namespace heddle::cli

#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "heddle/core/simd.h"

#include "commands.h"

namespace heddle::cli {

namespace {

using Json = nlohmann::ordered_json;

Json describe() {
#ifdef __EMSCRIPTEN__
  const std::string host = "node";
  const std::string tier = "threads";
  const std::string reason = "Node has shared memory, threads and WebAssembly SIMD";
#else
  const std::string host = "native";
  const std::string tier = "native";
  const std::string reason = "compiled for this machine; no WebAssembly is used";
#endif
  return {{"version", HEDDLE_VERSION},
          {"host", host},
          {"tier", tier},
          {"reason", reason},
          {"cores", Threads::default_count()},
          {"simd", simd_target_name()},
          {"memoryMaximum", memory_maximum()}};
}

void print_text(const Json& info) {
  for (const auto& [name, value] : info.items()) {
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    std::printf("%-14s %s\n", name.c_str(), text.c_str());
  }
}

}  // namespace

void add_info(CLI::App& parent, Run& chosen) {
  CLI::App* command = parent.add_subcommand("info", "Show what this machine and build can do");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "Print one JSON object");
  command->callback([json, &chosen] {
    chosen = [json] {
      const Json info = describe();
      if (*json) {
        std::printf("%s\n", info.dump().c_str());
      } else {
        print_text(info);
      }
      return Exit::same;
    };
  });
}

}  // namespace heddle::cli

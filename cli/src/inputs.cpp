#include "inputs.h"

#include <algorithm>
#include <utility>

#include "heddle/table/large_diff.h"

#include "options.h"

namespace heddle::cli {

namespace {

/// How much memory may be used: by the files, and by the work on them.
struct Budget {
  std::uint64_t files;
  std::uint64_t work;
  bool shared;  // else files are mapped, and do not count
};

Result<Budget> read_budget(const std::optional<std::string>& text) {
  Result<std::optional<std::uint64_t>> limit = read_memory_limit(text);
  if (!limit.ok()) return std::move(limit).status();
  if (!limit.value()) {
#ifdef __EMSCRIPTEN__
    return Budget{memory_maximum(), memory_maximum(), true};
#else
    return Budget{~std::uint64_t{0}, memory_maximum(), false};
#endif
  }
  return Budget{*limit.value(), *limit.value(), true};
}

}  // namespace

Result<Inputs> Inputs::open(Scheduler& scheduler, std::span<const std::string> paths,
                            const std::optional<std::string>& memory_limit) {
  Result<Budget> budget = read_budget(memory_limit);
  if (!budget.ok()) return std::move(budget).status();
  Budget left = budget.value();
  Inputs inputs;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    Result<InputFile> file = InputFile::open(paths[i], left.files, &scheduler);
    if (!file.ok()) return std::move(file).status().with_input(static_cast<std::int32_t>(i));
    inputs.files.push_back(std::move(file).value());
    if (left.shared) {
      left.files -= inputs.files.back().bytes().size();
      left.work = std::max<std::uint64_t>(left.files, 1);
    }
  }
  inputs.memory = left.work;
  return inputs;
}

Result<std::optional<LargeInputs>> LargeInputs::open(
    std::span<const std::string> paths, const std::optional<std::string>& memory_limit) {
  Result<Budget> budget = read_budget(memory_limit);
  if (!budget.ok()) return std::move(budget).status();
  LargeInputs inputs;
  inputs.memory = budget.value().work;
  for (std::unique_ptr<FileSource>* file : {&inputs.left, &inputs.right}) {
    const std::int32_t input = file == &inputs.left ? 0 : 1;
    auto opened = FileSource::open(paths[static_cast<std::size_t>(input)]);
    if (!opened.ok()) return std::move(opened).status().with_input(input);
    *file = std::move(opened).value();
    if (*file == nullptr) return std::optional<LargeInputs>();
  }
  if (inputs.memory < table::LargeDiff::k_least_memory) return std::optional<LargeInputs>();
  inputs.needed = inputs.size() > budget.value().files;
  return std::optional(std::move(inputs));
}

std::uint64_t Inputs::size() const {
  std::uint64_t size = 0;
  for (const InputFile& file : files) size += file.bytes().size();
  return size;
}

Result<std::optional<std::uint64_t>> read_memory_limit(const std::optional<std::string>& text) {
  if (!text) return std::optional<std::uint64_t>();
  Result<std::uint64_t> size = parse_size(*text);
  if (size.ok()) return std::optional(size.value());
  return Status(Code::invalid_argument, "--memory-limit: " + std::string(size.error().message()));
}

void add_memory_limit(CLI::App& command, std::optional<std::string>& memory_limit) {
  command
      .add_option(
          "--memory-limit", memory_limit,
          "Most memory to use, files included, for example 512M; table diff reads files that "
          "are larger piece by piece")
      ->type_name("SIZE");
}

}  // namespace heddle::cli

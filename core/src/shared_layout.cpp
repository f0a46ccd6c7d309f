#include "shared_layout.h"

#include <string>

namespace heddle {

Status check_shared_memory(std::span<const std::uint8_t> memory, std::uint64_t size,
                           const char* name) {
  if (reinterpret_cast<std::uintptr_t>(memory.data()) % 64 != 0) {
    return Status(Code::invalid_argument,
                  "the memory of the " + std::string(name) +
                      " is not aligned to 64 bytes; begin it at a multiple of 64");
  }
  if (memory.size() < size) {
    return Status(Code::invalid_argument,
                  "the " + std::string(name) + " takes " + std::to_string(size) +
                      " bytes of memory, but there are " + std::to_string(memory.size()) +
                      "; give it that many");
  }
  return {};
}

}  // namespace heddle

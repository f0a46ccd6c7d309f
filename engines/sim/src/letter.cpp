#include "letter.h"

#include <string>

namespace heddle::sim {

std::optional<ByteReader> find_message(ByteView letter, Topic topic) {
  ByteReader in(letter);
  while (in.remaining() != 0) {
    const auto about = in.read<std::uint32_t>();
    const auto size = in.read<std::uint32_t>();
    const auto body = size ? in.read_bytes(*size) : std::nullopt;
    if (!about || !body) return std::nullopt;
    if (*about == static_cast<std::uint32_t>(topic)) return ByteReader(*body);
  }
  return std::nullopt;
}

Status damaged_letter(std::uint32_t from, Topic topic) {
  return {Code::malformed_input, "the letter from domain " + std::to_string(from) +
                                     " has no sound message about " +
                                     std::string(k_topics[static_cast<std::size_t>(topic)])};
}

}  // namespace heddle::sim

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "heddle/core/bytes.h"
#include "heddle/sim/domain.h"

namespace heddle::sim {

/// Letters to the other domains, each a number of messages: a topic, how many bytes, the bytes.
class Outbox {
 public:
  explicit Outbox(std::uint32_t domains) : letters_(domains) {}

  void clear() {
    for (ByteWriter& letter : letters_) letter.clear();
  }
  [[nodiscard]] ByteView letter(std::uint32_t to) const { return letters_[to].view(); }
  /// Whether memory was missing.
  [[nodiscard]] bool failed() const {
    bool failed = failed_;
    for (const ByteWriter& letter : letters_) failed = failed || letter.failed();
    return failed;
  }
  [[nodiscard]] const std::array<Traffic, k_topics.size()>& traffic() const { return traffic_; }

  /// Appends a message; `write(writer)` writes its bytes.
  template <class Write>
  void add(std::uint32_t to, Topic topic, Write&& write) {
    ByteWriter& letter = letters_[to];
    body_.clear();
    write(body_);
    failed_ = failed_ || body_.failed();
    letter.write(static_cast<std::uint32_t>(topic));
    letter.write(static_cast<std::uint32_t>(body_.size()));
    letter.write_bytes(body_.view());
    Traffic& sum = traffic_[static_cast<std::size_t>(topic)];
    ++sum.messages;
    sum.bytes += 8 + body_.size();
  }

 private:
  std::vector<ByteWriter> letters_;
  ByteWriter body_;
  bool failed_ = false;
  std::array<Traffic, k_topics.size()> traffic_{};
};

/// The message of a letter about a topic; nullopt when there is none, or the letter is damaged.
[[nodiscard]] std::optional<ByteReader> find_message(ByteView letter, Topic topic);

/// What to say of a letter without a sound message about a topic.
[[nodiscard]] Status damaged_letter(std::uint32_t from, Topic topic);

}  // namespace heddle::sim

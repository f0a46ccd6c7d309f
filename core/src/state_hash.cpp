#include "heddle/core/state_hash.h"

#ifdef __EMSCRIPTEN__
// For WebAssembly SIMD newer versions include a header inside extern "C", which does not compile.
#define XXH_HAS_INCLUDE(header) 0
#endif
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace heddle {

struct StateHash::State {
  XXH3_state_t xxh;
};

std::uint64_t hash64(ByteView bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

StateHash::StateHash(std::uint64_t seed) : state_(std::make_unique<State>()) {
  XXH3_64bits_reset_withSeed(&state_->xxh, seed);
}
StateHash::StateHash(StateHash&&) noexcept = default;
StateHash& StateHash::operator=(StateHash&&) noexcept = default;
StateHash::~StateHash() = default;

StateHash& StateHash::add(ByteView bytes) {
  XXH3_64bits_update(&state_->xxh, bytes.data(), bytes.size());
  return *this;
}

std::uint64_t StateHash::value() const { return XXH3_64bits_digest(&state_->xxh); }

}  // namespace heddle

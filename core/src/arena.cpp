#include "heddle/core/arena.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <utility>

#include "heddle/core/memory.h"

namespace heddle {

namespace {
constexpr std::size_t k_smallest_block = std::size_t{64} * 1024;
}

struct Arena::Block {
  Block* previous;
  std::size_t capacity;
  std::size_t used;

  [[nodiscard]] std::byte* bytes() { return reinterpret_cast<std::byte*>(this + 1); }
};

Arena::Arena(Arena&& other) noexcept
    : head_(std::exchange(other.head_, nullptr)),
      used_(std::exchange(other.used_, 0)),
      high_water_(std::exchange(other.high_water_, 0)) {}

Arena& Arena::operator=(Arena&& other) noexcept {
  std::swap(head_, other.head_);
  std::swap(used_, other.used_);
  std::swap(high_water_, other.high_water_);
  return *this;
}

Arena::~Arena() { free_blocks(); }

void* Arena::allocate_bytes(std::size_t size, std::size_t alignment) {
  if (size == 0) return nullptr;
  const auto padding_in = [&](Block* block) {
    const auto address = reinterpret_cast<std::uintptr_t>(block->bytes() + block->used);
    return static_cast<std::size_t>(-address & (alignment - 1));
  };
  if (head_ == nullptr || size > head_->capacity - head_->used ||
      padding_in(head_) > head_->capacity - head_->used - size) {
    const std::size_t doubled = head_ == nullptr ? 0 : head_->capacity * 2;
    const std::size_t needed = size + alignment;
    // The doubled block is a courtesy to later calls; without memory for it the exact size will do.
    if (!add_block(std::max({needed, doubled, k_smallest_block})) && !add_block(needed)) {
      return nullptr;
    }
  }
  const std::size_t padding = padding_in(head_);
  std::byte* result = head_->bytes() + head_->used + padding;
  head_->used += padding + size;
  used_ += padding + size;
  high_water_ = std::max(high_water_, used_);
  return result;
}

bool Arena::add_block(std::size_t capacity) {
  void* memory = std::malloc(sizeof(Block) + capacity);
  if (memory == nullptr) return false;
  count_allocated(sizeof(Block) + capacity);
  head_ = new (memory) Block{head_, capacity, 0};
  return true;
}

void Arena::reset() {
  if (head_ != nullptr && head_->previous != nullptr) {
    free_blocks();
    // When this fails, the next allocation simply starts with a smaller block.
    (void)add_block(high_water_ + high_water_ / 8);
  }
  if (head_ != nullptr) head_->used = 0;
  used_ = 0;
}

void Arena::free_blocks() {
  while (head_ != nullptr) {
    count_freed(sizeof(Block) + head_->capacity);
    std::free(std::exchange(head_, head_->previous));
  }
}

}  // namespace heddle

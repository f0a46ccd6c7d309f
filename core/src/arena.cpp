#include "heddle/core/arena.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <new>
#include <utility>

#include "heddle/core/memory.h"

namespace heddle {

namespace {

constexpr std::size_t k_smallest_block = std::size_t{64} * 1024;
// Blocks double up to this size, so that a large one is not followed by one twice as large.
constexpr std::size_t k_largest_courtesy = std::size_t{4} * 1024 * 1024;

}  // namespace

struct Arena::Block {
  alignas(k_alignment) Block* next;
  std::size_t capacity;
  std::size_t used;

  [[nodiscard]] std::byte* bytes() { return reinterpret_cast<std::byte*>(this + 1); }
  [[nodiscard]] std::size_t padding(std::size_t alignment) const { return -used & (alignment - 1); }
  [[nodiscard]] bool has(std::size_t size, std::size_t alignment) const {
    const std::size_t left = capacity - used;
    return size <= left && padding(alignment) <= left - size;
  }
};

Arena::Arena(Arena&& other) noexcept { *this = std::move(other); }

Arena& Arena::operator=(Arena&& other) noexcept {
  std::swap(first_, other.first_);
  std::swap(current_, other.current_);
  std::swap(used_, other.used_);
  std::swap(high_water_, other.high_water_);
  std::swap(capacity_, other.capacity_);
  return *this;
}

Arena::~Arena() { free_blocks(); }

void* Arena::allocate_bytes(std::size_t size, std::size_t alignment) {
  if (size == 0) return nullptr;
  if ((current_ == nullptr || !current_->has(size, alignment)) && !enter_next(size)) return nullptr;
  const std::size_t padding = current_->padding(alignment);
  std::byte* result = current_->bytes() + current_->used + padding;
  current_->used += padding + size;
  used_ += padding + size;
  high_water_ = std::max(high_water_, used_);
  return result;
}

/// Makes a block current that is empty and has `needed` bytes: the next one, or a new one before it.
bool Arena::enter_next(std::size_t needed) {
  Block* next = current_ == nullptr ? first_ : current_->next;
  if (next == nullptr || next->capacity < needed) {
    const std::size_t doubled = current_ == nullptr ? 0 : current_->capacity * 2;
    const std::size_t wanted =
        std::max({needed, std::min(doubled, k_largest_courtesy), k_smallest_block});
    // What is more than needed is a courtesy to later calls.
    return add_block(wanted) || add_block(needed);
  }
  next->used = 0;
  current_ = next;
  return true;
}

/// Inserts a block behind the current one and makes it current.
bool Arena::add_block(std::size_t capacity) {
  if (capacity > static_cast<std::size_t>(PTRDIFF_MAX)) return false;
  capacity = (capacity + k_alignment - 1) / k_alignment * k_alignment;
  void* memory = std::aligned_alloc(k_alignment, sizeof(Block) + capacity);
  if (memory == nullptr) return false;
  count_allocated(sizeof(Block) + capacity);
  capacity_ += capacity;
  Block*& link = current_ == nullptr ? first_ : current_->next;
  link = new (memory) Block{link, capacity, 0};
  current_ = link;
  return true;
}

Arena::Mark Arena::mark() const {
  Mark mark;
  mark.block_ = current_;
  mark.used_in_block_ = current_ == nullptr ? 0 : current_->used;
  mark.used_ = used_;
  return mark;
}

void Arena::release(Mark mark) {
  assert(mark.used_ <= used_ && "marks are released in reverse order");
  if (mark.used_ == 0) {
    reset();
    return;
  }
  current_ = mark.block_;
  current_->used = mark.used_in_block_;
  used_ = mark.used_;
}

void Arena::reset() {
  if (first_ != nullptr && first_->next != nullptr) {
    free_blocks();
    // When this fails, the next allocation simply starts with a smaller block.
    (void)add_block(high_water_ + high_water_ / 8);
  }
  current_ = first_;
  if (first_ != nullptr) first_->used = 0;
  used_ = 0;
}

bool Arena::reserve(std::size_t bytes) {
  if (current_ != nullptr && current_->has(bytes, 1)) return true;
  Block* const in_use = current_;
  if (used_ == 0) free_blocks();
  if (!add_block(bytes)) return false;
  // Behind what is in use: the next allocation that does not fit there enters it.
  if (used_ != 0) current_ = in_use;
  return true;
}

void Arena::trim(std::size_t keep) {
  assert(used_ == 0 && "what is in use cannot be given back");
  high_water_ = 0;
  // Not for a little, which the next round would ask for again.
  if (keep != 0 && capacity_ <= keep + keep / 4 + k_smallest_block) return;
  free_blocks();
  if (keep != 0) (void)add_block(keep + keep / 8);
}

void Arena::free_blocks() {
  while (first_ != nullptr) {
    count_freed(sizeof(Block) + first_->capacity);
    std::free(std::exchange(first_, first_->next));
  }
  current_ = nullptr;
  capacity_ = 0;
}

}  // namespace heddle

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <type_traits>
#include <utility>

#include "heddle/core/memory.h"

namespace heddle {

/// An owned array of fixed size whose allocation can fail without ending the program: the place for
/// every array whose size comes from the input. Elements are not initialized.
template <class T>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
  static_assert(alignof(T) <= alignof(std::max_align_t));

 public:
  Buffer() = default;
  Buffer(Buffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { free_data(); }

  /// Replaces the content by `size` elements. False when there is no memory; the old content is
  /// gone then too.
  [[nodiscard]] bool allocate(std::size_t size) { return replace(size, false); }
  /// The same with all bytes zero, which the system often gives for nothing.
  [[nodiscard]] bool allocate_zeroed(std::size_t size) { return replace(size, true); }

  void release() { *this = Buffer(); }

  /// Gives up the tail behind `size`; the memory itself is kept.
  void shrink(std::size_t size) { size_ = size < size_ ? size : size_; }

  [[nodiscard]] T* data() { return data_; }
  [[nodiscard]] const T* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] T& operator[](std::size_t i) { return data_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return data_[i]; }
  [[nodiscard]] T* begin() { return data_; }
  [[nodiscard]] T* end() { return data_ + size_; }
  [[nodiscard]] const T* begin() const { return data_; }
  [[nodiscard]] const T* end() const { return data_ + size_; }
  [[nodiscard]] std::span<const T> view() const { return {data_, size_}; }

 private:
  // From here on the system can be asked for large pages.
  static constexpr std::size_t k_large_bytes = std::size_t{4} << 20;

  bool replace(std::size_t size, bool zeroed) {
    free_data();
    size_ = 0;
    if (size == 0) return true;
    if (size > static_cast<std::size_t>(PTRDIFF_MAX) / sizeof(T)) return false;
    void* memory = zeroed ? std::calloc(size, sizeof(T)) : std::malloc(size * sizeof(T));
    if (memory == nullptr) return false;
    if (size * sizeof(T) >= k_large_bytes) prefer_large_pages(memory, size * sizeof(T));
    data_ = static_cast<T*>(memory);
    size_ = size;
    capacity_ = size;
    count_allocated(capacity_ * sizeof(T));
    return true;
  }

  void free_data() {
    std::free(std::exchange(data_, nullptr));
    count_freed(std::exchange(capacity_, 0) * sizeof(T));
  }

  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace heddle

#pragma once

#include <atomic>
#include <cstdint>

#if defined(__EMSCRIPTEN_PTHREADS__)
#include <emscripten.h>
#elif defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace heddle {

/// Sleeps while `word` is `expected`, until somebody wakes it; may also return for no reason.
inline void futex_wait(std::atomic<std::uint32_t>& word, std::uint32_t expected) {
#if defined(__EMSCRIPTEN_PTHREADS__)
  // libc++'s atomic wait polls with a growing pause, ten times slower to wake.
  __builtin_wasm_memory_atomic_wait32(reinterpret_cast<std::int32_t*>(&word),
                                      static_cast<std::int32_t>(expected), -1);
#elif defined(__linux__)
  ::syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, expected, nullptr, nullptr, 0);
#else
  word.wait(expected);
#endif
}

/// Wakes at most `count` threads that sleep on `word`.
inline void futex_wake(std::atomic<std::uint32_t>& word, std::uint32_t count) {
#if defined(__EMSCRIPTEN_PTHREADS__)
  __builtin_wasm_memory_atomic_notify(reinterpret_cast<std::int32_t*>(&word), count);
#elif defined(__linux__)
  ::syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
#else
  if (count == 1) {
    word.notify_one();
  } else {
    word.notify_all();
  }
#endif
}

/// Tells the processor that this is a loop that waits.
inline void spin_pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace heddle

// runtime_thread_pool [--quick] parked|awake LANES...: a parallel region without work of the pool that one
// writes with the standard library: threads that wait on a condition variable between regions.
#include <condition_variable>
#include <functional>
#include <mutex>

#include "region.h"

namespace heddle::bench {
namespace {

class ThreadPool {
 public:
  explicit ThreadPool(std::uint32_t lanes) {
    for (std::uint32_t lane = 1; lane < lanes; ++lane) {
      threads_.emplace_back([this, lane] { work(lane); });
    }
  }
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  ~ThreadPool() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  /// Calls body(lane) once on every lane; lane 0 is the caller.
  void run(const std::function<void(std::size_t)>& body) {
    {
      const std::lock_guard lock(mutex_);
      body_ = &body;
      busy_ = threads_.size();
      ++generation_;
    }
    wake_.notify_all();
    body(0);
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return busy_ == 0; });
  }

 private:
  void work(std::uint32_t lane) {
    std::uint64_t seen = 0;
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [&] { return ending_ || generation_ != seen; });
      if (ending_) return;
      seen = generation_;
      const std::function<void(std::size_t)>& body = *body_;
      lock.unlock();
      body(lane);
      lock.lock();
      if (--busy_ == 0) done_.notify_one();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable done_;
  const std::function<void(std::size_t)>* body_ = nullptr;
  std::uint64_t generation_ = 0;
  std::size_t busy_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace
}  // namespace heddle::bench

int main(int argc, char** argv) {
  using namespace heddle::bench;
  const Options options = read_options(argc, argv);
  Report report;
  for (const std::uint32_t lanes : options.lanes) {
    ThreadPool pool(lanes);
    time_regions(
        options, lanes, [&](auto&& body) { pool.run(body); }, report);
  }
  report.print();
}

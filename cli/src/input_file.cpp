#include "input_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#endif

namespace heddle::cli {

namespace {

/// Closes a file descriptor at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

Status cannot_read(int error) {
  switch (error) {
    case ENOENT: return {Code::io, "there is no such file"};
    case EISDIR: return {Code::io, "this is a directory; name a file in it"};
    case EACCES: return {Code::io, "the file may not be read: permission denied"};
    default: return {Code::io, std::string("the file cannot be read: ") + std::strerror(error)};
  }
}

Status too_large(std::uint64_t size, std::uint64_t limit) {
  return {
      Code::out_of_memory,
      "the file has " + std::to_string(size) + " bytes, and " + std::to_string(limit) +
          " bytes of memory are allowed; raise --memory-limit, or use the native program, which "
          "has no limit of its own"};
}

#ifdef __EMSCRIPTEN__
// Emscripten reads at a position, which pipes refuse; Node can read without one.
// clang-format off
EM_JS(int, open_stream, (const char* path), {
  try {
    return fs.openSync(UTF8ToString(path), 'r');
  } catch {
    return -1;
  }
});
EM_JS(int, read_stream, (int stream, void* into, size_t size), {
  for (;;) {
    try {
      return fs.readSync(stream, new Uint8Array(wasmMemory.buffer, into, size), 0, size, null);
    } catch (error) {
      if (error.code == 'EOF') return 0;
      if (error.code != 'EAGAIN') return -1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
});
EM_JS(void, close_stream, (int stream), { fs.closeSync(stream); });
// clang-format on

/// Something to read to its end: a regular file's descriptor, or else a stream of Node's.
class Source {
 public:
  Source(int descriptor, const std::string& path, bool regular)
      : descriptor_(descriptor), stream_(regular ? -1 : open_stream(path.c_str())) {}
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  ~Source() {
    if (stream_ >= 0) close_stream(stream_);
  }

  /// As read(2).
  [[nodiscard]] ssize_t read(std::uint8_t* into, std::size_t size) const {
    if (stream_ < 0) return ::read(descriptor_, into, size);
    const int got = read_stream(stream_, into, size);
    if (got < 0) errno = EIO;
    return got;
  }

 private:
  int descriptor_;
  int stream_;
};
#else
/// Something to read to its end.
class Source {
 public:
  Source(int descriptor, const std::string& /*path*/, bool /*regular*/) : descriptor_(descriptor) {}

  /// As read(2).
  [[nodiscard]] ssize_t read(std::uint8_t* into, std::size_t size) const {
    return ::read(descriptor_, into, size);
  }

 private:
  int descriptor_;
};
#endif

/// Reads to the end, however long that is.
Status read_all(const Source& source, std::uint64_t expected, std::uint64_t limit,
                std::uint8_t*& data, std::size_t& size) {
  constexpr std::size_t k_most_at_once = std::size_t{1} << 26;
  std::size_t capacity = static_cast<std::size_t>(expected) + 1;
  size = 0;
  data = static_cast<std::uint8_t*>(std::malloc(capacity));
  if (data == nullptr) return too_large(expected, limit);
  for (;;) {
    const ssize_t got = source.read(data + size, std::min(capacity - size, k_most_at_once));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(errno);
    if (got == 0) return {};
    size += static_cast<std::size_t>(got);
    if (size > limit) return too_large(size, limit);
    if (size < capacity) continue;
    capacity += std::max<std::size_t>(capacity / 2, 65536);
    void* more = std::realloc(data, capacity);
    if (more == nullptr) return too_large(size, limit);
    data = static_cast<std::uint8_t*>(more);
  }
}

}  // namespace

InputFile::InputFile(InputFile&& other) noexcept { *this = std::move(other); }

InputFile& InputFile::operator=(InputFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(mapped_, other.mapped_);
  return *this;
}

InputFile::~InputFile() {
#ifndef __EMSCRIPTEN__
  if (mapped_) {
    ::munmap(data_, size_);
    return;
  }
#endif
  std::free(data_);
}

Result<InputFile> InputFile::open(const std::string& path, std::uint64_t limit) {
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (descriptor.number() < 0) return cannot_read(errno);
  struct stat about {};
  if (::fstat(descriptor.number(), &about) != 0) return cannot_read(errno);
  if (S_ISDIR(about.st_mode)) return cannot_read(EISDIR);

  InputFile file;
  const bool regular = S_ISREG(about.st_mode);
  const auto size = regular ? static_cast<std::uint64_t>(about.st_size) : 0;
  if (size > limit) return too_large(size, limit);
#ifndef __EMSCRIPTEN__
  if (regular && size > 0) {
    void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.number(), 0);
    if (memory != MAP_FAILED) {
      file.data_ = static_cast<std::uint8_t*>(memory);
      file.size_ = size;
      file.mapped_ = true;
      return file;
    }
  }
#endif
  const Source source(descriptor.number(), path, regular);
  HEDDLE_TRY(read_all(source, size, limit, file.data_, file.size_));
  return file;
}

Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return cannot_read(errno);
  if (S_ISDIR(about.st_mode)) return cannot_read(EISDIR);
  // A pipe that is opened and closed would be lost to whoever opens it next.
  if (!S_ISREG(about.st_mode)) return std::unique_ptr<FileSource>();
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return cannot_read(errno);
  return std::unique_ptr<FileSource>(
      new FileSource(descriptor, static_cast<std::uint64_t>(about.st_size)));
}

FileSource::~FileSource() { ::close(descriptor_); }

Status FileSource::read(std::uint64_t offset, std::span<std::uint8_t> into) const {
  while (!into.empty()) {
    const ssize_t got = ::pread(descriptor_, into.data(), into.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(errno);
    if (got == 0) {
      return {Code::io, "the file has become shorter while it was read; compare again"};
    }
    offset += static_cast<std::uint64_t>(got);
    into = into.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

}  // namespace heddle::cli

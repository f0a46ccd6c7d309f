#include "open_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#endif

namespace heddle::cli {

namespace {

#ifdef __EMSCRIPTEN__
// Emscripten has Node's main thread read, at a position, which pipes refuse. Node itself can read without one, and on
// the thread that asks.
// clang-format off
EM_JS(int, open_stream, (const char* path), {
  try {
    return fs.openSync(UTF8ToString(path), 'r');
  } catch {
    return -1;
  }
});
EM_JS(int, read_stream, (int stream, void* into, size_t size, double position), {
  for (;;) {
    try {
      return fs.readSync(stream, new Uint8Array(wasmMemory.buffer, into, size), 0, size,
                         position < 0 ? null : position);
    } catch (error) {
      if (error.code == 'EOF') return 0;
      if (error.code != 'EAGAIN') return -1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
});
EM_JS(void, close_stream, (int stream), { fs.closeSync(stream); });
// clang-format on
#else
// Elsewhere descriptors will do.
int open_stream(const char* /*path*/) { return -1; }
int read_stream(int /*stream*/, void* /*into*/, std::size_t /*size*/, double /*position*/) {
  return -1;
}
void close_stream(int /*stream*/) {}
#endif

constexpr std::size_t k_most_at_once = std::size_t{1} << 26;
constexpr double k_next = -1;  // instead of a position

}  // namespace

OpenFile::OpenFile(OpenFile&& other) noexcept { *this = std::move(other); }

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(stream_, other.stream_);
  std::swap(regular_, other.regular_);
  std::swap(size_, other.size_);
  return *this;
}

OpenFile::~OpenFile() {
  if (stream_ >= 0) close_stream(stream_);
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<OpenFile> OpenFile::open(const std::string& path) {
  OpenFile file;
  file.descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file.descriptor_ < 0) return cannot_read(errno);
  struct stat about {};
  if (::fstat(file.descriptor_, &about) != 0) return cannot_read(errno);
  if (S_ISDIR(about.st_mode)) return cannot_read(EISDIR);
  file.regular_ = S_ISREG(about.st_mode);
  if (file.regular_) file.size_ = static_cast<std::uint64_t>(about.st_size);
  file.stream_ = open_stream(path.c_str());
  return file;
}

Result<std::size_t> OpenFile::read(std::span<std::uint8_t> into) const {
  const std::size_t size = std::min(into.size(), k_most_at_once);
  if (stream_ >= 0) {
    const int got = read_stream(stream_, into.data(), size, k_next);
    return got < 0 ? Result<std::size_t>(cannot_read(EIO)) : static_cast<std::size_t>(got);
  }
  for (;;) {
    const ssize_t got = ::read(descriptor_, into.data(), size);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return cannot_read(errno);
  }
}

Status OpenFile::read_at(std::uint64_t offset, std::span<std::uint8_t> into) const {
  while (!into.empty()) {
    const std::size_t size = std::min(into.size(), k_most_at_once);
    const ssize_t got = stream_ >= 0
                            ? read_stream(stream_, into.data(), size, static_cast<double>(offset))
                            : ::pread(descriptor_, into.data(), size, static_cast<off_t>(offset));
    if (got < 0 && stream_ < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(stream_ >= 0 ? EIO : errno);
    if (got == 0) {
      return {Code::io, "the file has become shorter while it was read; compare again"};
    }
    offset += static_cast<std::uint64_t>(got);
    into = into.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

Status OpenFile::cannot_read(int error) {
  switch (error) {
    case ENOENT: return {Code::io, "there is no such file"};
    case EISDIR: return {Code::io, "this is a directory; name a file in it"};
    case EACCES: return {Code::io, "the file may not be read: permission denied"};
    default: return {Code::io, std::string("the file cannot be read: ") + std::strerror(error)};
  }
}

}  // namespace heddle::cli

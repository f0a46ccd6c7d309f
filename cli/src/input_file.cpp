#include "input_file.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "heddle/runtime/parallel.h"

namespace heddle::cli {

namespace {

Status too_large(std::uint64_t size, std::uint64_t limit) {
  return {
      Code::out_of_memory,
      "the file has " + std::to_string(size) + " bytes, and " + std::to_string(limit) +
          " bytes of memory are allowed; raise --memory-limit, or use the native program, which "
          "has no limit of its own"};
}

/// Reads to the end, however long that is.
Status read_all(const OpenFile& file, std::uint64_t expected, std::uint64_t limit,
                std::uint8_t*& data, std::size_t& size) {
  std::size_t capacity = static_cast<std::size_t>(expected) + 1;
  size = 0;
  data = static_cast<std::uint8_t*>(std::malloc(capacity));
  if (data == nullptr) return too_large(expected, limit);
  for (;;) {
    Result<std::size_t> got = file.read({data + size, capacity - size});
    if (!got.ok()) return std::move(got).status();
    if (got.value() == 0) return {};
    size += got.value();
    if (size > limit) return too_large(size, limit);
    if (size < capacity) continue;
    capacity += std::max<std::size_t>(capacity / 2, 65536);
    void* more = std::realloc(data, capacity);
    if (more == nullptr) return too_large(size, limit);
    data = static_cast<std::uint8_t*>(more);
  }
}

/// Reads a regular file, each piece by whichever lane is free.
Status read_in_pieces(Scheduler& scheduler, const OpenFile& file, std::uint64_t limit,
                      std::uint8_t*& data, std::size_t& size) {
  constexpr std::size_t k_piece = std::size_t{1} << 21;
  size = static_cast<std::size_t>(file.size());
  data = static_cast<std::uint8_t*>(std::malloc(size));
  if (data == nullptr) return too_large(size, limit);
  return parallel_for(scheduler, {0, size}, k_piece, [&](Range piece, std::uint32_t) {
    return file.read_at(piece.begin, {data + piece.begin, piece.size()});
  });
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

Result<InputFile> InputFile::open(const std::string& path, std::uint64_t limit,
                                  Scheduler* scheduler) {
  Result<OpenFile> opened = OpenFile::open(path);
  if (!opened.ok()) return std::move(opened).status();
  InputFile file;
  const std::uint64_t size = opened.value().size();
  if (size > limit) return too_large(size, limit);
#ifndef __EMSCRIPTEN__
  if (opened.value().regular() && size > 0) {
    void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, opened.value().descriptor(), 0);
    if (memory != MAP_FAILED) {
      file.data_ = static_cast<std::uint8_t*>(memory);
      file.size_ = size;
      file.mapped_ = true;
      return file;
    }
  }
#endif
  // What says that it has no bytes may have some: files of the kernel do.
  if (scheduler != nullptr && opened.value().regular() && size > 0) {
    HEDDLE_TRY(read_in_pieces(*scheduler, opened.value(), limit, file.data_, file.size_));
  } else {
    HEDDLE_TRY(read_all(opened.value(), size, limit, file.data_, file.size_));
  }
  return file;
}

Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return OpenFile::cannot_read(errno);
  if (S_ISDIR(about.st_mode)) return OpenFile::cannot_read(EISDIR);
  // A pipe that is opened and closed would be lost to whoever opens it next.
  if (!S_ISREG(about.st_mode)) return std::unique_ptr<FileSource>();
  Result<OpenFile> file = OpenFile::open(path);
  if (!file.ok()) return std::move(file).status();
  return std::unique_ptr<FileSource>(new FileSource(std::move(file).value()));
}

Result<std::unique_ptr<FileStream>> FileStream::open(const std::string& path) {
  Result<OpenFile> file = OpenFile::open(path);
  if (!file.ok()) return std::move(file).status();
  return std::unique_ptr<FileStream>(new FileStream(std::move(file).value()));
}

Result<std::size_t> FileStream::read(std::span<std::uint8_t> into) {
  std::size_t size = 0;
  while (size < into.size()) {
    Result<std::size_t> got = file_.read(into.subspan(size));
    if (!got.ok()) return got;
    if (got.value() == 0) break;
    size += got.value();
  }
  bytes_read_ += size;
  return size;
}

}  // namespace heddle::cli

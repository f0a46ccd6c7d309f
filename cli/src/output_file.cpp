#include "output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace heddle::cli {

namespace {

Status cannot_write(const std::string& path, int error) {
  return {Code::io, (path.empty() ? std::string("standard output") : path) +
                        " cannot be written: " + std::strerror(error)};
}

}  // namespace

OutputFile::OutputFile(OutputFile&& other) noexcept { *this = std::move(other); }

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(unfinished_, other.unfinished_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

OutputFile::~OutputFile() {
  if (unfinished_.empty()) return;
  ::close(descriptor_);
  ::unlink(unfinished_.c_str());
}

Result<OutputFile> OutputFile::create(const std::string& path) {
  OutputFile file;
  if (path.empty()) {
    file.descriptor_ = STDOUT_FILENO;
    return file;
  }
  struct stat about {};
  if (::stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode))
    return cannot_write(path, EISDIR);
  file.path_ = path;
  // Beside the target, so that the rename at the end stays on one file system.
  const std::string unfinished = path + ".unfinished-" + std::to_string(::getpid());
  file.descriptor_ = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file.descriptor_ < 0) return cannot_write(path, errno);
  file.unfinished_ = unfinished;
  return file;
}

Status OutputFile::write(ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor_, bytes.data(), bytes.size());
    if (put < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (put < 0) return cannot_write(path_, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return {};
}

Status OutputFile::finish() {
  if (unfinished_.empty()) return {};
  if (::close(descriptor_) != 0 || std::rename(unfinished_.c_str(), path_.c_str()) != 0) {
    Status failed = cannot_write(path_, errno);
    ::unlink(unfinished_.c_str());
    unfinished_.clear();
    return failed;
  }
  unfinished_.clear();
  return {};
}

}  // namespace heddle::cli

#include "binary.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "text.h"

namespace heddle::table {

namespace {

using namespace std::string_view_literals;

struct Mark {
  std::string_view bytes;  ///< at the file's beginning
  std::string_view kind;
  bool printable = false;  ///< text may begin so too: then a NUL byte must follow
};

constexpr std::array<Mark, 20> k_marks = {{
    {"\x89PNG\r\n\x1A\n"sv, "a PNG image"sv},
    {"\xFF\xD8\xFF"sv, "a JPEG image"sv},
    {"GIF8"sv, "a GIF image"sv, true},
    {"RIFF"sv, "a RIFF file, such as WAV or WebP"sv, true},
    {"%PDF-"sv, "a PDF document"sv, true},
    {"PK\x03\x04"sv, "an Excel workbook or another ZIP archive"sv},
    {"PK\x05\x06"sv, "an empty ZIP archive"sv},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "an old Excel workbook or another Office document"sv},
    {"SQLite format 3\0"sv, "an SQLite database"sv},
    {"PAR1"sv, "a Parquet file"sv, true},
    {"ARROW1\0"sv, "an Arrow file"sv},
    {"\x1F\x8B"sv, "a gzip file"sv},
    {"BZh"sv, "a bzip2 file"sv, true},
    {"\xFD"
     "7zXZ\0"sv,
     "an xz file"sv},
    {"\x28\xB5\x2F\xFD"sv, "a Zstandard file"sv},
    {"7z\xBC\xAF\x27\x1C"sv, "a 7-Zip archive"sv},
    {"\x7F"
     "ELF"sv,
     "a program"sv},
    {"MZ"sv, "a Windows program"sv, true},
    {"\0asm"sv, "a WebAssembly module"sv},
    {"\0\0\xFE\xFF"sv, "UTF-32 text; convert it to UTF-8"sv},
}};

bool is_control(std::uint8_t character) {
  return character < 0x20 && !(character >= '\t' && character <= '\r') && character != 0x1B;
}

Status refuse(std::string_view what) {
  return {Code::malformed_input,
          "this looks like a binary file (" + std::string(what) +
              "), not like CSV; export it as CSV first, or name another file",
          {.byte_offset = 0}};
}

}  // namespace

Status refuse_binary(ByteView file) {
  constexpr std::size_t k_sample_bytes = std::size_t{64} * 1024;
  constexpr std::size_t k_fewest_controls = 32;
  const ByteView sample = file.first(std::min(file.size(), k_sample_bytes));
  const std::string_view text = as_text(sample);
  const std::size_t nul = text.find('\0');
  for (const Mark& mark : k_marks) {
    if (!text.starts_with(mark.bytes)) continue;
    if (!mark.printable || nul != text.npos) return refuse(mark.kind);
  }
  if (text.starts_with("\xFF\xFE\0\0"sv) && file.size() % 4 == 0) {
    return refuse("UTF-32 text; convert it to UTF-8");
  }
  if (nul == text.npos || is_utf16(file)) return {};
  const auto controls =
      static_cast<std::size_t>(std::count_if(sample.begin(), sample.end(), is_control));
  if (controls < k_fewest_controls || controls * 10 < sample.size()) return {};
  return refuse(std::to_string(controls) + " control characters in its first " +
                std::to_string(sample.size()) + " bytes, the first NUL at byte offset " +
                std::to_string(nul));
}

}  // namespace heddle::table

#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "heddle/runtime/scheduler.h"
#include "heddle/table/document.h"

#include "binary.h"
#include "dialect_reader.h"
#include "rewrite.h"
#include "text.h"

/// What the fuzz targets share.
namespace heddle::table::fuzz {

/// Ends the run, which keeps the input, when something that always holds does not.
inline void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "this does not hold: %s\n", what);
  std::abort();
}

/// A scheduler with one lane or two, which lives as long as the process.
inline Scheduler& lanes(std::uint32_t count) {
  static const std::unique_ptr<Scheduler> one = Scheduler::create(1).value();
  static const std::unique_ptr<Scheduler> two = Scheduler::create(2).value();
  return count == 1 ? *one : *two;
}

inline std::string text_of(const Document& document) {
  std::string text;
  const Status status =
      write_parts(lanes(1), document, {0, document.parts()}, [&](ByteView part) -> Status {
        text += as_text(part);
        return {};
      });
  expect(status.ok(), "a document can be written");
  return text;
}

/// Whether values that no text has make a table look like something else than UTF-8.
inline bool is_no_text(std::string_view table) {
  return !refuse_binary(as_bytes(table)).ok() || is_utf16(as_bytes(table));
}

/// A file that was read well, as strict RFC 4180 with commas.
inline std::string strict_text(ByteView file, const Dialect& dialect) {
  const Result<Text> text = read_text(file);
  expect(text.ok(), "a file that was read well is decoded");
  Rewritten strict;
  expect(rewrite(text.value().bytes, dialect, k_all_records, strict).ok(), "and read again");
  const std::string_view result = as_text(strict.needed ? strict.text.view() : text.value().bytes);
  if (strict.found.delimiter == ',') return std::string(result);
  // Once more, from its own delimiter to commas, with quotes everywhere.
  std::string commas;
  const std::size_t begin = skip_byte_order_mark(as_bytes(result));
  DialectReader reader(as_bytes(result), begin, {.delimiter = strict.found.delimiter});
  const std::size_t width = DialectReader(reader).skip().fields;
  while (!reader.at_end()) {
    if (width > 1 && !commas.empty() && reader.at_blank()) {
      reader.skip();
      continue;
    }
    std::string value;
    reader.read([&](ByteView piece) { value += as_text(piece); },
                [&] {
                  commas += '"';
                  for (const char c : value) commas.append(c == '"' ? 2 : 1, c);
                  commas += "\",";
                  value.clear();
                });
    commas.back() = '\n';
  }
  return commas;
}

}  // namespace heddle::table::fuzz

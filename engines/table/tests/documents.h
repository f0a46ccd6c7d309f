#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/table/document.h"

namespace heddle::table {

/// All parts of a document, joined.
inline std::string text_of(Scheduler& scheduler, const Document& document) {
  std::string text;
  const Status status =
      write_parts(scheduler, document, {0, document.parts()}, [&](ByteView bytes) -> Status {
        text += as_text(bytes);
        return {};
      });
  EXPECT_TRUE(status.ok()) << status.message();
  return text;
}

/// The differences of two files in one format, or the message that says why not.
inline std::string compare_as(std::string_view left, std::string_view right, Format format,
                              std::vector<std::string> key = {"id"},
                              const Selection& selection = {}, DocumentOptions options = {},
                              std::uint32_t lanes = 1) {
  auto scheduler = make_scheduler(lanes);
  auto diff = Diff::create(*scheduler, as_bytes(left), as_bytes(right),
                           {.key = std::move(key), .keep_pairs = true});
  if (!diff.ok()) return std::string(diff.error().message());
  auto listing = Listing::create(*scheduler, diff.value(), selection);
  if (!listing.ok()) return std::string(listing.error().message());
  options.format = format;
  auto document = make_document(*scheduler, listing.value(), options);
  if (!document.ok()) return std::string(document.error().message());
  return text_of(*scheduler, *document.value());
}

}  // namespace heddle::table

#pragma once

#include <string>
#include <string_view>

#include "record.h"

namespace heddle::table {

/// A text that is looked for in values, ASCII letters of either case being the same.
class CellText {
 public:
  CellText() = default;
  explicit CellText(std::string_view text);

  /// Whether there is nothing to look for.
  [[nodiscard]] bool empty() const { return text_.empty(); }

  /// Whether the value holds the text, quotes taken as they are meant.
  [[nodiscard]] bool in(const Field& value) const;

 private:
  std::string text_;  ///< in lower case
};

}  // namespace heddle::table

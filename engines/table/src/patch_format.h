#pragma once

#include <string_view>

/// The words of a patch; docs/guide/table.md describes the format.
namespace heddle::table::patch_format {

inline constexpr std::string_view k_name = "heddle table patch";
inline constexpr std::string_view k_version = "1";
inline constexpr std::string_view k_left = "left";    ///< rows and columns of the table before
inline constexpr std::string_view k_right = "right";  ///< rows and columns of the table after
inline constexpr std::string_view k_from = "from";    ///< where right's columns come from
inline constexpr std::string_view k_remove = "-";
inline constexpr std::string_view k_copy = "=";
inline constexpr std::string_view k_change = "~";
inline constexpr std::string_view k_add = "+";

}  // namespace heddle::table::patch_format

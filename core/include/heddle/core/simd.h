#pragma once

namespace heddle {

/// The instruction set that vector code runs with on this machine, in Highway's words: for example
/// "AVX2" or "WASM"; "EMU128" where there is none.
[[nodiscard]] const char* simd_target_name();

}  // namespace heddle

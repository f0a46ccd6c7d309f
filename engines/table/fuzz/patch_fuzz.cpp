// Any bytes as a patch: they are refused with a Status, or make a table that can be read.

#include <cstdint>
#include <string>

#include "heddle/table/patch.h"

#include "fuzzing.h"

namespace heddle::table {
namespace {

/// The first byte chooses the table that the rest is to change.
void check(ByteView bytes) {
  if (bytes.empty()) return;
  constexpr std::string_view k_tables[] = {
      "id,name,city\n1,Ann,Rome\n2,Bob,Oslo\n3,Cid,Bern\n",
      "a\n1\n\n\"x\ny\"\n",
      "a,b\n",
      "\"n,m\",b\n\"q\"\"\",\n",
  };
  const std::string_view table = k_tables[bytes[0] % 4];
  const auto after = apply_patch(fuzz::lanes(1), as_bytes(table), bytes.subspan(1), {});
  if (!after.ok()) {
    fuzz::expect(!after.error().message().empty(), "a patch is refused with a reason");
    return;
  }
  const std::string text = fuzz::text_of(*after.value());
  if (fuzz::is_no_text(text)) return;
  const Result<Diff> read =
      Diff::create(fuzz::lanes(1), as_bytes(text), as_bytes(text), {.by_position = true});
  fuzz::expect(read.ok() && read.value().same(), "what a patch makes is a table");
}

}  // namespace
}  // namespace heddle::table

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  heddle::table::check({data, size});
  return 0;
}

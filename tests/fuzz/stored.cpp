// Input: the lists within a stored record, as text. Anything else than what was stored is complained of by nlohmann's
// own exceptions, which the store reports; what is read is written the same again.
#include "harness/store/record_json.hpp"
#include "harness/types/json.hpp"
#include "tests/fuzz/support/fuzz.hpp"

using namespace shortlist;
using namespace shortlist::fuzz;

namespace {

template <class Read>
void check(const std::string& text, Read read) {
  std::string written;
  try {
    written = text_of(read(text));
  } catch (const Json::exception&) {
    return;
  }
  require(text_of(read(written)) == written, "what is written reads the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  check(text, attempts_of);
  check(text, tool_calls_of);
  return 0;
}

// Input: one line that shortlist-llama is sent. It is a request or it is not understood; nothing is thrown.
#include "backends/local/wire.hpp"
#include "tests/fuzz/support/fuzz.hpp"

using namespace shortlist::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = shortlist::local::parse_request(std::string(text_of(data, size)));
  if (const auto* wrong = std::get_if<shortlist::local::Misunderstood>(&read))
    require(!wrong->detail.empty(), "what is not understood is said");
  return 0;
}

// Input: a .env file. Only complaints come out, and what was read can be written down and read back.
#include "harness/config/env_file.hpp"
#include "harness/config/variables.hpp"
#include "tests/fuzz/support/fuzz.hpp"

using namespace shortlist;
using namespace shortlist::fuzz;

namespace {

std::string quoted(const std::string& value) {
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') out += "\\n";
    else if (c == '\r') out += "\\r";
    else out += c;
  }
  return out + '"';
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::map<std::string, std::string> read, again;
  if (!accepts([&] { read = parse_env(text_of(data, size), ".env"); })) return 0;
  std::string written;
  for (const auto& [name, value] : read) {
    require(is_variable_name(name) && is_utf8(value), "a name is a name, a value is text");
    written += name + "=" + quoted(value) + "\n";
  }
  require(accepts([&] { again = parse_env(written, ".env"); }) && again == read, "what is written reads the same");
  return 0;
}

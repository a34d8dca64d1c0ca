#pragma once
// A recorded or hand-made reply and what must come of it: NAME.sse or NAME.json, and NAME.expect.json.
#include <string>
#include <variant>
#include <vector>

#include "backends/http/message.hpp"
#include "harness/types/json.hpp"
#include "harness/types/record.hpp"

namespace shortlist {

struct Fixture {
  std::string name, bytes;
  HttpHead head;        ///< 200 with the content type that the file's ending tells
  Json expected;
};
/// All fixtures of tests/wire/FOLDER, by name.
std::vector<Fixture> fixtures(const std::string& folder);
/// The result in the form of an expect.json; unknown and empty fields are left out.
Json described(const std::variant<Completion, Failure>& result);

}  // namespace shortlist

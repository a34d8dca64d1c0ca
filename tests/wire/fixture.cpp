#include "tests/wire/fixture.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace shortlist {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void add_text(Json& to, const char* key, const std::string& text) {
  if (!text.empty()) to[key] = text;
}

Json described(const Usage& usage) {
  Json counts = Json::object();
  if (usage.input) counts["input"] = *usage.input;
  if (usage.cached_input) counts["cached_input"] = *usage.cached_input;
  if (usage.output) counts["output"] = *usage.output;
  if (usage.reasoning) counts["reasoning"] = *usage.reasoning;
  return counts;
}

}  // namespace

std::vector<Fixture> fixtures(const std::string& folder) {
  std::vector<Fixture> all;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(SOURCE_DIR) + "/tests/wire/" + folder)) {
    const auto path = entry.path();
    if (path.filename().string().ends_with(".expect.json")) continue;
    const bool stream = path.extension() == ".sse";
    auto expect = path;
    expect.replace_extension(".expect.json");
    all.push_back({path.stem().string(), read_file(path),
                   {200, {{"Content-Type", stream ? "text/event-stream; charset=utf-8" : "application/json"}}},
                   Json::parse(read_file(expect))});
  }
  std::sort(all.begin(), all.end(), [](const Fixture& a, const Fixture& b) { return a.name < b.name; });
  return all;
}

Json described(const std::variant<Completion, Failure>& result) {
  if (const auto* failure = std::get_if<Failure>(&result))
    return {{"failure", name_of(failure->kind)}, {"detail", failure->detail}};
  const auto& done = std::get<Completion>(result);
  Json json = {{"text", done.text}, {"finish", name_of(done.finish)}};
  add_text(json, "reasoning", done.reasoning);
  add_text(json, "refusal", done.refusal);
  add_text(json, "model", done.model_served);
  add_text(json, "fingerprint", done.fingerprint);
  if (done.usage) json["usage"] = described(*done.usage);
  for (const ToolCall& call : done.tool_calls) json["tool_calls"].push_back({call.id, call.name, call.arguments});
  return json;
}

}  // namespace shortlist

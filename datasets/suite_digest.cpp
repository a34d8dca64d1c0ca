#include "datasets/suite_digest.hpp"

#include "harness/config/digest.hpp"

namespace shortlist {
namespace {

std::string_view without_end(std::string_view bytes) {
  return bytes.substr(0, bytes.find_last_not_of(" \t\r\n") + 1);
}

}  // namespace

// Rows follow each other in the file, so all of them are one stretch of bytes.
std::string rows_digest(const ItemRows& rows, const std::vector<std::uint32_t>& chosen) {
  Sha256 sum;
  sum.update(Json(rows.header()).dump());
  if (chosen.empty()) {
    const char* const begin = rows.bytes(0).data();
    const std::string_view last = rows.bytes(rows.size() - 1);
    sum.update(without_end({begin, static_cast<std::size_t>(last.data() + last.size() - begin)}));
  }
  for (const auto row : chosen) sum.update(without_end(rows.bytes(row))).update("\n");
  return sum.hex();
}

std::string asked_digest(const SuiteFile& suite, const std::optional<FewShot>& shots, const std::string& rows) {
  Json asked = {{"rows", rows}, {"id", suite.id ? suite.id->text : "id"}, {"prompt", Json::array()}};
  for (const auto& turn : suite.prompt) asked["prompt"].push_back({turn.role, turn.content.text});
  if (shots)
    asked["few_shot"] = {{"rows", rows_digest(shots->rows, {})},
                         {"answer", suite.few_shot->answer.text},
                         {"count", shots->count}};
  return sha256_hex(asked.dump());
}

std::string judged_digest(const std::vector<MetricSpec>& metrics, const std::string& target, const std::string& rows) {
  Json judged = {{"rows", rows}, {"target", target}, {"metrics", Json::array()}};
  for (const auto& metric : metrics)
    judged["metrics"].push_back({{"kind", metric.kind},
                                 {"name", metric.name},
                                 {"weight", metric.weight},
                                 {"options", metric.options}});
  return sha256_hex(judged.dump());
}

}  // namespace shortlist

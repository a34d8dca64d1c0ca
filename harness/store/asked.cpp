#include "harness/store/asked.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "harness/config/digest.hpp"

namespace shortlist {
namespace fs = std::filesystem;
namespace {

constexpr int key_format = 1;   // of what is digested here

fs::path plan_folder(const std::string& plan_path) {
  std::error_code none;
  return fs::weakly_canonical(fs::absolute(plan_path, none).parent_path(), none);
}

void put_file(Json& list, const fs::path& folder, const std::string& name) {
  std::error_code none;
  if (name.empty() || !fs::is_regular_file(folder / name, none)) return;
  const auto size = fs::file_size(folder / name, none);
  const auto changed = fs::last_write_time(folder / name, none).time_since_epoch();
  list.push_back({name, size, std::chrono::duration_cast<std::chrono::nanoseconds>(changed).count()});
}

AskedKey front_of(const Digest& digest) {
  AskedKey key;
  std::copy_n(digest.begin(), key.size(), key.begin());
  return key;
}

/// CBOR gives each text its length and keeps every byte.
AskedKey part_of(const Candidate& c, const std::string& plan_path, const AnswerRule& rule) {
  const Json all = {{"key_format", key_format},
                    {"request_format", rule.request_format},
                    {"backend", c.backend},
                    {"endpoint", c.endpoint},
                    {"model", c.model},
                    {"file", c.file},
                    {"command", c.command},
                    {"sampling", asked(c.sampling)},
                    {"options", asked_options(c)},
                    {"local", dated_local_things(c, plan_path)}};
  const std::vector<std::uint8_t> bytes = Json::to_cbor(all);
  return front_of(sha256({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
}

void add_number(std::string& to, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) to += static_cast<char>(number >> (8 * i) & 0xFFu);
}

void add_text(std::string& to, std::string_view text) {
  add_number(to, text.size());
  to += text;
}

}  // namespace

Json asked(const Sampling& sampling) {
  Json json = Json::object();
  put(json, "temperature", sampling.temperature);
  put(json, "top_p", sampling.top_p);
  put(json, "top_k", sampling.top_k);
  put(json, "max_tokens", sampling.max_tokens);
  put(json, "seed", sampling.seed);
  if (!sampling.stop.empty()) json["stop"] = sampling.stop;
  return json;
}

Json asked_options(const Candidate& candidate) {
  Json options = candidate.options;
  for (const char* of_the_way : {"ca_file", "idle_timeout_s"}) options.erase(of_the_way);
  return options;
}

Json asked(const Prompting& prompting) {
  Json json = Json::object();
  put(json, "system", prompting.system);
  put(json, "few_shot", prompting.few_shot);
  if (!prompting.messages) return json;
  json["messages"] = Json::array();
  for (const Message& message : *prompting.messages) json["messages"].push_back({message.role, message.content});
  return json;
}

Json local_things(const Candidate& candidate, const std::string& plan_path) {
  if (candidate.file.empty() && candidate.command.empty()) return nullptr;
  std::error_code none;
  const fs::path folder = plan_folder(plan_path);
  Json things = {{"folder", folder.string()}};
  const auto size = fs::file_size(folder / candidate.file, none);
  if (!candidate.file.empty() && !none) things["size"] = size;
  return things;
}

Json dated_local_things(const Candidate& candidate, const std::string& plan_path) {
  Json things = local_things(candidate, plan_path);
  if (things.is_null()) return things;
  const fs::path folder = plan_folder(plan_path);
  things["files"] = Json::array();
  put_file(things["files"], folder, candidate.file);
  for (const std::string& word : candidate.command) put_file(things["files"], folder, word);
  return things;
}

std::vector<Answerer> answerers_of(const Plan& plan, const std::vector<AnswerRule>& rules) {
  std::vector<Answerer> all;
  for (std::size_t i = 0; i < plan.candidates.size(); ++i)
    all.push_back({rules[i].kept ? part_of(plan.candidates[i], plan.path, rules[i]) : AskedKey{}, rules[i]});
  return all;
}

std::string hex_of(const AskedKey& key) {
  std::string hex;
  for (const std::uint8_t byte : key) hex += fmt::format("{:02x}", byte);
  return hex;
}

AskedKey AskedKeys::of(const CallKey& key, const Item& item) const {
  const Answerer& answerer = answerers_[key.candidate];
  if (!answerer.rule.kept) return {};
  bytes_.assign(answerer.part.begin(), answerer.part.end());
  add_number(bytes_, key.repeat);
  add_number(bytes_, item.prompt.size());
  for (const Message& message : item.prompt) {
    add_text(bytes_, message.role);
    add_text(bytes_, message.content);
  }
  if (answerer.rule.sees_item) add_text(bytes_, item.id);
  return front_of(sha256(bytes_));
}

}  // namespace shortlist

#include "harness/score/notices.hpp"

#include <re2/re2.h>

#include <string>

namespace shortlist {
namespace {

constexpr std::int64_t words_a_token = 4;
constexpr std::size_t bytes_a_token = 128;

bool white(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::int64_t words(std::string_view text) {
  std::int64_t n = 0;
  std::size_t length = 0;   // of the word so far
  for (const char c : text) {
    if (white(c)) length = 0;
    else if (length++ % bytes_a_token == 0) ++n;
  }
  return n;
}

/// No more than this many words are in so many bytes: one every other byte.
std::int64_t words_at_most(const std::vector<Message>& prompt) {
  std::int64_t n = 0;
  for (const Message& message : prompt) n += static_cast<std::int64_t>(message.content.size() + 1) / 2;
  return n;
}

/// Counts words only where it could be: prompts are long, and grading is on the way of every answer.
bool too_few(std::int64_t tokens, const std::vector<Message>& prompt) {
  return tokens < words_at_most(prompt) / words_a_token && tokens < fewest_tokens(prompt);
}

/// Some servers leave what they had cached out of the input; then that is more than the input.
std::int64_t input_tokens(const Usage& usage) {
  const std::int64_t input = usage.input.value_or(0), cached = usage.cached_input.value_or(0);
  return cached > input ? input + cached : input;
}

/// No input tokens at all is a way of not telling.
bool told(const Completion& answer) {
  return answer.usage && answer.usage->input.value_or(0) > 0 && answer.usage->output;
}

std::string lower(std::string_view name) {
  std::string out(name.substr(0, 1000));
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// "openai/gpt-4o:free" -> {"openai", "gpt-4o", "free"}; the tag is behind the last colon of the last part.
struct ModelName {
  explicit ModelName(std::string_view text) {
    name = lower(text);
    if (const auto slash = name.rfind('/'); slash != name.npos) owner = name.substr(0, slash), name.erase(0, slash + 1);
    if (owner == "models") owner.clear();   // as Gemini lists its own
    if (const auto colon = name.rfind(':'); colon != name.npos && colon > 0) tag = name.substr(colon + 1), name.resize(colon);
    const bool revision = !tag.empty() && tag.find_first_not_of("0123456789") == tag.npos;   // Bedrock's "-v2:0"
    if (tag == "latest" || revision) tag.clear();
    if (name.ends_with("-latest")) name.resize(name.size() - 7);
  }
  std::string owner, name, tag;
};

/// "-2024-08-06", "-20241022", "-0613", "-001", "@20240620", "-preview-05-06", "-08-2024". One or two digits alone are a
/// version, which makes another model: claude-3 is not claude-3-5.
bool is_edition(std::string_view rest) {
  static const re2::RE2 pattern(
      R"([-@_](?:(?:preview|exp)-)?(?:\d{4}-\d{2}-\d{2}|\d{2}-\d{2}|\d{2}-\d{4}|\d{8}|\d{6}|\d{3,4})(?:-v\d+)?)");
  return re2::RE2::FullMatch(re2::StringPiece(rest.data(), rest.size()), pattern);
}

bool edition_of(const std::string& longer, const std::string& shorter) {
  return longer.starts_with(shorter) && is_edition(std::string_view(longer).substr(shorter.size()));
}

bool same_or_unsaid(const std::string& a, const std::string& b) { return a.empty() || b.empty() || a == b; }

}  // namespace

std::int64_t fewest_tokens(const std::vector<Message>& prompt) {
  std::int64_t n = 0;
  for (const Message& message : prompt) n += words(message.content);
  return n / words_a_token;
}

bool may_be_served_as(std::string_view asked_text, std::string_view served_text) {
  if (asked_text.empty() || served_text.empty()) return true;
  const ModelName asked(asked_text), served(served_text);
  if (!same_or_unsaid(asked.owner, served.owner)) return false;
  if (!served.tag.empty() && served.tag != asked.tag) return false;
  return asked.name == served.name || edition_of(served.name, asked.name) || edition_of(asked.name, served.name);
}

Notices notices_of(const Completion& answer, const Item& item, const Candidate& candidate) {
  Notices n;
  n.no_usage = !told(answer);
  n.prompt_cut = answer.usage && answer.usage->input.value_or(0) > 0 && too_few(input_tokens(*answer.usage), item.prompt);
  n.other_model = !may_be_served_as(candidate.model, answer.model_served);
  return n;
}

}  // namespace shortlist

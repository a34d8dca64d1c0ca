#include "backends/local/plain_prompt.hpp"

namespace shortlist::local {
namespace {

std::string_view speaker(const std::string& role) {
  if (role == "user") return "User: ";
  if (role == "assistant") return "Assistant: ";
  return "";
}

}  // namespace

std::string plain_prompt(std::span<const Message> messages, bool cue) {
  std::string text;
  for (const Message& message : messages) {
    if (message.content.empty()) continue;
    text.append(speaker(message.role)).append(message.content).append("\n\n");
  }
  return cue ? text + "Assistant:" : text;
}

const std::vector<std::string>& plain_stops() {
  static const std::vector<std::string> stops{"\n\n", "\nUser:", "\nAssistant:"};
  return stops;
}

std::string bare_text(std::span<const Message> messages) {
  std::string text;
  for (const Message& message : messages) {
    if (!text.empty()) text += "\n\n";
    text += message.content;
  }
  return text;
}

}  // namespace shortlist::local

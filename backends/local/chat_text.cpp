#include "backends/local/chat_text.hpp"

#include <algorithm>

#include "backends/local/plain_prompt.hpp"

namespace shortlist::local {
namespace {

std::string apply(const std::string& source, std::span<const Message> messages, bool cue, int& length) {
  std::vector<llama_chat_message> list;
  for (const Message& message : messages) list.push_back({message.role.c_str(), message.content.c_str()});
  std::string text;
  for (int size = 1024;; size = length) {
    text.resize(static_cast<std::size_t>(size));
    length = llama_chat_apply_template(source.c_str(), list.data(), list.size(), cue, text.data(), size);
    if (length <= size) break;
  }
  text.resize(static_cast<std::size_t>(std::max(length, 0)));
  return text;
}

bool works(const std::string& source) {
  int length = 0;
  const Message probe{"user", "?"};
  apply(source, {&probe, 1}, true, length);
  return length > 0;
}

std::string known_templates() {
  std::vector<const char*> names(static_cast<std::size_t>(llama_chat_builtin_templates(nullptr, 0)));
  llama_chat_builtin_templates(names.data(), names.size());
  std::string list;
  for (const char* name : names) list += std::string(", ") + name;
  return list;
}

}  // namespace

std::variant<ChatText, std::string> ChatText::choose(const llama_model* model, const std::string& wanted) {
  if (wanted == "plain") return ChatText("", "plain");
  if (wanted != "auto") {
    if (works(wanted)) return ChatText(wanted, wanted);
    return "unknown chat template \"" + wanted + "\", expected auto, plain" + known_templates();
  }
  const char* own = llama_model_chat_template(model, nullptr);
  if (!own) return ChatText("", "plain (the file has none)");
  if (works(own)) return ChatText(own, "the file's own");
  return ChatText("", "plain (the file's own is not one that llama.cpp knows)");
}

std::string ChatText::text(std::span<const Message> messages, bool cue) const {
  if (plain()) return plain_prompt(messages, cue);
  if (messages.empty()) return "";
  int length = 0;
  return apply(template_, messages, cue, length);
}

}  // namespace shortlist::local

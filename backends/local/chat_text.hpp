#pragma once
// Messages -> the text that the model reads, by its own chat template or the plain one.
#include <llama.h>

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "harness/types/message.hpp"

namespace shortlist::local {

class ChatText {
 public:
  /// `wanted`: auto (the file's own template, plain if it has none), plain, or a template that llama.cpp
  /// knows. A template that cannot be had is the second alternative: what is wrong with it.
  static std::variant<ChatText, std::string> choose(const llama_model* model, const std::string& wanted);

  /// `cue`: ends where the assistant's answer begins.
  std::string text(std::span<const Message> messages, bool cue) const;
  bool plain() const { return template_.empty(); }
  const std::string& name() const { return name_; }  ///< for the reader of a report

 private:
  ChatText(std::string source, std::string name) : template_(std::move(source)), name_(std::move(name)) {}
  std::string template_, name_;  ///< the template is "" for plain
};

}  // namespace shortlist::local

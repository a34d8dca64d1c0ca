#pragma once
// The command line of shortlist-llama. Pure.
#include <span>
#include <string>
#include <variant>

namespace shortlist::local {

struct Arguments {
  std::string model;   ///< a GGUF file
  int threads = 1;     ///< >= 1
  int context = 4096;  ///< tokens of prompt and answer together, >= 16
  std::string chat_template =
      "auto";  ///< auto, plain, or a name that llama.cpp knows (chatml, llama3, gemma, ...)
  bool prefix_cache = true;
};

/// The arguments, or what is wrong with them.
std::variant<Arguments, std::string> parse_arguments(std::span<const char* const> words);

}  // namespace shortlist::local

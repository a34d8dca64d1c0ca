#pragma once
// One model in memory: reads prompts, writes answers, weighs continuations. One thread uses it.
//
// The same request gets the same answer whatever was asked before (see prefix_states.hpp).
#include <atomic>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "backends/local/arguments.hpp"
#include "backends/local/chat_text.hpp"
#include "backends/local/handles.hpp"
#include "backends/local/prefix_states.hpp"
#include "backends/local/wire.hpp"

namespace shortlist::local {

/// Tokens of the prompt in all, of them known from before, and of the answer.
struct TokenCounts {
  std::size_t input = 0, cached = 0, output = 0;
};
struct Generated {
  std::string text, finish;  ///< "stop" or "length"
  TokenCounts tokens;
  double prompt_ms = 0, answer_ms = 0;
};
struct Weighed {
  double logprob = 0;  ///< natural logarithm, summed over the continuation's tokens
  TokenCounts tokens;  ///< output: tokens of the continuation
  double prompt_ms = 0;
};

class Engine {
 public:
  /// Loads the model and reads one token, so that the first answer is no slower than the others.
  static std::variant<std::unique_ptr<Engine>, std::string> load(Arguments arguments);

  /// Calls `show` with each piece of text as it comes. Stops early, with Trouble "cancelled", once
  /// `cancelled` is set.
  std::variant<Generated, Trouble> generate(const Generate& request, const std::atomic<bool>& cancelled,
                                            const std::function<void(const std::string&)>& show);
  std::variant<Weighed, Trouble> weigh(const Loglikelihood& request, const std::atomic<bool>& cancelled);
  Json facts() const;

 private:
  using Tokens = std::vector<llama_token>;
  using Report = std::optional<Trouble>;  ///< nothing: it went well

  Engine(Model model, Context context, ChatText chat, const Arguments& arguments);
  Tokens tokens_of(const std::string& text) const;
  std::string bytes_of(llama_token token) const;
  /// How many tokens of the prompt come from all messages but the last.
  std::size_t fixed_part(std::span<const Message> messages, const Tokens& prompt, bool bare) const;
  /// Reads the prompt into an empty memory; logits are there for its last `wanted` tokens.
  Report read(const Tokens& prompt, std::size_t fixed, std::size_t wanted, TokenCounts& counts);
  Report decode(std::span<const llama_token> tokens, std::size_t first_position, std::size_t wanted);
  llama_token pick(const Sampler& sampler);
  Report write(const Generate& request, std::size_t read, Generated& answer,
               const std::function<void(const std::string&)>& show);

  Model model_;
  Context context_;
  ChatText chat_;
  const llama_vocab* vocab_;
  PrefixStates prefixes_;
  bool keep_prefixes_;
  std::size_t context_tokens_;  ///< as asked for: llama.cpp rounds its own up
  const std::atomic<bool>* cancelled_ = nullptr;
};

}  // namespace shortlist::local

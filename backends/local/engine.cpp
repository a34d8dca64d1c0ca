#include "backends/local/engine.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "backends/local/answer_text.hpp"
#include "backends/local/plain_prompt.hpp"

namespace shortlist::local {
namespace {

constexpr std::size_t fixed_least = 32;  ///< shorter beginnings are not worth a batch of their own

double ms_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

std::size_t common_prefix(const std::vector<llama_token>& a, const std::vector<llama_token>& b) {
  const auto shorter = static_cast<std::ptrdiff_t>(std::min(a.size(), b.size()));
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.begin() + shorter, b.begin()).first - a.begin());
}

Trouble too_long(std::size_t tokens, std::size_t context) {
  return {"too_long", "the prompt has " + std::to_string(tokens) + " tokens, the context takes " +
                          std::to_string(context) + " with the answer"};
}

/// log softmax(logits)[token].
double logprob_of(std::span<const float> logits, llama_token token) {
  const double top = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (float logit : logits) sum += std::exp(logit - top);
  return logits[static_cast<std::size_t>(token)] - top - std::log(sum);
}

/// Null for greedy: the likeliest token needs no sampler.
Sampler sampler_of(const Sampling& sampling) {
  if (sampling.temperature <= 0) return nullptr;
  Sampler chain(llama_sampler_chain_init(llama_sampler_chain_default_params()));
  if (sampling.top_k > 0) llama_sampler_chain_add(chain.get(), llama_sampler_init_top_k(sampling.top_k));
  if (sampling.top_p < 1)
    llama_sampler_chain_add(chain.get(), llama_sampler_init_top_p(static_cast<float>(sampling.top_p), 1));
  llama_sampler_chain_add(chain.get(), llama_sampler_init_temp(static_cast<float>(sampling.temperature)));
  llama_sampler_chain_add(chain.get(), llama_sampler_init_dist(sampling.seed));
  return chain;
}

}  // namespace

Engine::Tokens Engine::tokens_of(const std::string& text) const {
  Tokens tokens(text.size() + 2);
  const int length = static_cast<int>(text.size());
  int n =
      llama_tokenize(vocab_, text.data(), length, tokens.data(), static_cast<int>(tokens.size()), true, true);
  if (n < 0) {
    tokens.resize(static_cast<std::size_t>(-n));
    n = llama_tokenize(vocab_, text.data(), length, tokens.data(), -n, true, true);
  }
  tokens.resize(static_cast<std::size_t>(std::max(n, 0)));
  return tokens;
}

std::string Engine::bytes_of(llama_token token) const {
  std::string bytes(32, '\0');
  int n = llama_token_to_piece(vocab_, token, bytes.data(), static_cast<int>(bytes.size()), 0, false);
  if (n < 0) {
    bytes.resize(static_cast<std::size_t>(-n));
    n = llama_token_to_piece(vocab_, token, bytes.data(), -n, 0, false);
  }
  bytes.resize(static_cast<std::size_t>(std::max(n, 0)));
  return bytes;
}

std::size_t Engine::fixed_part(std::span<const Message> messages, const Tokens& prompt, bool bare) const {
  if (messages.size() < 2) return 0;
  const auto beginning = messages.first(messages.size() - 1);
  // Tokens may join across the seam, so what counts is how far both token lists agree.
  const std::size_t same =
      common_prefix(prompt, tokens_of(bare ? bare_text(beginning) : chat_.text(beginning, false)));
  return same < fixed_least ? 0 : std::min(same, prompt.size() - 1);
}

Engine::Report Engine::decode(std::span<const llama_token> tokens, std::size_t first_position,
                              std::size_t wanted) {
  llama_batch batch = llama_batch_init(static_cast<int>(tokens.size()), 0, 1);
  batch.n_tokens = static_cast<int>(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    batch.token[i] = tokens[i];
    batch.pos[i] = static_cast<llama_pos>(first_position + i);
    batch.n_seq_id[i] = 1;
    batch.seq_id[i][0] = 0;
    batch.logits[i] = i + wanted >= tokens.size();
  }
  const int code = llama_decode(context_.get(), batch);
  llama_batch_free(batch);
  if (code == 0) return std::nullopt;
  if (code == 2) return Trouble{"cancelled", "cancelled while reading"};
  return Trouble{"server_error", "llama_decode failed with code " + std::to_string(code)};
}

Engine::Report Engine::read(const Tokens& prompt, std::size_t fixed, std::size_t wanted,
                            TokenCounts& counts) {
  counts.input = prompt.size();
  llama_memory_clear(llama_get_memory(context_.get()), false);
  const std::span<const llama_token> all(prompt), beginning = all.first(fixed);
  if (fixed && keep_prefixes_ && prefixes_.restore(context_.get(), beginning)) {
    counts.cached = fixed;
  } else if (fixed) {
    if (Report trouble = decode(beginning, 0, 1)) return trouble;
    if (keep_prefixes_) prefixes_.keep(context_.get(), beginning);
  }
  return decode(all.subspan(fixed), fixed, wanted);
}

llama_token Engine::pick(const Sampler& sampler) {
  if (sampler) return llama_sampler_sample(sampler.get(), context_.get(), -1);
  const float* logits = llama_get_logits_ith(context_.get(), -1);
  return static_cast<llama_token>(std::max_element(logits, logits + llama_vocab_n_tokens(vocab_)) - logits);
}

Engine::Report Engine::write(const Generate& request, std::size_t position, Generated& answer,
                             const std::function<void(const std::string&)>& show) {
  std::vector<std::string> stops = request.sampling.stop;
  if (chat_.plain()) stops.insert(stops.end(), plain_stops().begin(), plain_stops().end());
  AnswerText text(std::move(stops), chat_.plain());
  const Sampler sampler = sampler_of(request.sampling);
  const auto say = [&](const std::string& piece) {
    if (!piece.empty()) show(piece);
  };
  const auto tokens_max = static_cast<std::size_t>(std::max(request.sampling.max_tokens, 1));
  answer.finish = "stop";
  for (;; ++position) {
    if (*cancelled_) return Trouble{"cancelled", "cancelled while answering"};
    const llama_token token = pick(sampler);
    if (llama_vocab_is_eog(vocab_, token)) break;
    ++answer.tokens.output;
    say(text.add(bytes_of(token)));
    if (text.stopped()) break;
    if (answer.tokens.output == tokens_max || position >= context_tokens_) {
      answer.finish = "length";
      break;
    }
    if (Report trouble = decode({&token, 1}, position, 1)) return trouble;
  }
  say(text.finish());
  answer.text = text.text();
  return std::nullopt;
}

std::variant<Generated, Trouble> Engine::generate(const Generate& request, const std::atomic<bool>& cancelled,
                                                  const std::function<void(const std::string&)>& show) {
  const auto start = std::chrono::steady_clock::now();
  cancelled_ = &cancelled;
  const Tokens prompt = tokens_of(chat_.text(request.messages, true));
  if (prompt.empty()) return Trouble{"bad_request", "the prompt is empty"};
  if (prompt.size() >= context_tokens_) return too_long(prompt.size(), context_tokens_);
  Generated answer;
  if (Report trouble = read(prompt, fixed_part(request.messages, prompt, false), 1, answer.tokens))
    return *trouble;
  answer.prompt_ms = ms_since(start);
  if (Report trouble = write(request, prompt.size(), answer, show)) return *trouble;
  answer.answer_ms = ms_since(start) - answer.prompt_ms;
  return answer;
}

std::variant<Weighed, Trouble> Engine::weigh(const Loglikelihood& request,
                                             const std::atomic<bool>& cancelled) {
  const auto start = std::chrono::steady_clock::now();
  cancelled_ = &cancelled;
  const bool bare = chat_.plain();
  const std::string before = bare ? bare_text(request.messages) : chat_.text(request.messages, true);
  const Tokens all = tokens_of(before + request.continuation);
  const std::size_t from = common_prefix(all, tokens_of(before));
  if (from == 0) return Trouble{"bad_request", "the prompt is empty: nothing to continue"};
  if (from == all.size()) return Trouble{"bad_request", "the continuation is empty"};
  if (all.size() > context_tokens_) return too_long(all.size(), context_tokens_);
  Weighed weighed;
  weighed.tokens.output = all.size() - from;
  const Tokens given(all.begin(), all.end() - 1);
  const std::size_t fixed = std::min(fixed_part(request.messages, given, bare), from - 1);
  if (Report trouble = read(given, fixed, weighed.tokens.output, weighed.tokens)) return *trouble;
  weighed.tokens.input = from;
  for (std::size_t i = from; i < all.size(); ++i) {
    const float* logits = llama_get_logits_ith(context_.get(), static_cast<int>(i - 1 - fixed));
    weighed.logprob += logprob_of({logits, static_cast<std::size_t>(llama_vocab_n_tokens(vocab_))}, all[i]);
  }
  weighed.prompt_ms = ms_since(start);
  return weighed;
}

}  // namespace shortlist::local

#pragma once
// OpenAI chat completions (POST {endpoint}/chat/completions), streamed or not, and the many servers that speak them.
//
// Options of a candidate: stream (bool, default true), include_usage (bool, default true), max_tokens_field
// ("max_tokens" or "max_completion_tokens"), headers (map), ca_file (path), idle_timeout_s (number), extra (map, laid over
// the request's body last).
#include <string>

#include "backends/backends.hpp"
#include "backends/http/dialect.hpp"

namespace shortlist {

/// REQUIRES: the candidates passed check_openai.
class OpenAi : public Dialect {
 public:
  KeySource key(const Candidate& candidate) const override;
  /// `base` is the folder that a relative ca_file counts from.
  explicit OpenAi(std::string base = "") : base_(std::move(base)) {}
  HttpRequest request(const Candidate& candidate, const std::string& key) const override;
  std::string common_body(const Candidate& candidate) const override;
  std::string body(std::string_view common, const Item& item) const override;
  Absorbed absorb(const Frame& frame, Draft& draft) const override;
  Absorbed absorb_whole(std::string_view body, Draft& draft) const override;
  Failure failure(const Candidate& candidate, const ErrorReply& reply) const override;

 private:
  std::string base_;
};

/// The candidate's base URL, without a slash at its end; OpenAI's own where it names none.
std::string openai_endpoint(const Candidate& candidate);

/// Rows of the backend table (backends.cpp).
void check_openai(const Candidate& candidate, const BackendWorld& world);
std::unique_ptr<Backend> make_openai(const BackendWorld& world);
std::string openai_lane(const Candidate& candidate);

}  // namespace shortlist

#pragma once
// What is asked of whom, as values that can be digested: what makes two runs, or two calls, the same.
#include <string>
#include <vector>

#include "harness/store/store.hpp"
#include "harness/types/json.hpp"

namespace shortlist {

Json asked(const Sampling& sampling);
Json asked(const Prompting& prompting);
/// The candidate's options but for those that say how it is reached, which no answer depends on.
Json asked_options(const Candidate& candidate);
/// Files and programs are named relative to the plan's folder, so equal names in two folders are two things. null for a
/// candidate without any. `folder` and, of a file, `size`: one that has been replaced by one of another size is another.
Json local_things(const Candidate& candidate, const std::string& plan_path);
/// The same with the time of change, and for each word of the command that is a file: [name, size, ns].
Json dated_local_things(const Candidate& candidate, const std::string& plan_path);

/// A candidate's part of the key of its calls: all that can change an answer but for prompt and repeat. Its name, its
/// prices and its lane are not in it.
struct Answerer {
  AskedKey part{};
  AnswerRule rule;
};
std::vector<Answerer> answerers_of(const Plan& plan, const std::vector<AnswerRule>& rules);
std::string hex_of(const AskedKey& key);

/// Keys of calls. One thread.
class AskedKeys {
 public:
  explicit AskedKeys(std::vector<Answerer> answerers) : answerers_(std::move(answerers)) {}
  /// All zero where the answers are not kept.
  AskedKey of(const CallKey& key, const Item& item) const;
  const std::vector<Answerer>& answerers() const { return answerers_; }

 private:
  std::vector<Answerer> answerers_;
  mutable std::string bytes_;   // of one call; kept so that its memory is used again
};

}  // namespace shortlist

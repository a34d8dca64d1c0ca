#include "harness/board/served.hpp"

#include <iterator>

namespace shortlist {

// A name among the first few of all was never put out: it was among the first few of every part. So its count is whole.
void NameCounts::add(std::string_view name) {
  if (name.empty()) return;
  const auto [at, fresh] = counts_.try_emplace(std::string(name.substr(0, length_max)));
  ++at->second;
  if (!fresh || counts_.size() <= names_max) return;
  counts_.erase(std::prev(counts_.end()));
  more_ = true;
}

void ServedTally::add(const Record& record) {
  const Completion& answer = *completion(record.outcome);
  models_.add(answer.model_served);
  fingerprints_.add(answer.fingerprint);
  prompt_cut_ += record.notices.prompt_cut;
  other_model_ += record.notices.other_model;
  no_usage_ += record.notices.no_usage;
}

Served ServedTally::served() const {
  return {models_.counts(), fingerprints_.counts(), models_.more(), fingerprints_.more(),
          prompt_cut_,      other_model_,           no_usage_};
}

}  // namespace shortlist

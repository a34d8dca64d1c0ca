#include "backends/local/prefix_states.hpp"

#include <algorithm>

namespace shortlist::local {

bool PrefixStates::restore(llama_context* context, std::span<const llama_token> tokens) {
  auto known = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return std::equal(entry.tokens.begin(), entry.tokens.end(), tokens.begin(), tokens.end());
  });
  if (known == entries_.end()) return false;
  entries_.splice(entries_.begin(), entries_, known);
  return llama_state_seq_set_data(context, known->state.data(), known->state.size(), 0) ==
         known->state.size();
}

void PrefixStates::keep(llama_context* context, std::span<const llama_token> tokens) {
  Entry entry{{tokens.begin(), tokens.end()},
              std::vector<std::uint8_t>(llama_state_seq_get_size(context, 0))};
  if (entry.state.size() > bytes_max) return;
  if (llama_state_seq_get_data(context, entry.state.data(), entry.state.size(), 0) != entry.state.size())
    return;
  bytes_ += entry.state.size();
  entries_.push_front(std::move(entry));
  while (entries_.size() > entries_max || bytes_ > bytes_max) {
    bytes_ -= entries_.back().state.size();
    entries_.pop_back();
  }
}

}  // namespace shortlist::local

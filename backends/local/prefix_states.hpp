#pragma once
// What the model made of the beginnings of prompts, kept so that few-shot examples are read once and not for
// each item.
//
// A kept state is put back into the same cells that reading the beginning would have filled, and a prompt is
// read in the same two parts whether or not its beginning is known. So an answer never depends on what was
// asked before.
#include <llama.h>

#include <cstdint>
#include <list>
#include <span>
#include <vector>

namespace shortlist::local {

class PrefixStates {
 public:
  static constexpr std::size_t entries_max = 32, bytes_max = 512u << 20;

  /// Fills the (empty) memory of sequence 0 with the state after these tokens; false if it is not known.
  bool restore(llama_context* context, std::span<const llama_token> tokens);
  /// Keeps the state of sequence 0, which holds just these tokens; drops what was not used for longest.
  void keep(llama_context* context, std::span<const llama_token> tokens);

 private:
  struct Entry {
    std::vector<llama_token> tokens;
    std::vector<std::uint8_t> state;
  };
  std::list<Entry> entries_;  ///< the last used first
  std::size_t bytes_ = 0;
};

}  // namespace shortlist::local

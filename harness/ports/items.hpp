#pragma once
// The items of one suite. Implemented by datasets/ (from files) and by the store (ids only, for reports).
#include <cstddef>
#include <string>

#include "harness/types/candidate.hpp"
#include "harness/types/suite.hpp"

namespace shortlist {

/// Immutable, so any thread may call it.
class Items {
 public:
  virtual ~Items() = default;
  virtual std::size_t size() const = 0;
  virtual std::string id(std::size_t index) const = 0;
  /// Item::cluster, without making the item.
  virtual std::string cluster(std::size_t) const { return ""; }
  /// One item as it is put to a candidate with this prompting. REQUIRES: index < size().
  virtual Item item(std::size_t index, const Prompting& prompting) const = 0;
  /// The same without prompt, target and checks, which are dearer to make than all else.
  virtual Item bare_item(std::size_t index) const { return item(index, {}); }
};

}  // namespace shortlist

#pragma once
// The plug for memory, as the runner sees it.
#include <span>

#include "harness/types/record.hpp"

namespace shortlist {

class RecordSink {
 public:
  virtual ~RecordSink() = default;
  /// Durable when it returns. A record with a key that is already there replaces the old one.
  virtual void append(std::span<const Record> records) = 0;
};

}  // namespace shortlist

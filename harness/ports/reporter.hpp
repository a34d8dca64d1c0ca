#pragma once
// The plug for saying what came out. Pure: the same run gives the same bytes.
#include <ostream>

#include "harness/types/run.hpp"

namespace shortlist {

class Reporter {
 public:
  virtual ~Reporter() = default;
  virtual void write(const Run& run, std::ostream& out) const = 0;
};

}  // namespace shortlist

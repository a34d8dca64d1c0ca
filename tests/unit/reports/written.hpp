#pragma once
#include <sstream>
#include <string>
#include <string_view>

#include "reports/reports.hpp"

namespace shortlist::test {

/// The run in a format, as a user gets it.
inline std::string written(const Run& run, std::string_view format) {
  std::ostringstream out;
  make_reporter(format)->write(run, out);
  return out.str();
}

}  // namespace shortlist::test

#pragma once
// The one exception for the user's mistakes. main() catches it, prints it and exits with 2; nothing else does.
#include <stdexcept>
#include <string>

namespace shortlist {

/// The text names the place and the way out: `plan.yaml:12:5 candidates[0]: unknown key "modle", did you mean "model"?`
class UserError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace shortlist

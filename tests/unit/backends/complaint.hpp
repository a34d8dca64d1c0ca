#pragma once
#include <string>

#include "harness/types/error.hpp"

namespace shortlist {

/// What the UserError says that `what` throws; "" when it throws none.
template <class What>
std::string complaint_of(What what) {
  try {
    what();
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

}  // namespace shortlist

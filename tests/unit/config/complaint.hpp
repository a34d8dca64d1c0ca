#pragma once
// What a reader said, for tables of complaints.
#include <gtest/gtest.h>

#include <string>

#include "harness/types/error.hpp"

namespace shortlist {

/// The text of the UserError that `act` throws; "no complaint" if it throws none.
template <class Act>
std::string complaint(Act&& act) {
  try {
    act();
  } catch (const UserError& e) {
    return e.what();
  }
  return "no complaint";
}

}  // namespace shortlist

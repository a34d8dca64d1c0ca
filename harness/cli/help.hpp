#pragma once
#include <string>

#include "harness/cli/verbs.hpp"

namespace shortlist {

std::string general_help();
std::string verb_help(const Verb& verb);
/// The man page in roff, made from the same tables.
std::string man_page();

}  // namespace shortlist

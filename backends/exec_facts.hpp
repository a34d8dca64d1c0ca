#pragma once
// What programs say of themselves, as facts of a run.
#include <map>
#include <string>
#include <string_view>

namespace shortlist {

/// Adds each of a program's facts behind its name ("local.NAME.threads"); one that it calls "warning.WHAT"
/// becomes "warning.local.NAME.WHAT", which the reader of a report is shown.
inline void add_facts(std::map<std::string, std::string>& all, const std::string& name,
                      const std::map<std::string, std::string>& said) {
  constexpr std::string_view warning = "warning.";
  for (const auto& [what, value] : said) {
    if (what.starts_with(warning))
      all["warning." + name + "." + what.substr(warning.size())] = value;
    else
      all[name + "." + what] = value;
  }
}

}  // namespace shortlist

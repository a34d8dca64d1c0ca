#include <curl/curlver.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include "harness/cli/verbs.hpp"

namespace shortlist {

ExitCode version_verb(const Arguments&, const Shell& shell) {
  shell.out << fmt::format("shortlist {} (libcurl {}, SQLite {}, fmt {})\n", SHORTLIST_VERSION, LIBCURL_VERSION,
                           SQLITE_VERSION, FMT_VERSION);
  return ExitCode::fine;
}

}  // namespace shortlist

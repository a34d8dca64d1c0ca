#pragma once
// The table of verbs: what `shortlist VERB` does, takes and is called in help, man page and completion.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/shell.hpp"

namespace shortlist {

struct Verb {
  std::string_view name;       ///< one or two words: "gate bless"
  std::string_view summary;    ///< one line
  std::string_view details;    ///< more, for --help and the man page; may be empty
  std::vector<Positional> positionals;
  std::vector<Option> options;
  ExitCode (*run)(const Arguments& args, const Shell& shell);
};

const std::vector<Verb>& verb_table();

/// The whole program: finds the verb, parses, runs. Throws UserError for the user's mistakes.
ExitCode run_command_line(const std::vector<std::string>& words, const Shell& shell);

/// --format text|json of the verbs that list things.
bool wants_json(const Arguments& args);

// One file a verb.
ExitCode init_verb(const Arguments&, const Shell&);
ExitCode check_verb(const Arguments&, const Shell&);
ExitCode run_verb(const Arguments&, const Shell&);
ExitCode report_verb(const Arguments&, const Shell&);
ExitCode gate_verb(const Arguments&, const Shell&);
ExitCode gate_bless_verb(const Arguments&, const Shell&);
ExitCode export_verb(const Arguments&, const Shell&);
ExitCode simulate_verb(const Arguments&, const Shell&);
ExitCode bench_verb(const Arguments&, const Shell&);
ExitCode runs_verb(const Arguments&, const Shell&);
ExitCode suites_verb(const Arguments&, const Shell&);
ExitCode schema_verb(const Arguments&, const Shell&);
ExitCode completion_verb(const Arguments&, const Shell&);
ExitCode man_verb(const Arguments&, const Shell&);
ExitCode version_verb(const Arguments&, const Shell&);
ExitCode help_verb(const Arguments&, const Shell&);

}  // namespace shortlist

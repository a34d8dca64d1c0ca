#include <fmt/format.h>

#include "harness/cli/help.hpp"

namespace shortlist {
namespace {

/// Text made safe for roff: backslashes, hyphens, and dots or quotes at the start of a line.
std::string roff(std::string_view text) {
  std::string safe;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool line_start = i == 0 || text[i - 1] == '\n';
    if (line_start && (text[i] == '.' || text[i] == '\'')) safe += "\\&";
    if (text[i] == '\\') safe += "\\e";
    else if (text[i] == '-') safe += "\\-";
    else safe += text[i];
  }
  return safe;
}

std::string option_entry(const Option& o) {
  const std::string letter = o.letter ? fmt::format("\\fB\\-{}\\fR, ", o.letter) : "";
  const std::string value = o.value.empty() ? "" : fmt::format(" \\fI{}\\fR", roff(o.value));
  return fmt::format(".TP\n{}\\fB\\-\\-{}\\fR{}\n{}{}\n", letter, roff(o.name), value, roff(o.help),
                     o.repeats ? " (repeatable)" : "");
}

std::string verb_section(const Verb& verb) {
  std::string text = fmt::format(".SS shortlist {}", roff(verb.name));
  for (const Positional& p : verb.positionals)
    text += p.fallback.empty() && !p.optional ? " " + roff(p.name) : " [" + roff(p.name) + "]";
  text += fmt::format("\n{}.\n", roff(verb.summary));
  if (!verb.details.empty()) text += fmt::format(".PP\n{}\n", roff(verb.details));
  for (const Option& o : verb.options)
    if (o.name != "help" && o.name != "color") text += option_entry(o);
  return text;
}

constexpr std::string_view tail = R"(.SH EXIT STATUS
.TP
.B 0
fine; the gate passed
.TP
.B 1
the gate failed: worse than allowed; or the self-test: less exact than promised
.TP
.B 2
a mistake in the plan, a suite, a file or the command line
.TP
.B 3
the gate cannot tell, and was asked to fail on that
.TP
.B 4
the run is incomplete: provider errors, a budget was reached, or no answer could be judged
.TP
.B 70
a bug of shortlist
.TP
.B 130
interrupted; the next run of the same plan goes on
.SH ENVIRONMENT
.TP
.B OPENAI_API_KEY
and whatever variables a plan names by api_key_env
.TP
.B NO_COLOR
no colour unless \-\-color always
.TP
.B http_proxy, https_proxy, no_proxy
as curl reads them
.SH FILES
.TP
.I shortlist.yaml
the plan
.TP
.I .shortlist/runs/
one folder a run: run.sqlite and report.html
)";

}  // namespace

std::string man_page() {
  std::string text = fmt::format(
      ".TH SHORTLIST 1 \"\" \"shortlist {}\" \"User Commands\"\n.SH NAME\nshortlist \\- choose a language model by "
      "quality, latency and cost\n.SH SYNOPSIS\n.B shortlist\n.I VERB\n[\\fIARGUMENT\\fR...] [\\fIOPTION\\fR...]\n"
      ".SH DESCRIPTION\nRuns task suites on candidate models, ranks them with honest intervals, and gates regressions.\n"
      "Every verb also takes \\fB\\-\\-color\\fR \\fIWHEN\\fR and \\fB\\-\\-help\\fR.\n.SH VERBS\n",
      SHORTLIST_VERSION);
  for (const Verb& verb : verb_table()) text += verb_section(verb);
  return text.append(tail);
}

ExitCode man_verb(const Arguments&, const Shell& shell) { return shell.out << man_page(), ExitCode::fine; }

}  // namespace shortlist

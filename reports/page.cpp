// The report as one self-contained HTML page: no script, nothing fetched, a policy that forbids both.
#include <fmt/format.h>

#include "reports/bars.hpp"
#include "reports/formats.hpp"
#include "reports/html.hpp"
#include "reports/numbers.hpp"
#include "reports/page_sections.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {

extern const std::string_view page_css;

namespace {

constexpr const char* policy = "default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'none'";

std::string head(const Run& run, const Summary& summary) {
  const auto title = fmt::format("{}: {} (shortlist)", visible(run.plan.name), summary.headline);
  return fmt::format(R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{}</title>
<style>{}</style>
</head>
)",
                     fmt::format(fmt::runtime(policy), csp_hash(page_css)), html_text(title), page_css);
}

std::string top(const Run& run, const Summary& summary) {
  auto cells = element("span", "class=\"run\"", html_text(visible(run.plan.name)));
  if (!run.provenance.finished.empty())
    cells += element("span", "", html_text(visible(run.provenance.finished)));
  cells += element("span", "", html_text(plural(run.plan.candidates.size(), "candidate")));
  if (!summary.effort.empty()) cells += element("span", "", html_text(summary.effort[0]));
  std::string links = R"(<a href="#ranking">Ranking</a>)";
  if (!run.ranking.stages.empty()) links += R"(<a href="#stages">Stages</a>)";
  if (run.ranking.decision) links += R"(<a href="#decision">What follows</a>)";
  links += R"(<a href="#suites">Suites</a>)";
  if (!summary.latency.empty()) links += R"(<a href="#latency">Latency</a>)";
  links += R"(<a href="#flaws">Flaws</a><a href="#left">Who left</a><a href="#method">Method</a>)";
  return element("header", "class=\"top\"", cells + element("nav", "aria-label=\"Sections\"", links)) + "\n";
}

std::string fact(const Notes& notes, std::string_view attributes = {}) {
  return element("section", attributes, element("h2", "", html_text(notes.title)) + list(notes.lines));
}

std::string verdict(const Summary& summary) {
  auto headline = summary.name.empty() ? html_text(summary.headline)
                                       : "Use " + element("em", "", html_text(summary.name));
  if (!summary.name.empty() && !summary.incomplete.empty()) headline += " (so far)";
  auto facts = summary.sure.lines.empty() ? std::string() : fact(summary.sure, "class=\"wide\"");
  facts += fact(summary.open) + fact({"What it took", summary.effort});
  if (!summary.change.lines.empty()) facts += fact(summary.change);
  if (!summary.warnings.lines.empty()) facts += fact(summary.warnings, "class=\"wide\"");
  return element("div", "class=\"verdict\"",
                 element("h1", "", headline) + element("p", "class=\"lead\"", html_text(summary.lead)) +
                     element("div", "class=\"facts\"", facts)) +
         "\n";
}

class Html : public Reporter {
 public:
  void write(const Run& run, std::ostream& out) const override {
    const auto summary = summarise(run);
    out << head(run, summary)
        << "<body>\n<a class=\"skip\" href=\"#ranking\">Skip to the ranking</a>\n<div class=\"page\">\n"
        << top(run, summary) << "<main>\n"
        << verdict(summary) << ranking_section(run, summary) << stages_section(run) << decision_section(run, summary)
        << suites_section(run, summary) << latency_section(run, summary) << lanes_section(run) << flaws_section(summary)
        << left_section(run) << method_section(summary) << "</main>\n"
        << element("footer", "",
                   html_text(fmt::format("shortlist {}; this page fetches nothing and runs no script",
                                         visible(run.provenance.version))))
        << "\n</div>\n</body>\n</html>\n";
  }
};

}  // namespace

std::unique_ptr<Reporter> make_html(const ReporterOptions&) { return std::make_unique<Html>(); }

}  // namespace shortlist

// The page's sections on the stages and on what follows from the choice.
#include <fmt/format.h>

#include "reports/decision_words.hpp"
#include "reports/html.hpp"
#include "reports/numbers.hpp"
#include "reports/page_sections.hpp"
#include "reports/stage_words.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

/// "5 candidates entered, 2 stayed to the end".
std::string stages_finding(const Run& run) {
  const StageReport *first = nullptr, *last = nullptr;
  for (const StageReport& s : run.ranking.stages)
    if (s.begun) first = first ? first : &s, last = &s;
  if (!first) return "none has begun";
  return fmt::format("{} began, {} {} left", plural(first->entered, "candidate"), last->stayed, last->stayed == 1 ? "is" : "are");
}

std::string lines_cell(const StageRow& row) {
  std::string content;
  for (const auto& left : row.left) content += element("div", "", html_text(left));
  for (const auto& note : row.notes) content += element("div", "class=\"sub\"", html_text(note));
  return element("td", "class=\"why\"", content);
}

std::string fact(const std::string& title, const std::vector<std::string>& lines, std::string_view attributes = {}) {
  if (lines.empty()) return "";
  return element("section", attributes, element("h2", "", html_text(title)) + list(lines));
}

std::vector<std::string> record_lines(const Run& run) {
  std::vector<std::string> lines;
  if (const auto until = valid_until(run); !until.empty()) lines.push_back("Valid until " + until);
  lines.push_back(command(run));
  for (auto& pin : pins(run)) lines.push_back(std::move(pin));
  return lines;
}

std::string groups(const Run& run) {
  std::string facts;
  if (const auto& portfolio = run.ranking.decision->portfolio)
    for (const Router& router : portfolio->routers) facts += fact("By " + visible(router.by), group_lines(run, router));
  return facts;
}

/// "5 -> 2" as a page sets it.
std::string arrowed(std::string field) {
  if (const auto at = field.find("->"); at != field.npos) field.replace(at, 2, "→");
  return field;
}

}  // namespace

std::string stages_section(const Run& run) {
  const auto rows = stage_rows(run);
  if (rows.empty()) return "";
  std::string body;
  for (const StageRow& r : rows)
    body += element("tr", "", element("th", "scope=\"row\"", html_text(r.name)) + cell("n", arrowed(r.field)) + cell("n", r.rounds) +
                                  cell("n", r.calls) + lines_cell(r)) + "\n";
  const auto head = header_cell("", "Stage") + header_cell("n", "Candidates") + header_cell("n", "Rounds") +
                    header_cell("n", "Calls") + header_cell("", "Who left, and on what evidence");
  return section("stages", "Stages", stages_finding(run), table("stages", head, body));
}

std::string decision_section(const Run& run, const Summary& summary) {
  if (!run.ranking.decision) return "";
  const std::string finding = !summary.change.lines.empty() ? summary.change.lines[0] : "nothing that was looked at flips it";
  constexpr std::string_view wide = "class=\"wide\"";
  const auto facts = fact("Which weights make whom win", weight_lines(run)) + groups(run) +
                     fact("Portfolio", portfolio_lines(run), wide) + fact("To repeat it", record_lines(run), wide);
  return section("decision", "What follows", finding, element("div", "class=\"facts\"", facts));
}

}  // namespace shortlist

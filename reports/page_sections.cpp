#include "reports/page_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/bars.hpp"
#include "reports/html.hpp"
#include "reports/numbers.hpp"
#include "reports/text.hpp"

namespace shortlist {

std::string section(std::string_view id, std::string_view title, std::string_view finding,
                    std::string_view content) {
  const auto head = element("div", "class=\"sec\"",
                            element("h2", "", html_text(title)) + element("p", "", html_text(finding)));
  return element("section", fmt::format("id=\"{}\"", id), head + "\n" + std::string(content)) + "\n";
}

std::string table(std::string_view css_class, std::string_view head, std::string_view body) {
  return element(
      "table", fmt::format("class=\"{}\"", css_class),
      element("thead", "", element("tr", "", head)) + "\n<tbody>\n" + std::string(body) + "</tbody>");
}

/// "81.3..86.6" and "-1.2 .. +2.2" as a page sets them.
std::string typeset(std::string range) {
  if (const auto at = range.find(" .. "); at != range.npos) return range.replace(at, 4, " to ");
  if (const auto at = range.find(".."); at != range.npos) return range.replace(at, 2, "–");
  return range;
}

std::string table_row(const RankingRow& r, std::string_view cells) {
  const std::string_view kind = r.chosen ? "class=\"pick\"" : r.standing->quality ? "" : "class=\"gone\"";
  return element("tr", kind, cells) + "\n";
}

std::string name_cell(const RankingRow& r, bool with_model) {
  auto content = html_text(r.name);
  if (r.chosen) content += element("span", "class=\"tag\"", "chosen");
  if (with_model) content += element("span", "class=\"sub\"", html_text(r.model));
  return element("th", "scope=\"row\"", content);
}

namespace {

std::string_view kind_of(const RankingRow& r) {
  if (r.chosen) return "chosen";
  return r.standing->versus_first && !r.standing->distinguishable ? "level" : "other";
}

std::string bar_cell(const Axis& axis, const RankingRow& r, std::optional<double> reference) {
  const auto& quality = r.standing->quality;
  return element(
      "td", "class=\"barcell\"",
      quality ? bar_svg(axis, *quality, kind_of(r), reference) : html_text(visible(r.standing->why)));
}

std::string ranking_head(const Axis& axis) {
  return header_cell("", "Rank") + header_cell("", "Candidate") + header_cell("n", "Quality", "95 %") +
         element("th", "scope=\"col\" class=\"barcell\"",
                 element("span", "class=\"vh\"", "Quality with its 95 % interval, drawn") + axis_svg(axis)) +
         header_cell("n", "Against chosen", "same items, 95 %") + header_cell("n", "TTFT p50", "p95") +
         header_cell("n", "Total p50", "p95") + header_cell("n", "$ per 1k", "per 1k passed") +
         header_cell("n", "Failed") + header_cell("c", "Pareto front") + header_cell("", "Left at");
}

std::string ranking_row(const Axis& axis, const RankingRow& r, std::optional<double> reference) {
  const auto split = r.versus.find(" (");
  const auto difference = r.versus.substr(0, split);
  auto range = split == std::string::npos ? std::string() : r.versus.substr(split + 2);
  if (!range.empty()) range.pop_back();
  const auto left = r.standing->within_limits ? "" : visible(r.standing->limits_broken);
  return table_row(r, cell("", r.place) + name_cell(r, true) +
                    cell("n q", r.quality, r.standing->quality ? typeset(r.interval) : "") +
                    bar_cell(axis, r, reference) + cell("n", difference, typeset(range)) +
                    cell("n", r.ttft_p50, r.ttft_p95) + cell("n", r.total_p50, r.total_p95) +
                    cell("n", r.usd_per_1k, r.usd_per_1k_passed) + cell("n", r.failed) +
                    cell("c", r.pareto ? "*" : "") + cell("why", r.left_at, left));
}

/// "Level with the chosen one: 1 of 4 others", as the data has it.
std::string ranking_finding(const Summary& summary) {
  if (summary.name.empty()) return "the records name nobody";
  const auto others = summary.rows.size() - 1;
  if (summary.level.empty())
    return fmt::format("none of {} is level with {}", plural(others, "other"), summary.name);
  return fmt::format("{} of {} cannot be told apart from {}", summary.level.size(), plural(others, "other"),
                     summary.name);
}

std::optional<std::size_t> weakest_suite(const Standing& s) {
  std::optional<std::size_t> weakest;
  for (std::size_t i = 0; i < s.by_suite.size(); ++i)
    if (s.by_suite[i] && (!weakest || s.by_suite[i]->value < s.by_suite[*weakest]->value)) weakest = i;
  return weakest;
}

std::string suites_finding(const Run& run, const Summary& summary) {
  const auto* chosen = standing_of(run, run.ranking.chosen);
  const auto weakest = chosen ? weakest_suite(*chosen) : std::nullopt;
  if (!weakest || run.plan.suites.size() < 2) return "quality by suite, 95 %";
  return fmt::format("{} is weakest on {}: {}, selected, hence biased upwards", summary.name, visible(run.plan.suites[*weakest].name),
                     percent(chosen->by_suite[*weakest]));
}

const RankingRow* most_flawed(const Summary& summary) {
  const auto flawed = [](const Rates& r) { return r.refused + r.truncated + r.empty + r.unparsable; };
  const RankingRow* worst = nullptr;
  for (const auto& r : summary.rows)
    if (flawed(r.standing->rates) > (worst ? flawed(worst->standing->rates) : 0)) worst = &r;
  return worst;
}

std::string flaws_finding(const Summary& summary) {
  const auto* worst = most_flawed(summary);
  if (!worst) return "no answer was refused, truncated, empty or unparsable";
  const auto& r = worst->standing->rates;
  return fmt::format("{} has the most: {} of its answers", worst->name,
                     share(std::min(1.0, r.refused + r.truncated + r.empty + r.unparsable)));
}

}  // namespace

std::string ranking_section(const Run& run, const Summary& summary) {
  const auto axis = axis_of(run.ranking.standings);
  const auto* chosen = standing_of(run, run.ranking.chosen);
  std::optional<double> reference;
  if (chosen && chosen->quality) reference = 100 * chosen->quality->value;
  std::string body;
  for (const auto& r : summary.rows) body += ranking_row(axis, r, reference);
  const auto note = element("p", "class=\"note\"",
                            html_text(summary.intervals) +
                                " Whether two are told apart is decided on the same items (against chosen). The hairline is the "
                                "chosen one’s estimate, which is selected, hence biased upwards. Whoever left early was measured on "
                                "fewer items. “-” is unknown." +
                                html_text(summary.repeats.empty() ? "" : " " + summary.repeats + "."));
  return section("ranking", "Ranking", ranking_finding(summary),
                 table("ranking", ranking_head(axis), body) + note);
}

std::string suites_section(const Run& run, const Summary& summary) {
  auto head = header_cell("", "Candidate");
  for (const auto& suite : run.plan.suites)
    head += header_cell("n", visible(suite.name),
                        fmt::format("{}, weight {:g}", plural(suite_items(suite), "item"), suite.weight));
  std::string body;
  for (const auto& r : summary.rows) {
    auto cells = name_cell(r, false);
    for (std::size_t i = 0; i < run.plan.suites.size(); ++i) {
      const auto estimate = i < r.standing->by_suite.size() ? r.standing->by_suite[i] : std::nullopt;
      cells += cell("n", percent(estimate),
                    estimate ? fmt::format("{} · n {}", interval(estimate, {}, "–"), estimate->n) : "");
    }
    body += table_row(r, cells);
  }
  return section("suites", "Suites", suites_finding(run, summary), table("suites", head, body));
}

std::string flaws_section(const Summary& summary) {
  auto head = header_cell("", "Candidate");
  for (const char* name : {"Calls", "Failed", "Retried", "From earlier runs", "Answers", "Refused",
                           "Truncated", "Empty", "Unparsable", "Not judged"})
    head += header_cell("n", name);
  std::string body;
  for (const auto& r : summary.rows) {
    const auto& rates = r.standing->rates;
    auto cells = name_cell(r, false) + cell("n", count_text(r.calls), r.unsent > 0 ? count_text(r.unsent) + " never sent" : "") +
                 cell("n", r.failed) +
                 cell("n", count_text(rates.retried)) + cell("n", count_text(rates.cached)) +
                 cell("n", count_text(rates.answers));
    for (const double flaw :
         {rates.refused, rates.truncated, rates.empty, rates.unparsable, rates.not_judged})
      cells += cell("n", rates.answers > 0 ? share(flaw) : unknown);
    body += table_row(r, cells);
  }
  return section("flaws", "Flaws", flaws_finding(summary), table("flaws", head, body));
}

std::string left_section(const Run& run) {
  const auto& cuts = run.ranking.cuts;
  if (cuts.empty()) return section("left", "Who left", "nobody", "");
  std::string body;
  std::set<std::uint32_t> gone;
  for (const auto& cut : cuts) {
    gone.insert(cut.candidate);
    body += element("tr", "",
                    element("th", "scope=\"row\"", html_text(visible(candidate_name(run, cut.candidate)))) +
                        cell("", visible(place_of(cut))) + cell("why", visible(cut.why))) +
            "\n";
  }
  const auto finding = fmt::format("{} of {} left before the end", gone.size(),
                                   plural(run.plan.candidates.size(), "candidate"));
  return section(
      "left", "Who left, and why", finding,
      table("left", header_cell("", "Candidate") + header_cell("", "At") + header_cell("", "Because"), body));
}

std::string method_section(const Summary& summary) {
  std::string terms;
  for (const auto& notes : summary.method)
    terms +=
        element("div", "", element("dt", "", html_text(notes.title)) + element("dd", "", list(notes.lines)));
  return section("method", "Method and provenance", "how the figures came to be",
                 element("dl", "class=\"method\"", terms));
}

}  // namespace shortlist

// The page's sections on time: latency, and the lanes whose limits moved.
#include <fmt/format.h>

#include <algorithm>

#include "reports/html.hpp"
#include "reports/lanes.hpp"
#include "reports/latency.hpp"
#include "reports/numbers.hpp"
#include "reports/page_sections.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

std::string time_cell(const std::optional<Estimate>& e) {
  return cell("n", seconds(e), e ? typeset(interval_seconds(e)) : "");
}

/// One quantile above another.
std::string stacked_cell(const std::optional<Estimate>& upper, const std::optional<Estimate>& lower) {
  return cell("n", seconds(upper), lower ? seconds(lower) : "");
}

std::string itl_cell(const Latency& l) {
  if (!l.itl.p50) return cell("n", unknown);
  return cell("n", seconds(l.itl.p50), l.coalesced ? "coalesced" : seconds(l.itl.p99));
}

bool anyone_reasons(const Summary& summary) {
  return std::any_of(summary.rows.begin(), summary.rows.end(),
                     [](const RankingRow& r) { return r.standing->latency.reasons; });
}

std::string latency_head(bool reasons) {
  auto head = header_cell("", "Candidate") + header_cell("n", "Calls timed", "left out") +
              header_cell("n", "TTFT p50", "95 %") + header_cell("n", "p95", "95 %") +
              header_cell("n", "p99", "95 %");
  if (reasons) head += header_cell("n", "First answer p50", "p95");
  return head + header_cell("n", "Total p50", "95 %") + header_cell("n", "p95", "95 %") +
         header_cell("n", "p99", "95 %") + header_cell("n", "TPOT p50", "p95") +
         header_cell("n", "ITL p50", "p99") + header_cell("n", "Queued p50", "p95") +
         header_cell("n", "Connect p50", "p95");
}

std::string latency_row(const RankingRow& r, bool reasons) {
  const auto& l = r.standing->latency;
  auto cells = name_cell(r, false) + cell("n broken", timed_text(*r.standing), untimed_text(*r.standing)) +
               time_cell(l.ttft.p50) + time_cell(l.ttft.p95) + time_cell(l.ttft.p99);
  if (reasons)
    cells += l.reasons ? stacked_cell(l.first_answer.p50, l.first_answer.p95) : cell("n", unknown);
  return table_row(r, cells + time_cell(l.total.p50) + time_cell(l.total.p95) + time_cell(l.total.p99) +
                          stacked_cell(l.tpot.p50, l.tpot.p95) + itl_cell(l) +
                          stacked_cell(l.queued.p50, l.queued.p95) +
                          stacked_cell(l.connect.p50, l.connect.p95));
}

std::string note(std::string_view text) {
  return text.empty() ? "" : element("p", "class=\"note\"", html_text(text));
}

}  // namespace

std::string latency_section(const Run& run, const Summary& summary) {
  if (summary.latency.empty()) return "";
  const bool reasons = anyone_reasons(summary);
  std::string body;
  for (const auto& r : summary.rows) body += latency_row(r, reasons);
  const auto bound = client_bound(run);
  return section(
      "latency", "Latency", summary.latency.substr(summary.latency.find(' ') + 1),
      table("latency", latency_head(reasons), body) + note(bound) + note(summary.not_streamed) +
          note("TTFT, first answer and total count from the request written; queued is the wait for a free "
               "slot, connect the time until the connection stood. ITL is the gap between chunks; coalesced: "
               "chunks are no tokens there, and TPOT is the one to look at. An upper end takes 72 timed calls for a "
               "p95 and 368 for a p99: with fewer, the slowest call stands there."));
}

std::string lanes_section(const Run& run) {
  const auto changes = lane_changes(run);
  if (changes.empty()) return "";
  std::string body;
  for (const auto& c : changes)
    body += element("tr", "",
                    element("th", "scope=\"row\"", html_text(visible(c.history->lane))) +
                        cell("", visible(c.history->started)) + cell("n", count_text(c.from)) +
                        cell("n", count_text(c.to)) + cell("n", fmt::format("{} to {}", c.lowest, c.highest)) +
                        cell("", c.causes.empty() ? unknown : c.causes) +
                        element("td", "class=\"barcell\"", lane_svg(c))) +
            "\n";
  const auto head = header_cell("", "Lane") + header_cell("", "Since") + header_cell("n", "From") +
                    header_cell("n", "To") + header_cell("n", "Between") + header_cell("", "Lowered by") +
                    header_cell("barcell", "Calls in flight allowed, over time");
  const auto finding = fmt::format("the limit of {} moved", plural(changes.size(), "lane"));
  return section("lanes", "Lanes that changed", finding, table("lanes", head, body));
}

}  // namespace shortlist

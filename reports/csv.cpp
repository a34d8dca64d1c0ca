// One row a call: the JSON lines with their objects spread over columns ("usage.input", "scores.number"). RFC
// 4180. Text that a spreadsheet would run as a formula (= + - @, tab or carriage return first) gets an
// apostrophe before it; unknown is an empty cell.
#include <set>
#include <vector>

#include "reports/calls.hpp"
#include "reports/formats.hpp"

namespace shortlist {
namespace {

std::string enclosed(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == text.npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string text_cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    text.insert(0, "'");
  return enclosed(text);
}

std::string cell(const Ordered& value) {
  if (value.is_null()) return "";
  if (!value.is_string()) return dumped(value);
  const auto json = dumped(value);  // broken bytes replaced
  return text_cell(Ordered::parse(json).get<std::string>());
}

std::set<std::string> metric_names(const Run& run) {
  std::set<std::string> names;
  for (const auto& record : run.records)
    for (const auto& score : record.scores) names.insert(score.metric);
  return names;
}

/// A column: a member of the call, and of the object in it ("" for none).
struct Column {
  std::string member, inner;
  std::string name() const { return inner.empty() ? member : member + "." + inner; }
};

std::vector<Column> columns(const std::set<std::string>& metrics) {
  std::vector<Column> list{{"schema", ""},
                           {"run", ""},
                           {"candidate", ""},
                           {"suite", ""},
                           {"item", ""},
                           {"repeat", ""},
                           {"status", ""},
                           {"text", ""},
                           {"finish", ""},
                           {"failure", "kind"},
                           {"failure", "detail"},
                           {"usage", "input"},
                           {"usage", "cached"},
                           {"usage", "output"},
                           {"usage", "reasoning"},
                           {"timing_ms", "queue"},
                           {"timing_ms", "connect"},
                           {"timing_ms", "ttft"},
                           {"timing_ms", "first_answer"},
                           {"timing_ms", "total"},
                           {"timing_ms", "tpot"},
                           {"timing_ms", "itl"},
                           {"chunks", ""},
                           {"attempts", ""},
                           {"cached_reply", ""},
                           {"model_served", ""},
                           {"fingerprint", ""},
                           {"notices", "prompt_cut"},
                           {"notices", "other_model"},
                           {"notices", "no_usage"},
                           {"cost_usd", ""}};
  for (const auto& metric : metrics) list.push_back({"scores", metric});
  return list;
}

Ordered value_in(const Ordered& call, const Column& column) {
  const auto& value = call.at(column.member);
  if (column.inner.empty()) return value;
  return value.is_object() && value.contains(column.inner) ? value.at(column.inner) : Ordered(nullptr);
}

class Csv : public Reporter {
 public:
  void write(const Run& run, std::ostream& out) const override {
    const auto list = columns(metric_names(run));
    write_row(out, list, [](const Column& column) { return text_cell(column.name()); });
    for (const auto& record : run.records) {
      const auto call = call_json(run, record);
      write_row(out, list, [&](const Column& column) { return cell(value_in(call, column)); });
    }
  }

 private:
  template <class Text>
  static void write_row(std::ostream& out, const std::vector<Column>& list, Text text) {
    const char* separator = "";
    for (const auto& column : list) out << separator << text(column), separator = ",";
    out << "\r\n";
  }
};

}  // namespace

std::unique_ptr<Reporter> make_csv(const ReporterOptions&) { return std::make_unique<Csv>(); }

}  // namespace shortlist

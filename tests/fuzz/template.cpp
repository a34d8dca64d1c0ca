// Input: a template, a line "=====", then a row in JSON. Only complaints come out; a strict rendering that meets no gap
// is the loose one.
#include "datasets/check_template.hpp"
#include "datasets/json_row.hpp"
#include "datasets/text_template.hpp"
#include "tests/fuzz/support/fuzz.hpp"

using namespace shortlist;
using namespace shortlist::fuzz;

namespace {

void render(const TextTemplate& text, const ItemRow& row) {
  TemplateTrail trail = text.new_trail();
  std::string strict;
  const auto gap = text.render(row, true, &strict, &trail);
  const std::string loose = text.render_loosely(row);
  require(gap || strict == loose, "without a gap both renderings are the same");
  require(!gap || loose.starts_with(strict), "up to the gap both renderings are the same");
  if (gap) require(!gap->name.empty(), "a gap has a name");
  text.render(row, false, nullptr, &trail);
  text.never_found(trail);
}

void fill(const std::string& text, const ItemRow& row) {
  MetricSpec metric;
  metric.options = {{"a", text}, {"b", {text, {{"c/~1", text}}}}};
  const Json filled = CheckTemplate(metric).fill(row);
  require(filled["a"] == filled["b"][0] && filled["a"] == filled["b"][1]["c/~1"], "a template is filled in everywhere");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = text_of(data, size);
  const std::string text(take_until(rest, "\n=====\n"));
  if (!is_utf8(text)) return 0;
  accepts([&] {
    const TextTemplate parsed = TextTemplate::parse(text, "suite.yaml:1:1");
    const TextFile file = text_file(rest.empty() ? "{}" : rest, "row");
    ItemRow row;
    JsonRowReader reader;
    if (!reader.read(file.text(), row).empty()) return;
    render(parsed, row);
    fill(text, row);
  });
  return 0;
}

#include "datasets/suite_items.hpp"

#include <fmt/format.h>

#include <utility>

#include "datasets/item_ids.hpp"
#include "datasets/row_scan.hpp"
#include "datasets/suite_digest.hpp"
#include "harness/types/error.hpp"

namespace shortlist {
namespace {

ItemRows read_rows(const SuiteFile& suite, const RowSource& source) {
  return source.list ? ItemRows::from_list(*source.list) : ItemRows::read(beside(suite, source.file), source.where);
}

bool is_default(const Prompting& prompting) {
  return !prompting.system && !prompting.messages && !prompting.few_shot;
}

std::string text_of(const Prompting& prompting) {
  Json text = Json::array({nullptr, nullptr, nullptr});
  if (prompting.system) text[0] = *prompting.system;
  if (prompting.few_shot) text[1] = *prompting.few_shot;
  if (prompting.messages) {
    text[2] = Json::array();
    for (const auto& message : *prompting.messages) text[2].push_back({message.role, message.content});
  }
  return text.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

SuiteItems::SuiteItems(SuiteFile file, std::vector<MetricSpec> metrics, std::size_t limit, std::uint64_t seed)
    : file_(std::move(file)), metrics_(std::move(metrics)), id_column_(file_.id ? file_.id->text : "id") {
  for (const auto& metric : metrics_) checks_.emplace_back(metric);
  target_ = file_.target ? TextTemplate::parse(file_.target->text, file_.target->where)
                         : TextTemplate::parse("{{answer}}", file_.path);
  rows_ = read_rows(file_, file_.items);
  if (rows_.size() > UINT32_MAX) throw UserError(fmt::format("{}: more than {} rows", rows_.path(), UINT32_MAX));
  read_shots();
  prompt_.emplace(file_.prompt, Prompting{}, shots_ ? &*shots_ : nullptr, file_.path);
  scan(limit, seed);
  prompt_->load_shots();
  rows_digest_ = rows_digest(rows_, chosen_);
}

void SuiteItems::read_shots() {
  if (!file_.few_shot) return;
  const FewShotSpec& spec = *file_.few_shot;
  shots_.emplace(FewShot{.rows = read_rows(file_, spec.examples),
                         .answer = TextTemplate::parse(spec.answer.text, spec.answer.where),
                         .id_column = id_column_,
                         .where = spec.where});
  shots_->count = spec.count.value_or(shots_->rows.size());
  if (shots_->count > shots_->rows.size())
    throw UserError(fmt::format("{}: count is {}, but {} has {} examples", spec.where, shots_->count,
                                shots_->rows.path(), shots_->rows.size()));
}

void SuiteItems::scan(std::size_t limit, std::uint64_t seed) {
  RowScan rows(rows_);
  for (const auto* text : prompt_->templates()) rows.need(*text, "the prompt");
  for (const auto& check : checks_)
    for (const auto* text : check.templates()) rows.allow(*text);
  if (file_.target) rows.allow(target_);
  for (const auto& tag : file_.tags) rows.allow_column({tag.text, tag.where});
  if (file_.cluster) rows.allow_column({file_.cluster->text, file_.cluster->where});
  rows.ids({id_column_, file_.id ? file_.id->where : ""}, file_.id.has_value());
  rows.run();
  has_ids_ = rows.has_ids();
  std::vector<std::uint64_t> hashes = rows.take_hashes();
  if (limit > 0 && limit < rows_.size()) chosen_ = choose_rows(hashes, limit, seed);
  if (has_ids_) refuse_twins(std::move(hashes));
  if (!shots_) return;
  RowScan examples(shots_->rows);
  examples.need(prompt_->question(), "the prompt");
  examples.need(shots_->answer, "the examples' answer");
  examples.run();
}

void SuiteItems::refuse_twins(std::vector<std::uint64_t> hashes) const {
  ItemReader reader(rows_);
  const auto twins = find_twin_ids(hashes, [&](std::size_t row) { return id_of(reader.read(row), row); });
  if (twins)
    throw UserError(fmt::format("{}: id \"{}\" is already that of line {}", rows_.place(twins->second),
                                id_of(reader.read(twins->second), twins->second), rows_.line(twins->first)));
}

void SuiteItems::scan_overrides(const PromptTemplate& prompt) const {
  const auto overrides = prompt.templates(true);
  if (overrides.empty()) return;
  RowScan rows(rows_);
  for (const auto* text : overrides) rows.need(*text, "the prompt");
  rows.run();
  if (!shots_) return;
  RowScan examples(shots_->rows);
  examples.need(prompt.question(), "the prompt");
  examples.run();
}

void SuiteItems::check(const Prompting& prompting, const std::string& where) const {
  if (is_default(prompting)) return;
  const PromptTemplate prompt(file_.prompt, prompting, shots_ ? &*shots_ : nullptr,
                              fmt::format("{}: suite \"{}\"", where, file_.name));
  scan_overrides(prompt);
}

const PromptTemplate& SuiteItems::prompt_for(const Prompting& prompting) const {
  if (is_default(prompting)) return *prompt_;
  const std::lock_guard lock(guard_);
  auto& prompt = prompts_[text_of(prompting)];
  if (!prompt) {
    auto made = std::make_unique<PromptTemplate>(file_.prompt, prompting, shots_ ? &*shots_ : nullptr, file_.path);
    made->load_shots();
    prompt = std::move(made);
  }
  return *prompt;
}

std::string SuiteItems::id_of(const ItemRow& row, std::size_t at) const {
  return has_ids_ ? std::string(row.cells[row.find(0, id_column_)].text) : std::to_string(at + 1);
}

std::string SuiteItems::id(std::size_t index) const {
  const std::size_t at = row_of(index);
  if (!has_ids_) return std::to_string(at + 1);
  ItemReader reader(rows_);
  return id_of(reader.read(at), at);
}

std::string SuiteItems::cluster(std::size_t index) const {
  if (!file_.cluster) return "";
  const std::size_t at = row_of(index);
  ItemReader reader(rows_);
  return plain_value(rows_, at, reader.read(at), file_.cluster->text);
}

Item SuiteItems::bare_item(std::size_t index) const {
  const std::size_t at = row_of(index);
  ItemReader reader(rows_);
  return bare_item(reader.read(at), at);
}

Item SuiteItems::bare_item(const ItemRow& row, std::size_t at) const {
  Item out;
  out.id = id_of(row, at);
  for (const auto& tag : file_.tags) out.tags.push_back(plain_value(rows_, at, row, tag.text));
  if (file_.cluster) out.cluster = plain_value(rows_, at, row, file_.cluster->text);
  return out;
}

Item SuiteItems::item(std::size_t index, const Prompting& prompting) const {
  const std::size_t at = row_of(index);
  ItemReader reader(rows_);
  const ItemRow& row = reader.read(at);
  Item out = bare_item(row, at);
  out.prompt = prompt_for(prompting).render(rows_, at, row, has_ids_ ? out.id : "");
  out.target = target_.render_loosely(row);
  for (const auto& check : checks_) out.checks.push_back(check.fill(row));
  return out;
}

std::string SuiteItems::asked_digest() const { return shortlist::asked_digest(file_, shots_, rows_digest_); }

std::string SuiteItems::judged_digest() const {
  return shortlist::judged_digest(metrics_, file_.target ? file_.target->text : "{{answer}}", rows_digest_);
}

}  // namespace shortlist

#include "datasets/prompt_template.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/types/error.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

constexpr std::string_view roles[] = {"system", "user", "assistant"};

void check_role(const std::string& role, const std::string& where) {
  if (std::find(std::begin(roles), std::end(roles), role) == std::end(roles))
    throw UserError(fmt::format("{}: unknown role \"{}\"{}", where, role, did_you_mean(role, roles)));
}

std::string rendered(const TextTemplate& text, const ItemRows& rows, std::size_t at, const ItemRow& row) {
  std::string out;
  if (const auto gap = text.render(row, true, &out))
    throw UserError(fmt::format("{}: {} \"{}\", which {} uses", rows.place(at), gap->is_null ? "null in field" : "no field",
                                gap->name, text.where()));
  return out;
}

std::size_t shot_count(const Prompting& prompting, const FewShot* shots, const std::string& where) {
  if (!prompting.few_shot) return shots ? shots->count : 0;
  const std::size_t available = shots ? shots->rows.size() : 0;
  const auto asked = static_cast<std::size_t>(std::max(*prompting.few_shot, 0));
  if (*prompting.few_shot < 0) throw UserError(fmt::format("{}: few_shot must not be negative", where));
  if (asked > available)
    throw UserError(fmt::format("{}: few_shot is {}, but {}", where, asked,
                                shots ? fmt::format("{} has {} examples", shots->rows.path(), available)
                                      : "the suite has no examples"));
  return asked;
}

}  // namespace

PromptTemplate::PromptTemplate(const std::vector<SuiteFile::Turn>& suite, const Prompting& prompting,
                               const FewShot* shots, const std::string& where)
    : count_(shot_count(prompting, shots, where)), shots_(shots) {
  if (prompting.messages) {
    for (std::size_t i = 0; i < prompting.messages->size(); ++i) {
      const Message& message = (*prompting.messages)[i];
      const std::string place = fmt::format("{}: messages[{}]", where, i);
      check_role(message.role, place);
      turns_.push_back({message.role, TextTemplate::parse(message.content, place)});
    }
  } else {
    for (const auto& turn : suite) turns_.push_back({turn.role, TextTemplate::parse(turn.content.text, turn.content.where), true});
  }
  if (prompting.system) override_system(*prompting.system, where + ": system");
  find_question(where);
}

void PromptTemplate::load_shots() {
  if (count_ == 0) return;
  ItemReader reader(shots_->rows);
  for (std::size_t i = 0; i < count_; ++i) first_.push_back(shot(i, reader));
}

void PromptTemplate::override_system(const std::string& text, const std::string& where) {
  const auto is_system = [](const Turn& turn) { return turn.role == "system"; };
  const auto first = std::find_if(turns_.begin(), turns_.end(), is_system);
  if (text.empty()) {
    std::erase_if(turns_, is_system);
  } else if (first != turns_.end()) {
    *first = {"system", TextTemplate::parse(text, where)};
  } else {
    turns_.insert(turns_.begin(), {"system", TextTemplate::parse(text, where)});
  }
}

void PromptTemplate::find_question(const std::string& where) {
  const auto last = std::find_if(turns_.rbegin(), turns_.rend(), [](const Turn& turn) { return turn.role == "user"; });
  if (last == turns_.rend()) throw UserError(fmt::format("{}: no message with the role user", where));
  question_ = static_cast<std::size_t>(turns_.rend() - last) - 1;
}

PromptTemplate::Shot PromptTemplate::shot(std::size_t at, ItemReader& reader) const {
  const ItemRow& row = reader.read(at);
  Shot out{"", rendered(question(), shots_->rows, at, row), rendered(shots_->answer, shots_->rows, at, row)};
  const std::uint32_t id = row.find(0, shots_->id_column);
  if (id != ItemRow::none) append_text(row, id, out.id);
  return out;
}

void PromptTemplate::append_shots(std::string_view id, const std::string& user, std::vector<Message>& out) const {
  std::optional<ItemReader> reader;   // only where an example gives way to one that is not among the first
  std::size_t shown = 0;
  for (std::size_t i = 0; shown < count_ && i < shots_->rows.size(); ++i) {
    if (i >= first_.size() && !reader) reader.emplace(shots_->rows);
    const Shot later = i < first_.size() ? Shot{} : shot(i, *reader);
    const Shot& next = i < first_.size() ? first_[i] : later;
    if (next.user == user || (!id.empty() && next.id == id)) continue;
    out.push_back({"user", next.user});
    out.push_back({"assistant", next.assistant});
    ++shown;
  }
}

std::vector<Message> PromptTemplate::render(const ItemRows& rows, std::size_t at, const ItemRow& row,
                                            std::string_view id) const {
  std::vector<Message> out;
  out.reserve(turns_.size() + 2 * count_);
  for (std::size_t i = 0; i < turns_.size(); ++i) {
    std::string text = rendered(turns_[i].content, rows, at, row);
    if (i == question_ && count_ > 0) append_shots(id, text, out);
    out.push_back({turns_[i].role, std::move(text)});
  }
  return out;
}

std::vector<const TextTemplate*> PromptTemplate::templates(bool only_overrides) const {
  std::vector<const TextTemplate*> out;
  for (const auto& turn : turns_)
    if (!turn.content.is_plain() && !(only_overrides && turn.from_suite)) out.push_back(&turn.content);
  return out;
}

}  // namespace shortlist

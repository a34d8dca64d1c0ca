#pragma once
// The suite's prompt under one candidate's prompting: parsed once, rendered for any row by any thread.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/item_rows.hpp"
#include "datasets/suite_file.hpp"
#include "datasets/text_template.hpp"
#include "harness/types/candidate.hpp"
#include "harness/types/message.hpp"

namespace shortlist {

/// The examples that a prompt may show, in the order of their file.
struct FewShot {
  ItemRows rows;
  TextTemplate answer;
  std::string id_column;
  std::size_t count = 0;     ///< unless a candidate says otherwise
  std::string where;
};

class PromptTemplate {
 public:
  /// Applies the candidate's overrides: `messages` replaces the template, then `system` replaces its first system
  /// message (or is put first), "" drops all of them; `few_shot` replaces the suite's count. Both texts are templates.
  /// `shots` may be null and outlives the template. Throws UserError "WHERE: ..." for what cannot be put together.
  /// The examples are left out until load_shots().
  PromptTemplate(const std::vector<SuiteFile::Turn>& suite, const Prompting& prompting, const FewShot* shots,
                 const std::string& where);
  /// Renders the examples. Throws UserError for one that lacks a field.
  void load_shots();

  /// The messages for one row. The examples stand before the last user message, as a user and an assistant message
  /// each; one that is the item itself (same given id, same rendered text) gives way to the next of the file.
  /// `id` is "" where ids are made up. Throws UserError for a row that lacks a field: only where no scan has looked.
  std::vector<Message> render(const ItemRows& rows, std::size_t at, const ItemRow& row, std::string_view id) const;

  /// Those that name fields; all, or only those that are the candidate's own.
  std::vector<const TextTemplate*> templates(bool only_overrides = false) const;
  /// What an example's user message is rendered from.
  const TextTemplate& question() const { return turns_[question_].content; }

 private:
  struct Turn { std::string role; TextTemplate content; bool from_suite = false; };
  struct Shot { std::string id, user, assistant; };

  void override_system(const std::string& text, const std::string& where);
  void find_question(const std::string& where);
  Shot shot(std::size_t row, ItemReader& reader) const;
  void append_shots(std::string_view id, const std::string& user, std::vector<Message>& out) const;

  std::vector<Turn> turns_;
  std::size_t question_ = 0;      // the last user turn
  std::size_t count_ = 0;
  const FewShot* shots_;
  std::vector<Shot> first_;       // the first `count_` examples
};

}  // namespace shortlist

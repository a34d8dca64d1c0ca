#pragma once
// Which of several choices an answer names. Pure; any thread; time linear in the answer.
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shortlist {

/// What there is to choose from: labels ("A", "B", ...) and, where known, the option that stands behind each.
struct Choices {
  std::vector<std::string> labels;
  std::vector<std::string> texts;  ///< as many as labels, or none

  std::string name(std::size_t index) const;  ///< for reasons: B or B (Paris)
};

/// The choices that the answer names; one if it can be told. In this order:
///   1. the answer is nothing but a label or an option;
///   2. a phrase says so ("the answer is B", "B est la bonne réponse", "정답은 B입니다", \boxed{B}): the last
///   one,
///      since models correct themselves;
///   3. labels and options named anywhere: a label as a capital of its own ("B", "B번", not the article "A")
///   or marked
///      ("(b)", "b)" at the start), an option as whole words, the longest first. "not B" names nothing.
std::set<std::size_t> named_choices(std::string_view answer, const Choices& choices);

}  // namespace shortlist

#include "tests/unit/score/support.hpp"

namespace shortlist::test {
namespace {

const Json cities{{"target", "B"}, {"options", {"London", "Paris", "Rome", "Paris, Texas"}}};
const Json letter{{"target", "B"}};
const Json labels{{"target", "neutral"}, {"options", {"entailment", "neutral", "contradiction"}}};
const Json yes_no{{"target", "yes"}, {"options", {"yes", "no"}}};
const Json vitamins{{"target", "A"}, {"options", {"Vitamin B", "Vitamin A"}}};
const Json korean{{"target", "서울"}, {"options", {"부산", "서울", "대구"}}};

TEST(Choice, English) {
  const Row rows[] = {
      {"letter", letter, "B", Want::right},
      {"small letter", letter, "b", Want::right},
      {"brackets", letter, "(b)", Want::right},
      {"bold", letter, "**B**", Want::right},
      {"dot", letter, "B.", Want::right},
      {"phrase", letter, "The answer is B.", Want::right},
      {"phrase, small", letter, "the answer is b", Want::right},
      {"phrase, bold", letter, "The correct answer is **(B)**, because A is false and C too.", Want::right},
      {"phrase with object", letter, "The answer to the second question is B", Want::right},
      {"label before a colon", letter, "Answer: B", Want::right},
      {"choose", letter, "After some thought I'd go with B. A was close.", Want::right},
      {"confirmed", letter, "A seems right, but B is the correct answer.", Want::right},
      {"boxed", letter, "So A fails. $\\boxed{B}$", Want::right},
      {"boxed text", letter, "\\boxed{\\text{B}}", Want::right},
      {"corrects itself", letter, "The answer is A. Wait, no: the answer is B.", Want::right},
      {"corrects itself wrongly", letter, "The answer is B. No, the answer is A.", Want::wrong},
      {"article", letter, "A good guess would be B", Want::right},
      {"pronoun", letter, "I believe B", Want::right},
      {"contraction", letter, "I'd say B", Want::right},
      {"for example", letter, "E.g. for this, B", Want::right},
      {"word with the letter", letter, "Because", Want::unparsable},
      {"two letters", letter, "A or B", Want::unparsable},
      {"two letters, comma", letter, "A, B", Want::unparsable},
      {"neither", letter, "Neither A nor B", Want::unparsable},
      {"not one", letter, "not A but B", Want::right},
      {"wrong letter", letter, "C", Want::wrong},
      {"nothing", letter, "I do not know", Want::unparsable},
      {"empty", letter, "", Want::unparsable},
      {"letter beyond J", {{"target", "X"}}, "X", Want::right},
      {"announced article", {{"target", "A"}}, "the answer is a matter of taste", Want::unparsable},
      {"announced A", {{"target", "A"}}, "The answer is A because it fits", Want::right},
      {"letter and option", cities, "B) Paris", Want::right},
      {"letter dot option", cities, "B. Paris", Want::right},
      {"option", cities, "Paris", Want::right},
      {"option in a phrase", cities, "Answer: Paris", Want::right},
      {"option in a sentence", cities, "I would say it is paris.", Want::right},
      {"longest option", cities, "Paris, Texas", Want::wrong},
      {"letter against option", cities, "B) London", Want::unparsable},
      {"two options", cities, "Paris or Rome", Want::unparsable},
      {"all options repeated", cities, "A) London B) Paris C) Rome", Want::unparsable},
      {"all options, then the answer", cities, "A) London B) Paris C) Rome. The answer is B.", Want::right},
      {"not this option", cities, "It is not London, it is Paris", Want::right},
      {"class", labels, "Neutral.", Want::right},
      {"class in a word", labels, "neutrality", Want::unparsable},
      {"class in a sentence", labels, "The label is entailment.", Want::wrong},
      {"yes", yes_no, "Yes, it is.", Want::right},
      {"no is not in not", yes_no, "yes, why not", Want::right},
      {"letter in an option", vitamins, "It is vitamin B", Want::right},
      {"letters as options in another order", {{"target", "A"}, {"options", {"B", "A"}}}, "A", Want::right},
      {"numbers as labels", {{"target", "2"}, {"labels", {"1", "2", "3"}}}, "I choose 2.", Want::right},
      {"circled number", {{"target", "2"}, {"labels", {"1", "2", "3"}}}, "②", Want::right},
      {"several right ones", {{"target", {"A", "B"}}}, "B", Want::right},
      {"options as JSON text", {{"target", "Paris"}, {"options", R"(["London","Paris"])"}}, "B", Want::right},
      {"negated", {{"target", "A"}, {"negate", true}}, "B", Want::right},
      {"negated and silent", {{"target", "A"}, {"negate", true}}, "hmm", Want::unparsable},
      {"no target", {{"target", ""}}, "B", Want::absent},
  };
  check_rows("choice", rows);
}

TEST(Choice, Korean) {
  const Row rows[] = {
      {"polite", letter, "정답은 B입니다", Want::right},
      {"number word", letter, "정답은 B번입니다.", Want::right},
      {"label", letter, "정답: B", Want::right},
      {"short", letter, "답: (B)", Want::right},
      {"confirmed", letter, "A는 틀렸고 B가 정답입니다.", Want::right},
      {"bare with particle", letter, "B번", Want::right},
      {"two", letter, "A 또는 B", Want::unparsable},
      {"option with particle", korean, "한국의 수도는 서울입니다.", Want::right},
      {"option announced", korean, "정답은 서울이고 부산은 아닙니다", Want::right},
      {"wrong option", korean, "부산", Want::wrong},
      {"option decomposed", korean, "\u1109\u1165\u110b\u116e\u11af", Want::right},
      {"Korean labels", {{"target", "나"}, {"labels", {"가", "나", "다"}}}, "(나)", Want::right},
      {"nothing", korean, "모르겠습니다", Want::unparsable},
  };
  check_rows("choice", rows);
}

TEST(Choice, French) {
  const Json seasons{{"target", "l'été"}, {"options", {"l’hiver", "l’été"}}};
  const Row rows[] = {
      {"phrase", letter, "La réponse est B", Want::right},
      {"correct", letter, "La réponse correcte est : B)", Want::right},
      {"label", letter, "Réponse : B", Want::right},
      {"capitals", letter, "RÉPONSE : B", Want::right},
      {"choice", letter, "Je choisis B, car A est faux.", Want::right},
      {"confirmed", letter, "A est tentant, mais B est la bonne réponse.", Want::right},
      {"it is", letter, "C'est B", Want::right},
      {"elision", letter, "D'après moi, B", Want::right},
      {"two", letter, "A ou B", Want::unparsable},
      {"not this", letter, "Ce n'est pas A, c'est B", Want::right},
      {"option, other apostrophe", seasons, "C'est l'été !", Want::right},
      {"option wrong", seasons, "L'hiver.", Want::wrong},
  };
  check_rows("choice", rows);
}

TEST(Choice, BrokenReferenceIsNotJudged) {
  EXPECT_EQ(verdict(judge_rendered("choice", {{"target", "{{t}}"}}, {{"target", "Berlin"}, {"options", {"Rome", "Paris"}}}, "A")), Want::not_judged);
  EXPECT_EQ(verdict(judge("choice", {{"target", "A"}, {"options", {"x", "y"}}, {"labels", {"A"}}}, "A")), Want::not_judged);
}

TEST(Choice, ReasonsNameWhatWasChosen) {
  EXPECT_EQ(judge("choice", cities, "C")->reason, "expected \"B (Paris)\", chose \"C (Rome)\"");
  EXPECT_EQ(judge("choice", letter, "A or B")->reason, "names \"A and B\"");
}

}  // namespace
}  // namespace shortlist::test

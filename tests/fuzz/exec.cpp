// Input: what happens in a conversation of the exec protocol, a line each:
//   ask | cancel N | written N | wait MS | start | lost     from our side
//   anything else                                           a line of the program's output
// Every call is answered exactly once, whatever the program says.
#include <charconv>

#include "backends/exec_message.hpp"
#include "backends/exec_talk.hpp"
#include "tests/fuzz/support/fuzz.hpp"

using namespace shortlist;
using namespace shortlist::fuzz;

namespace {

const Failure gone{FailureKind::network, "the program is gone", {}};

class Conversation {
 public:
  void happens(std::string_view line) {
    std::string_view rest = line;
    const std::string_view what = take_until(rest, " ");
    if (what == "ask") ask();
    else if (what == "cancel") talk_.cancel({0, 0, number(rest), 0}, now_);
    else if (what == "written") talk_.written(std::min<std::size_t>(number(rest), talk_.output().size()), now_);
    else if (what == "wait") wait(number(rest));
    else if (what == "start") talk_.started(now_);
    else if (what == "lost") talk_.lost(gone);
    else if (!talk_.line(line, now_)) break_off();
    hand_over();
  }

  void end() {
    talk_.hopeless(gone);
    hand_over();
    require(talk_.idle() && !talk_.next_tick(), "nothing is left of the conversation");
    for (const int count : answers_) require(count == 1, "each call is answered once");
  }

 private:
  static std::uint32_t number(std::string_view text) {
    std::uint32_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }

  void ask() {
    const auto index = static_cast<std::uint32_t>(answers_.size());
    answers_.push_back(0);
    Item item;
    item.id = std::to_string(index);
    item.prompt = {{"user", "1 + 1?"}};
    talk_.ask({{0, 0, index, 0}, exec_request({}, item, 0), std::chrono::seconds(1), [this, index](Reply reply) {
                 ++answers_[index];
                 check(reply);
               }});
  }

  void wait(std::uint32_t ms) {
    now_ += std::chrono::milliseconds(ms);
    if (!talk_.tick(now_)) break_off();
  }

  void break_off() {
    require(!talk_.broken().empty() && talk_.broken().find('\n') == std::string::npos, "it says how it broke");
    talk_.lost(gone);
  }

  void hand_over() {
    for (auto& [done, reply] : talk_.take_replies()) done(std::move(reply));
    const std::string& out = talk_.output();
    require(out.empty() || out.back() == '\n', "whole lines are written");
  }

  static void check(const Reply& reply) {
    if (const auto* failure = std::get_if<Failure>(&reply.result)) {
      require(failure->retry_after.value_or(Duration{}) >= Duration{}, "no wait is negative");
      return;
    }
    const auto& usage = std::get<Completion>(reply.result).usage;
    if (!usage) return;
    for (const auto& count : {usage->input, usage->cached_input, usage->output, usage->reasoning})
      require(count.value_or(0) >= 0, "a count is 0 or more");
  }

  ExecTalk talk_{ExecLimits{.line_bytes = 4096, .waiting_calls = 8}};
  Instant now_{};
  std::vector<int> answers_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Conversation conversation;
  for (std::string_view rest = text_of(data, size); !rest.empty();) conversation.happens(take_line(rest));
  conversation.end();
  return 0;
}

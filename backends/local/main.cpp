// shortlist-llama: one GGUF model behind the exec protocol (backends/README.md). Started by the `local`
// backend.
//
// Two threads: this one works at the requests in order; the other reads them, so that a cancel is seen in the
// middle of an answer. When the input ends, so does the program: it never outlives the one that asked.
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <thread>

#include "backends/local/engine.hpp"
#include "backends/local/machine.hpp"
#include "backends/local/request_queue.hpp"

namespace shortlist::local {
namespace {

constexpr const char* protocol = "shortlist.exec/1";

std::string fixed(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

/// Fills `facts` with what the machine was doing while the model was loaded, and warns when that spoils
/// latencies.
void judge_machine(Json& facts, const CpuTimes& start, int threads) {
  const CpuTimes now = cpu_times();
  const double cores = usable_cores(), others = std::min(busy_elsewhere(start, now), cores);
  facts["load_ms"] = fixed((now.wall - start.wall) * 1000, 0);
  facts["load_average"] = fixed(load_average(), 2);
  facts["cores"] = std::to_string(usable_cores());
  facts["busy_elsewhere"] = fixed(others, 2);
  const std::string free = fixed(cores - others, 1) + " of " + fixed(cores, 0) + " cores were free";
  if (threads > cores)
    facts["warning.threads"] = std::to_string(threads) + " threads asked for, there are " + fixed(cores, 0) +
                               " cores: answers are slower than this machine allows";
  else if (threads > cores - others + 0.25)
    facts["warning.threads"] = std::to_string(threads) + " threads asked for, " + free +
                               " when the model was loaded: latencies are longer than on an idle machine";
}

Json usage(const TokenCounts& tokens) {
  return {{"input", tokens.input}, {"cached", tokens.cached}, {"output", tokens.output}};
}

struct Worker {
  Engine& engine;
  Output& out;
  std::int64_t id;
  const std::atomic<bool>& cancelled;

  void fail(const Trouble& trouble) {
    out.line({{"id", id}, {"event", "error"}, {"kind", trouble.kind}, {"detail", trouble.detail}});
  }
  void operator()(const Generate& request) {
    const auto start = std::chrono::steady_clock::now();
    const CpuTimes before = cpu_times();
    auto result = engine.generate(request, cancelled, [&](const std::string& piece) {
      const std::chrono::duration<double, std::milli> t = std::chrono::steady_clock::now() - start;
      out.line({{"id", id}, {"event", "token"}, {"text", piece}, {"t_ms", t.count()}});
    });
    if (auto* trouble = std::get_if<Trouble>(&result)) return fail(*trouble);
    const Generated& answer = std::get<Generated>(result);
    out.line({{"id", id},
              {"event", "done"},
              {"text", answer.text},
              {"finish", answer.finish},
              {"usage", usage(answer.tokens)},
              {"timing",
               {{"prompt_ms", answer.prompt_ms},
                {"answer_ms", answer.answer_ms},
                {"busy_elsewhere", busy_elsewhere(before, cpu_times())}}}});
  }
  void operator()(const Loglikelihood& request) {
    auto result = engine.weigh(request, cancelled);
    if (auto* trouble = std::get_if<Trouble>(&result)) return fail(*trouble);
    const Weighed& weighed = std::get<Weighed>(result);
    out.line({{"id", id},
              {"event", "done"},
              {"logprob", weighed.logprob},
              {"tokens", weighed.tokens.output},
              {"usage", usage(weighed.tokens)},
              {"timing", {{"prompt_ms", weighed.prompt_ms}}}});
  }
  void operator()(const Cancel&) {}
};

void read_requests(RequestQueue& queue, Output& out) {
  for (std::string line; std::getline(std::cin, line);) {
    auto parsed = parse_request(line);
    if (auto* request = std::get_if<Request>(&parsed)) {
      queue.push(std::move(*request));
      continue;
    }
    const auto& wrong = std::get<Misunderstood>(parsed);
    Json event{{"event", "error"}, {"kind", "bad_request"}, {"detail", wrong.detail}};
    if (wrong.id) event["id"] = *wrong.id;
    out.line(event);
  }
  std::_Exit(0);  // nobody asks any more: whatever is being written has no reader
}

int serve(const Arguments& arguments, Output& out) {
  const CpuTimes start = cpu_times();
  auto loaded = Engine::load(arguments);
  if (auto* why = std::get_if<std::string>(&loaded)) {
    out.line({{"protocol", protocol}, {"error", {{"kind", "bad_request"}, {"detail", *why}}}});
    return 1;
  }
  Engine& engine = *std::get<std::unique_ptr<Engine>>(loaded);
  Json facts = engine.facts();
  judge_machine(facts, start, arguments.threads);
  out.line({{"protocol", protocol}, {"parallel", 1}, {"facts", facts}});
  RequestQueue queue;
  std::thread reader(read_requests, std::ref(queue), std::ref(out));
  reader.detach();
  while (!out.closed()) {
    const RequestQueue::Job job = queue.pop();
    std::visit(Worker{engine, out, job.request.id, *job.cancelled}, job.request.what);
    queue.finished(job.request.id);
  }
  return 1;
}

}  // namespace
}  // namespace shortlist::local

int main(int count, char** words) {
  using namespace shortlist::local;
  std::signal(SIGPIPE, SIG_IGN);
  Output out(fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3));
  dup2(STDERR_FILENO, STDOUT_FILENO);  // what a library prints must not get between the lines
  auto parsed = parse_arguments({words + 1, static_cast<std::size_t>(count - 1)});
  if (auto* why = std::get_if<std::string>(&parsed)) {
    std::fprintf(stderr, "shortlist-llama: %s\n", why->c_str());
    out.line({{"protocol", protocol}, {"error", {{"kind", "bad_request"}, {"detail", *why}}}});
    return 2;
  }
  const int code = serve(std::get<Arguments>(parsed), out);
  std::fflush(stderr);
  std::_Exit(code);  // the reading thread may still be using what exit() would destroy
}

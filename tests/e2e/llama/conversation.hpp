#pragma once
// A plain conversation with shortlist-llama, line by line: what the backends do not ask of it can be asked
// here.
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "backends/process.hpp"
#include "harness/types/json.hpp"
#include "harness/types/message.hpp"

namespace shortlist {

constexpr const char* smollm2 = "SmolLM2-135M-Instruct.Q4_1.gguf";
constexpr const char* gemma3 = "gemma-3-270m-q4_k_m.gguf";
inline std::string helper_program() { return BINARY_DIR "/bin/shortlist-llama"; }
inline std::string model_folder() { return SOURCE_DIR "/.deps/models"; }
inline std::string model_file(const std::string& name) { return model_folder() + "/" + name; }

class Conversation {
 public:
  explicit Conversation(const std::string& model, std::vector<std::string> more = {}) {
    std::vector<std::string> words{helper_program(), "--model", model_file(model)};
    words.insert(words.end(), more.begin(), more.end());
    process_ = std::move(std::get<std::unique_ptr<Process>>(Process::start({words, "", {}})));
    hello_ = next();
  }
  const Json& hello() const { return hello_; }
  /// The last event of the request; the texts of its tokens are in streamed().
  Json ask(Json request) {
    request["id"] = ++id_;
    send(request.dump());
    streamed_.clear();
    for (;;) {
      const Json line = next();
      if (line.value("event", "") != "token") return line;
      streamed_.push_back(line["text"]);
    }
  }
  Json generate(const std::vector<Message>& messages, const Json& sampling = Json::object()) {
    return ask({{"op", "generate"}, {"messages", json(messages)}, {"sampling", sampling}});
  }
  Json weigh(const std::vector<Message>& messages, const std::string& continuation) {
    return ask({{"op", "loglikelihood"}, {"messages", json(messages)}, {"continuation", continuation}});
  }
  void send(const std::string& line) {
    const std::string bytes = line + "\n";
    ASSERT_EQ(write(process_->input(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  Json next() {
    for (std::size_t end; (end = unread_.find('\n')) == std::string::npos;) {
      pollfd ready{process_->output(), POLLIN, 0};
      char block[4096];
      if (poll(&ready, 1, 300'000) <= 0) return {{"event", "TEST: nothing came"}};
      const ssize_t n = read(process_->output(), block, sizeof block);
      if (n <= 0) return {{"event", "TEST: it ended"}};
      unread_.append(block, static_cast<std::size_t>(n));
    }
    const std::string line = unread_.substr(0, unread_.find('\n'));
    unread_.erase(0, line.size() + 1);
    return Json::parse(line);
  }
  const std::vector<std::string>& streamed() const { return streamed_; }

 private:
  static Json json(const std::vector<Message>& messages) {
    Json list = Json::array();
    for (const Message& message : messages)
      list.push_back({{"role", message.role}, {"content", message.content}});
    return list;
  }
  std::unique_ptr<Process> process_;
  Json hello_;
  std::string unread_;
  std::vector<std::string> streamed_;
  int id_ = 0;
};

}  // namespace shortlist

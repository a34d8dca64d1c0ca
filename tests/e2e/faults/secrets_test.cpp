// Where a key may go: to its own target, and nowhere else.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <sys/stat.h>

#include "tests/e2e/faults/fault_case.hpp"

namespace shortlist::test::faults {
namespace {

namespace fs = std::filesystem;

const std::string odd_key = "sk+canary/5a=9 b&c";  // differs when it is URL-encoded

std::string base64(const std::string& text) {
  std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string url_encoded(const std::string& text) {
  std::string out;
  for (const unsigned char c : text)
    out += std::isalnum(c) || c == '-' ? std::string(1, static_cast<char>(c)) : fmt::format("%{:02X}", c);
  return out;
}

/// Everything that was written or shown, by name.
std::map<std::string, std::string> all_that_is_kept(const Sandbox& box, const Finished& done) {
  std::map<std::string, std::string> kept{{"standard output", done.out}, {"standard error", done.err}};
  kept["export"] = box.run({"export"}).out;
  kept["report"] = box.run({"report"}).out;
  for (const auto& entry : fs::recursive_directory_iterator(box.path()))
    if (entry.is_regular_file() && entry.path().filename() != "shortlist.yaml")
      kept[entry.path().string()] = file_text(entry.path());
  return kept;
}

void expect_nowhere(const std::map<std::string, std::string>& kept, const std::string& secret) {
  for (const auto& [place, text] : kept)
    EXPECT_EQ(text.find(secret), std::string::npos) << secret << " is in " << place;
}

/// A server that repeats the key in every way, in every place where it might be quoted.
Conduct echo(const std::string& said) {
  return [said](const Ask& ask, Peer& peer) {
    const std::string header = fmt::format("Content-Type: application/json\r\nx-request-id: {}\r\n", said);
    switch (ask.number % 4) {
      case 0:
        return static_cast<void>(peer.send(http_reply(
            400, header, fmt::format(R"({{"error":{{"message":"bad key {}","code":"{}"}}}})", said, said))));
      case 1:
        return static_cast<void>(
            peer.send(http_reply(502, "Content-Type: text/html\r\n", "<p>" + said + "</p>")));
      case 2:
        return static_cast<void>(peer.send(http_reply(200, "Content-Type: text/plain\r\n", said)));
      default:
        peer.send(stream_head() + chunk_of(event_of(fmt::format(R"({{"error":{{"message":"{}"}}}})", said))) +
                  "0\r\n\r\n");
    }
  };
}

TEST(FaultsSecrets, AnEchoedKeyIsNowhere) {
  for (const std::string& said : {odd_key, base64(odd_key), url_encoded(odd_key)}) {
    SCOPED_TRACE(said);
    const RawServer server(echo(said));
    const Sandbox box;
    write_suite(box, 4);
    write_plan(box, {.lane = "attempts: 1, concurrency: 1"}, server.endpoint());
    const Finished done =
        box.run({"run", "-o", "a.json", "-o", "a.html", "-o", "a.csv"}, {{"MY_KEY", odd_key}});
    EXPECT_EQ(done.code, 4) << done.err;
    EXPECT_EQ(server.asks().size(), 4u);
    EXPECT_NE(server.asks()[0].head.find("Bearer " + odd_key), std::string::npos) << server.asks()[0].head;
    expect_nowhere(all_that_is_kept(box, done), said);
  }
}

TEST(FaultsSecrets, TheRunIsItsOwnersAlone) {
  const loopback::Server server;
  const Sandbox box;
  write_suite(box, 1);
  write_plan(box, {}, server.endpoint());
  Launch open = box.launch({"run", "-q"}, {{"MY_KEY", canary}});
  open.prepare = [] { umask(0); };
  ASSERT_EQ(run_program(open).code, 0);
  EXPECT_EQ(fs::status(box.run_folder()).permissions() & fs::perms::all, fs::perms::owner_all);
}

TEST(FaultsSecrets, APasswordInTheEndpointIsMasked) {
  const RawServer server(echo("no"));
  const Sandbox box;
  write_suite(box, 4);
  write_plan(box, {.lane = "attempts: 1, concurrency: 1"},
             fmt::format("http://me:pass-canary@127.0.0.1:{}/v1", server.port()));
  const Finished done = box.run({"run", "-o", "a.json", "-o", "a.html"}, {{"MY_KEY", canary}});
  EXPECT_TRUE(done.code == 4 || done.code == 2) << done.err;  // refused, or used and never shown
  expect_nowhere(all_that_is_kept(box, done), "pass-canary");
}

TEST(FaultsSecrets, EachKeyGoesToItsOwnTarget) {
  const loopback::Server a, b;
  const Sandbox box;
  write_suite(box, 5);
  const auto candidate = [](const char* name, const std::string& endpoint) {
    return fmt::format(
        "  - {{name: {0}, backend: openai, endpoint: \"{1}\", model: m, api_key_env: KEY_{0}}}\n", name,
        endpoint);
  };
  box.write(
      "shortlist.yaml",
      "version: 1\nname: two\nstages: [race: {mode: full}]\nsuites: [file: echo.yaml]\ncandidates:\n" + candidate("A", a.endpoint()) +
          candidate("B", b.endpoint()) +
          fmt::format("  - {{name: none, backend: openai, endpoint: \"{}\", model: n}}\n", b.endpoint()));
  const Finished done =
      box.run({"run", "-q"}, {{"KEY_A", "canary-a"}, {"KEY_B", "canary-b"}, {"OPENAI_API_KEY", ""}});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(a.requests(), 5u);
  EXPECT_EQ(b.requests(), 10u);
  for (const auto& entry : a.log()) EXPECT_EQ(entry.head.find("canary-b"), std::string::npos);
  for (const auto& entry : b.log()) {
    EXPECT_EQ(entry.head.find("canary-a"), std::string::npos);
    EXPECT_EQ(entry.head.find("canary-b") != std::string::npos, entry.model == "m");
  }
}

}  // namespace
}  // namespace shortlist::test::faults

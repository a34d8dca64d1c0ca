// TLS in front of the server: what cannot be trusted is not spoken to.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/e2e/faults/certificates.hpp"
#include "tests/e2e/faults/fault_case.hpp"

namespace shortlist::test::faults {
namespace {

struct TlsRow {
  const char* name;
  CertificateWish wish;
};

const TlsRow bad_rows[] = {
    {"self-signed", {.self_signed = true}},
    {"other-host", {.names = "DNS:other.example"}},
    {"expired", {.from_s = -7200, .until_s = -3600}},
    {"not-yet-valid", {.from_s = 3600}},
};

Finished ask_over(const TlsFront& front, const Sandbox& box, const std::string& options,
                  std::map<std::string, std::string> environment = {}) {
  write_suite(box, 3);
  FaultCase row{.items = 3, .options = options.c_str(), .lane = "attempts: 1, timeout_s: 20, concurrency: 1"};
  write_plan(box, row, front.endpoint());
  environment["MY_KEY"] = canary;
  return box.run({"run", "-q"}, environment);
}

void expect_refused(const Sandbox& box, const Finished& done, const loopback::Server& server) {
  EXPECT_EQ(done.code, 4) << done.err;
  EXPECT_EQ(server.requests(), 0u) << "the key was sent to whom nobody knows";
  for (const Record& record : stored(box)) {
    ASSERT_TRUE(failure(record.outcome));
    EXPECT_EQ(name_of(failure(record.outcome)->kind), "network");
    EXPECT_NE(failure(record.outcome)->detail.find("certificate"), std::string::npos)
        << failure(record.outcome)->detail;
  }
}

TEST(FaultsTls, CertificatesThatAreNotAccepted) {
  if (!nginx_is_there()) GTEST_SKIP() << "needs nginx (Debian: nginx-light)";
  for (const TlsRow& row : bad_rows) {
    SCOPED_TRACE(row.name);
    const loopback::Server server;
    const TemporaryFolder folder;
    Authority(folder.path()).make(row.name, row.wish);
    const TlsFront front(folder.path(), row.name, server.port());
    const Sandbox box;
    expect_refused(box, ask_over(front, box, ""), server);
  }
}

TEST(FaultsTls, NoVariableSwitchesTheCheckOff) {
  if (!nginx_is_there()) GTEST_SKIP() << "needs nginx (Debian: nginx-light)";
  const loopback::Server server;
  const TemporaryFolder folder;
  const Authority authority(folder.path());
  authority.make("server", {});
  const TlsFront front(folder.path(), "server", server.port());
  const Sandbox box;
  const Finished done = ask_over(front, box, "",
                                 {{"CURL_INSECURE", "1"},
                                  {"SSL_NO_VERIFY", "1"},
                                  {"PYTHONHTTPSVERIFY", "0"},
                                  {"NODE_TLS_REJECT_UNAUTHORIZED", "0"}});
  expect_refused(box, done, server);
}

/// With the authority's file only what it signed, for this host and this day, is trusted.
TEST(FaultsTls, ACaFileMakesItTrusted) {
  if (!nginx_is_there()) GTEST_SKIP() << "needs nginx (Debian: nginx-light)";
  const TemporaryFolder folder;
  const Authority authority(folder.path());
  const std::string option = fmt::format("ca_file: \"{}\"", authority.file());
  authority.make("sound", {});
  {
    const loopback::Server server;
    const TlsFront front(folder.path(), "sound", server.port());
    const Sandbox box;
    const Finished done = ask_over(front, box, option);
    EXPECT_EQ(done.code, 0) << done.err;
    EXPECT_EQ(server.requests(), 3u);
  }
  for (const TlsRow& row : bad_rows) {
    SCOPED_TRACE(row.name);
    const loopback::Server server;
    authority.make(row.name, row.wish);
    const TlsFront front(folder.path(), row.name, server.port());
    const Sandbox box;
    expect_refused(box, ask_over(front, box, option), server);
  }
}

/// The scheme and the port do not fit together: the complaint says which would.
TEST(FaultsTls, TheOtherSchemeIsNamed) {
  const RawServer server([](const Ask&, Peer& peer) {  // as servers answer what is no HTTP
    peer.send(http_reply(400, "Connection: close\r\n", "Bad Request"));
    peer.close();
  });
  const Sandbox box;
  write_suite(box, 3);
  const FaultCase row{.items = 3, .lane = "attempts: 1, timeout_s: 20, concurrency: 1"};
  write_plan(box, row, "https" + server.endpoint().substr(4));
  EXPECT_EQ(box.run({"run", "-q"}, {{"MY_KEY", canary}}).code, 4);
  EXPECT_FALSE(server.asks().empty());
  for (const Ask& ask : server.asks()) EXPECT_EQ(ask.head.find(canary), std::string::npos);
  const std::string detail = failure(stored(box).at(0).outcome)->detail;
  EXPECT_NE(detail.find("plain HTTP: " + server.endpoint() + "/chat/completions?"), std::string::npos) << detail;
}

/// nginx answers in HTTP and says it itself; others end the connection.
TEST(FaultsTls, PlainHttpOnAPortOfTlsIsCalledThat) {
  if (!nginx_is_there()) GTEST_SKIP() << "needs nginx (Debian: nginx-light)";
  const loopback::Server server;
  const TemporaryFolder folder;
  Authority(folder.path()).make("server", {.self_signed = true});
  const TlsFront front(folder.path(), "server", server.port());
  const Sandbox box;
  write_suite(box, 3);
  const FaultCase row{.items = 3, .lane = "attempts: 1, timeout_s: 20, concurrency: 1"};
  write_plan(box, row, "http" + front.endpoint().substr(5));
  EXPECT_EQ(box.run({"run", "-q"}, {{"MY_KEY", canary}}).code, 4);
  const std::string detail = failure(stored(box).at(0).outcome)->detail;
  EXPECT_NE(detail.find("plain HTTP request was sent to HTTPS port"), std::string::npos) << detail;
}

/// The complaint says what to do about it.
TEST(FaultsTls, TheComplaintNamesTheWayOut) {
  if (!nginx_is_there()) GTEST_SKIP() << "needs nginx (Debian: nginx-light)";
  const loopback::Server server;
  const TemporaryFolder folder;
  Authority(folder.path()).make("server", {.self_signed = true});
  const TlsFront front(folder.path(), "server", server.port());
  const Sandbox box;
  ask_over(front, box, "");
  EXPECT_NE(failure(stored(box).at(0).outcome)->detail.find("ca_file"), std::string::npos)
      << failure(stored(box)[0].outcome)->detail;
}

}  // namespace
}  // namespace shortlist::test::faults

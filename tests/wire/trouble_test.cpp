// What libcurl reports, in words that name the way out.
#include "backends/http/trouble.hpp"

#include <gtest/gtest.h>

namespace shortlist {
namespace {

struct Row {
  const char* name;
  const char* url;
  CURLcode code;
  const char* text;
  bool connected;
  std::size_t bytes;
  const char* ends;   ///< of the detail
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

const Row rows[] = {
    {"tls_asked_of_plain_http", "https://h:1/v1", CURLE_SSL_CONNECT_ERROR,
     "OpenSSL/3.0.22: error:0A00010B:SSL routines::wrong version number", false, 0,
     "wrong version number; the server there speaks plain HTTP: http://h:1/v1?"},
    {"tls_refused_for_another_reason", "https://h:1/v1", CURLE_SSL_CONNECT_ERROR, "no shared cipher", false, 0,
     "no shared cipher"},
    {"closed_at_once", "http://h:1/v1", CURLE_GOT_NOTHING, "Empty reply from server", true, 0,
     "Empty reply from server; if the server there speaks TLS: https://h:1/v1"},
    {"reset_at_once", "http://h:1/v1", CURLE_RECV_ERROR, "Recv failure: Connection reset by peer", true, 0,
     "by peer; if the server there speaks TLS: https://h:1/v1"},
    {"an_alert_is_no_http", "http://h:1/v1", CURLE_UNSUPPORTED_PROTOCOL, "Received HTTP/0.9 when not allowed", true, 0,
     "not allowed; if the server there speaks TLS: https://h:1/v1"},
    {"closed_by_one_who_speaks_tls", "https://h:1/v1", CURLE_GOT_NOTHING, "Empty reply from server", true, 0,
     "Empty reply from server"},
    {"reset_within_an_answer", "http://h:1/v1", CURLE_RECV_ERROR, "reset", true, 10, "after 10 bytes of the answer: reset"},
    {"never_connected", "http://h:1/v1", CURLE_COULDNT_CONNECT, "Connection refused", false, 0, "Connection refused"},
};

class Trouble : public testing::TestWithParam<Row> {};

TEST_P(Trouble, NamesTheOtherSchemeWhereItMayBeMeant) {
  const Row& row = GetParam();
  const Url url = parse_url(row.url).value();
  const auto detail = wire_failure({row.code, row.text, url, "", row.connected, row.bytes, {}, {}}).detail;
  EXPECT_TRUE(detail.ends_with(row.ends)) << detail;
}

INSTANTIATE_TEST_SUITE_P(Rows, Trouble, testing::ValuesIn(rows), [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace shortlist

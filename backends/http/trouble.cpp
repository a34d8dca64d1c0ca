#include "backends/http/trouble.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "backends/http/text.hpp"

namespace shortlist {
namespace {

struct TroubleRow { CURLcode code; FailureKind kind; const char* what; };
/// What is not in it is `network`.
constexpr TroubleRow trouble_rows[] = {
    {CURLE_URL_MALFORMAT, FailureKind::bad_request, "the URL cannot be used"},
    {CURLE_COULDNT_RESOLVE_PROXY, FailureKind::network, "the proxy's name cannot be resolved"},
    {CURLE_COULDNT_RESOLVE_HOST, FailureKind::network, "the host's name cannot be resolved"},
    {CURLE_COULDNT_CONNECT, FailureKind::network, "no connection"},
    {CURLE_WEIRD_SERVER_REPLY, FailureKind::protocol, "the server does not speak HTTP"},
    {CURLE_UNSUPPORTED_PROTOCOL, FailureKind::protocol, "the server does not speak HTTP/1.1"},
    {CURLE_GOT_NOTHING, FailureKind::network, "the server closed the connection without an answer"},
    {CURLE_BAD_CONTENT_ENCODING, FailureKind::protocol, "the body's compression is broken"},
    {CURLE_PEER_FAILED_VERIFICATION, FailureKind::network, "the server's certificate is not accepted"},
    {CURLE_SSL_CONNECT_ERROR, FailureKind::network, "no TLS connection"},
    {CURLE_SSL_CACERT_BADFILE, FailureKind::bad_request, "the file of certificates cannot be read"},
};

/// Whose word was not enough, where it is about certificates, and what to do.
std::string trust_note(const WireView& view) {
  const bool about_trust = view.code == CURLE_PEER_FAILED_VERIFICATION || view.code == CURLE_SSL_CACERT_BADFILE;
  if (!about_trust) return "";
  if (view.ca_file.empty())
    return "; trusted are the system's certificates, options.ca_file (or SSL_CERT_FILE) names others";
  return fmt::format("; trusted are those of {} (options.ca_file or SSL_CERT_FILE names the file)", view.ca_file);
}

bool server_spoke_no_tls(const WireView& view) {
  if (view.code != CURLE_SSL_CONNECT_ERROR) return false;
  for (const char* words : {"wrong version number", "packet length too long", "http request"})   // OpenSSL's, by what came
    if (mentions(view.text, words)) return true;
  return false;
}

/// Who is greeted in clear text ends the connection, resets it, or answers with an alert, which is no HTTP.
bool server_may_want_tls(const WireView& view) {
  const bool broke = view.code == CURLE_GOT_NOTHING || view.code == CURLE_RECV_ERROR;
  const bool no_http = view.code == CURLE_WEIRD_SERVER_REPLY || view.code == CURLE_UNSUPPORTED_PROTOCOL;
  return view.connected && view.body_bytes == 0 && (broke || no_http);
}

/// The other scheme, where it may be the one that is meant.
std::string scheme_note(const WireView& view) {
  const std::string& shown = view.url.shown;
  const std::size_t rest = shown.find("://");
  if (rest == std::string::npos) return "";
  if (view.url.scheme == "https" && server_spoke_no_tls(view))
    return fmt::format("; the server there speaks plain HTTP: http{}?", shown.substr(rest));
  if (view.url.scheme == "http" && server_may_want_tls(view))
    return fmt::format("; if the server there speaks TLS: https{}", shown.substr(rest));
  return "";
}

std::string where(const Url& url) { return fmt::format("{}{}", url.shown, proxy_note(url)); }

Failure timed_out(const WireView& view) {
  const bool in_time = view.connected || view.timeout <= view.connect_limit;
  const Duration limit = in_time ? view.timeout : view.connect_limit;
  const char* what = view.connected ? "no whole answer" : "no connection";
  return {FailureKind::timeout, fmt::format("{}: {} within {:.4g} s", where(view.url), what, to_s(limit)), {}};
}

bool cut_short(const WireView& view) {
  return view.code == CURLE_PARTIAL_FILE || (view.code == CURLE_RECV_ERROR && view.body_bytes > 0);
}

const char* first_of_environment(std::initializer_list<const char*> names, const char*& found) {
  for (const char* name : names) {
    const char* value = std::getenv(name);
    if (value && *value) return found = name, value;
  }
  return nullptr;
}

}  // namespace

Failure wire_failure(const WireView& view) {
  if (view.code == CURLE_OPERATION_TIMEDOUT) return timed_out(view);
  if (cut_short(view))
    return {FailureKind::truncated,
            fmt::format("{}: the connection broke after {} bytes of the answer: {}", where(view.url), view.body_bytes,
                        view.text), {}};
  for (const TroubleRow& row : trouble_rows)
    if (row.code == view.code)
      return {row.kind, fmt::format("{}: {}: {}{}{}", where(view.url), row.what, view.text, trust_note(view), scheme_note(view)), {}};
  return {FailureKind::network, fmt::format("{}: {}{}", where(view.url), view.text, scheme_note(view)), {}};
}

std::string proxy_note(const Url& url) {
  if (url.loopback) return "";
  const char* name = "";
  const char* value = url.scheme == "https"
      ? first_of_environment({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}, name)
      : first_of_environment({"http_proxy", "all_proxy", "ALL_PROXY"}, name);
  if (!value) return "";
  const std::string text(value);
  const std::size_t at = text.rfind('@');
  const std::size_t scheme = text.find("://");
  const std::string shown = at == std::string::npos ? text
      : (scheme == std::string::npos ? "" : text.substr(0, scheme + 3)) + text.substr(at + 1);
  return fmt::format(" (proxy {} of {}, unless no_proxy exempts the host)", shown, name);
}

}  // namespace shortlist

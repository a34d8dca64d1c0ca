#include "tests/e2e/faults/certificates.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "tests/support/raw_server.hpp"

namespace shortlist::test::faults {
namespace {

namespace fs = std::filesystem;

template <auto release>
struct Freeing {
  template <class T>
  void operator()(T* thing) const {
    release(thing);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freeing<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freeing<X509_free>>;

Key new_key() { return Key(EVP_EC_gen("P-256")); }

void name_it(X509* certificate, const char* common_name) {
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(common_name), -1, -1, 0);
}

void extend(X509* certificate, X509* issuer, int what, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Freeing<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str()));
  X509_add_ext(certificate, extension.get(), -1);
}

Certificate unsigned_certificate(EVP_PKEY* key, const char* common_name, const CertificateWish& wish) {
  static long serial = 1;
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wish.from_s);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wish.until_s);
  X509_set_pubkey(certificate.get(), key);
  name_it(certificate.get(), common_name);
  return certificate;
}

void write_pem(const fs::path& stem, X509* certificate, EVP_PKEY* key) {
  const std::unique_ptr<FILE, Freeing<fclose>> pem(fopen((stem.string() + ".pem").c_str(), "w")),
      secret(fopen((stem.string() + ".key").c_str(), "w"));
  PEM_write_X509(pem.get(), certificate);
  PEM_write_PrivateKey(secret.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
}

std::uint16_t free_port() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback_address(0);
  socklen_t size = sizeof address;
  if (bind(probe, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("no free port");
  close(probe);
  return ntohs(address.sin_port);
}

bool listens(std::uint16_t port) {
  const int caller = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback_address(port);
  const bool there = connect(caller, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(caller);
  return there;
}

std::string configuration(const fs::path& folder, const std::string& certificate, std::uint16_t port,
                          std::uint16_t behind) {
  std::string places;
  for (const char* each : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
    places += fmt::format("  {}_temp_path {}/{};\n", each, folder.string(), each);
  return fmt::format(
      "daemon off;\nmaster_process off;\npid {0}/nginx.pid;\nerror_log {0}/error.log;\nevents {{}}\nhttp "
      "{{\n  access_log off;\n{1}"
      "  server {{\n    listen 127.0.0.1:{2} ssl;\n    ssl_certificate {0}/{3}.pem;\n    ssl_certificate_key "
      "{0}/{3}.key;\n"
      "    location / {{ proxy_pass http://127.0.0.1:{4}; proxy_buffering off; }}\n  }}\n}}\n",
      folder.string(), places, port, certificate, behind);
}

}  // namespace

struct Authority::Keys {
  Key key;
  Certificate certificate;
};

Authority::Authority(const fs::path& folder) : folder_(folder), keys_(std::make_unique<Keys>()) {
  keys_->key = new_key();
  keys_->certificate = unsigned_certificate(keys_->key.get(), "shortlist test authority", {});
  X509* own = keys_->certificate.get();
  X509_set_issuer_name(own, X509_get_subject_name(own));
  extend(own, own, NID_basic_constraints, "critical,CA:TRUE");
  X509_sign(own, keys_->key.get(), EVP_sha256());
  write_pem(folder / "ca", own, keys_->key.get());
}

Authority::~Authority() = default;

void Authority::make(const std::string& name, const CertificateWish& wish) const {
  const Key key = new_key();
  const Certificate made = unsigned_certificate(key.get(), name.c_str(), wish);
  X509* issuer = wish.self_signed ? made.get() : keys_->certificate.get();
  X509_set_issuer_name(made.get(), X509_get_subject_name(issuer));
  extend(made.get(), issuer, NID_subject_alt_name, wish.names);
  X509_sign(made.get(), wish.self_signed ? key.get() : keys_->key.get(), EVP_sha256());
  write_pem(folder_ / name, made.get(), key.get());
}

bool nginx_is_there() {
  for (const char* place : {"/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"})
    if (access(place, X_OK) == 0) return true;
  return false;
}

TlsFront::TlsFront(const fs::path& folder, const std::string& certificate, std::uint16_t behind)
    : port_(free_port()) {
  const fs::path file = folder / (certificate + ".conf");
  std::ofstream(file) << configuration(folder, certificate, port_, behind);
  nginx_.emplace(Launch{{"sh", "-c", "PATH=$PATH:/usr/sbin:/usr/local/sbin exec nginx -c \"$1\" -e \"$2\"",
                         "sh", file.string(), (folder / "error.log").string()},
                        folder,
                        {}});
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!listens(port_)) {
    if (nginx_->ended() || std::chrono::steady_clock::now() > limit)
      throw std::runtime_error("nginx does not start: " + nginx_->wait().err);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

std::string TlsFront::endpoint(const std::string& host) const {
  return fmt::format("https://{}:{}/v1", host, port_);
}

}  // namespace shortlist::test::faults

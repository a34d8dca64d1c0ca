#pragma once
// Certificates made when they are needed, and an nginx that shows one of them.
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "tests/support/program.hpp"

namespace shortlist::test::faults {

struct CertificateWish {
  std::string names = "IP:127.0.0.1,DNS:localhost";  ///< subjectAltName
  long from_s = -3600, until_s = 86400;              ///< from now
  bool self_signed = false;
};

/// An authority of its own in a folder: ca.pem there; `make` writes NAME.pem and NAME.key beside it.
class Authority {
 public:
  explicit Authority(const std::filesystem::path& folder);
  ~Authority();
  void make(const std::string& name, const CertificateWish& wish) const;
  std::string file() const { return (folder_ / "ca.pem").string(); }

 private:
  struct Keys;
  std::filesystem::path folder_;
  std::unique_ptr<Keys> keys_;
};

bool nginx_is_there();

/// One process of nginx before a server on loopback: TLS with FOLDER/NAME.pem. Serves when it is made, ends
/// with it.
class TlsFront {
 public:
  TlsFront(const std::filesystem::path& folder, const std::string& certificate, std::uint16_t behind);
  std::string endpoint(const std::string& host = "127.0.0.1") const;  ///< "https://127.0.0.1:PORT/v1"

 private:
  std::uint16_t port_ = 0;
  std::optional<Running> nginx_;
};

}  // namespace shortlist::test::faults

#include "harness/config/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <new>

namespace shortlist {
namespace {

EVP_MD_CTX* context(void* p) { return static_cast<EVP_MD_CTX*>(p); }

/// OpenSSL fails here only for want of memory.
void must(bool done) {
  if (!done) throw std::bad_alloc();
}

}  // namespace

void Sha256::Free::operator()(void* p) const { EVP_MD_CTX_free(context(p)); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  must(context_ && EVP_DigestInit_ex(context(context_.get()), EVP_sha256(), nullptr));
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::update(std::string_view bytes) {
  must(EVP_DigestUpdate(context(context_.get()), bytes.data(), bytes.size()));
  return *this;
}

std::string Sha256::hex() const {
  std::unique_ptr<void, Free> copy(EVP_MD_CTX_new());
  std::array<unsigned char, 32> bytes;
  must(copy && EVP_MD_CTX_copy_ex(context(copy.get()), context(context_.get())));
  must(EVP_DigestFinal_ex(context(copy.get()), bytes.data(), nullptr));
  std::string out;
  for (auto byte : bytes) out += fmt::format("{:02x}", byte);
  return out;
}

Digest sha256(std::string_view bytes) {
  // Looked up once and for all: OpenSSL's own look-up costs more than a short text does.
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Digest digest;
  must(algorithm && EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, algorithm, nullptr));
  return digest;
}

std::string sha256_hex(std::string_view bytes) { return Sha256().update(bytes).hex(); }

}  // namespace shortlist

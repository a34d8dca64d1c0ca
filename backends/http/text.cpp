#include "backends/http/text.hpp"

#include <curl/curl.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

namespace shortlist {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool same_letter(char a, char b) { return lower(a) == lower(b); }
bool is_blank(unsigned char c) { return c <= ' ' || c == 0x7f; }

/// Bytes of the UTF-8 character that `text` starts with; 0 if it starts with none (RFC 3629, section 4).
std::size_t character_size(std::string_view text) {
  auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const unsigned lead = byte(0);
  const std::size_t size = lead < 0x80 ? 1 : lead >= 0xc2 && lead <= 0xdf ? 2 : (lead & 0xf0) == 0xe0 ? 3
                         : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (size < 2) return size;
  const unsigned low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const unsigned high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (byte(1) < low || byte(1) > high) return 0;
  for (std::size_t i = 2; i < size; ++i)
    if ((byte(i) & 0xc0) != 0x80) return 0;
  return size;
}

constexpr std::size_t shortest_secret = 4;

std::string base64(const std::string& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');   // with the NUL that is written behind it
  const auto out = reinterpret_cast<unsigned char*>(text.data());
  const auto in = reinterpret_cast<const unsigned char*>(bytes.data());
  text.resize(static_cast<std::size_t>(EVP_EncodeBlock(out, in, static_cast<int>(bytes.size()))));
  return text;
}

/// As RFC 3986 has it, with %2F for a slash; nothing if there is no memory for it.
std::string url_encoded(const std::string& bytes) {
  const std::unique_ptr<char, void (*)(void*)> text(
      curl_easy_escape(nullptr, bytes.data(), static_cast<int>(bytes.size())), curl_free);
  return text ? text.get() : "";
}

/// Some write %2f.
std::string with_small_digits(std::string url) {
  for (std::size_t at = url.find('%'); at != url.npos; at = url.find('%', at + 3))
    url[at + 1] = lower(url[at + 1]), url[at + 2] = lower(url[at + 2]);
  return url;
}

void hide(std::string& text, const std::string& form) {
  if (form.empty()) return;
  for (auto at = text.find(form); at != std::string::npos; at = text.find(form, at + 3)) text.replace(at, form.size(), "***");
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_letter);
}

bool mentions(std::string_view text, std::string_view word) {
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same_letter) != text.end();
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && is_blank(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

std::string one_line(std::string_view text, std::size_t limit) {
  std::string line;
  text = trimmed(text);
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    const std::size_t taken = std::max<std::size_t>(size, 1);
    const bool blank = size == 1 && is_blank(static_cast<unsigned char>(text[0]));
    if (line.size() + taken > limit) {
      line += "...";
      break;
    }
    if (size == 0) line += '?';
    else if (!blank) line += text.substr(0, size);
    else if (line.back() != ' ') line += ' ';
    text.remove_prefix(taken);
  }
  return line;
}

std::string without(std::string text, const std::vector<std::string>& secrets) {
  for (const std::string& secret : secrets) {
    if (secret.size() < shortest_secret || text.size() < secret.size()) continue;   // no form of it is shorter
    const std::string url = url_encoded(secret);
    for (const std::string& form : {secret, base64(secret), url, with_small_digits(url)}) hide(text, form);
  }
  return text;
}

}  // namespace shortlist

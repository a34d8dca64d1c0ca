// Digests, suggestions and .env files.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/config/digest.hpp"
#include "harness/config/env_file.hpp"
#include "harness/types/suggest.hpp"
#include "tests/unit/config/complaint.hpp"

namespace shortlist {
namespace {

TEST(Digest, AgreesWithTheStandard) {   // FIPS 180-2, appendix B
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

RC_GTEST_PROP(Digest, PiecesGiveTheSameAsTheWhole, (const std::vector<std::string>& pieces)) {
  Sha256 digest;
  std::string whole;
  for (const auto& piece : pieces) {
    digest.update(piece);
    whole += piece;
    RC_ASSERT(digest.hex() == sha256_hex(whole));
  }
}

struct Distance { const char *a, *b; std::size_t edits; };
const Distance distances[] = {{"", "", 0},       {"abc", "", 3},      {"model", "model", 0}, {"modle", "model", 1},
                              {"mdel", "model", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3}};

TEST(Suggest, CountsEdits) {
  for (const auto& row : distances) {
    EXPECT_EQ(edit_distance(row.a, row.b), row.edits) << row.a << " " << row.b;
    EXPECT_EQ(edit_distance(row.b, row.a), row.edits) << row.b << " " << row.a;
  }
}

struct Guess { const char *word, *said; };
const Guess guesses[] = {
    {"modle", ", did you mean \"model\"?"},
    {"nmae", ", did you mean \"name\"?"},
    {"endpiont", ", did you mean \"endpoint\"?"},
    {"Model", ", did you mean \"model\"?"},
    {"x", "; known here: name, model, endpoint"},
    {"", "; known here: name, model, endpoint"},
    {"temperature", "; known here: name, model, endpoint"},
};

TEST(Suggest, NamesTheNearestOrAll) {
  const std::vector<std::string_view> names{"name", "model", "endpoint"};
  for (const auto& row : guesses) EXPECT_EQ(did_you_mean(row.word, names), row.said) << row.word;
  EXPECT_EQ(did_you_mean("x", {}), "");
  EXPECT_EQ(nearest(std::string(1'000'000, 'm'), names), std::nullopt);
}

using Variables = std::map<std::string, std::string>;
struct Env { const char* name; std::string text; Variables variables; };
const Env env_files[] = {
    {"empty", "", {}},
    {"plain", "A=1\nB_2=x y\n", {{"A", "1"}, {"B_2", "x y"}}},
    {"no line end at the end", "A=1", {{"A", "1"}}},
    {"Windows line ends and a byte order mark", "\xEF\xBB\xBF" "A=1\r\nB='x'\r\n", {{"A", "1"}, {"B", "x"}}},
    {"comments", "# A=0\n  # more\n\nA=1 # one\nB=a#b\nC=# none\n", {{"A", "1"}, {"B", "a#b"}, {"C", ""}}},
    {"export", "export A=1\nexport  B=2\n", {{"A", "1"}, {"B", "2"}}},
    {"blanks", "  A=  1  \nB=\n", {{"A", "1"}, {"B", ""}}},
    {"single quotes", "A='a \\n $B # \"x\"' # c\n", {{"A", "a \\n $B # \"x\""}}},
    {"double quotes", "A=\"a\\n\\t\\\"\\\\\\$ # 'x'\"\n", {{"A", "a\n\t\"\\$ # 'x'"}}},
    {"nothing is expanded", "A=${B}\n", {{"A", "${B}"}}},
    {"equal signs", "A=b=c==\n", {{"A", "b=c=="}}},
    {"the last counts", "A=1\nA=2\n", {{"A", "2"}}},
};

TEST(EnvFile, Reads) {
  for (const auto& row : env_files) EXPECT_EQ(parse_env(row.text, ".env"), row.variables) << row.name;
}

struct BadEnv { const char* name; std::string text, complaint; };
const BadEnv bad_env_files[] = {
    {"no equal sign", "A=1\nsecret\n", ".env:2:1: expected NAME=value"},
    {"a blank before the equal sign", "A = 1\n", ".env:1:1: expected NAME=value"},
    {"a bad name", "A=1\n  1A=secret\n", ".env:2:3: a name is letters, digits and underscores, and starts with no digit"},
    {"no name", "=secret\n", ".env:1:1: a name is letters, digits and underscores, and starts with no digit"},
    {"an open quote", "A=\"secret\n", ".env:1:3: the quote is not closed on this line"},
    {"an open quote after an escape", "A=\"secret\\\"\n", ".env:1:3: the quote is not closed on this line"},
    {"text after a quote", "A='x' secret\n", ".env:1:7: text after the closing quote"},
    {"a NUL byte", std::string("A=\0", 3), ".env:1:3: a NUL byte: this is not a text file"},
    {"Latin-1", "A=\xE9\n", ".env:1:3: not UTF-8: save the file as UTF-8"},
};

TEST(EnvFile, ComplainsWithoutShowingValues) {
  for (const auto& row : bad_env_files) EXPECT_EQ(complaint([&] { parse_env(row.text, ".env"); }), row.complaint) << row.name;
}

TEST(EnvFile, ReadsFiles) {
  auto file = (std::filesystem::path(testing::TempDir()) / "env_file_test").string();
  std::ofstream(file) << "A=1\n";
  EXPECT_EQ(read_env_file(file), (Variables{{"A", "1"}}));
  EXPECT_EQ(complaint([] { read_env_file("/no/.env"); }), "/no/.env: cannot be opened: No such file or directory");
}

RC_GTEST_PROP(EnvFile, ArbitraryTextGivesVariablesOrAComplaint, (const std::string& text)) {
  complaint([&] { parse_env(text, ".env"); });
}

}  // namespace
}  // namespace shortlist

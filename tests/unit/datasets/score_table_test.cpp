#include "datasets/score_table.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "harness/types/error.hpp"

namespace shortlist {
namespace {

std::string table_file(const std::string& text) {
  const std::string path = (std::filesystem::temp_directory_path() / "score_table_test.csv").string();
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

/// What reading says, without the file's name; "none" if it says nothing.
template <class Read>
std::string complaint_of(Read read) {
  try {
    read();
  } catch (const UserError& e) {
    const std::string what = e.what();
    return what.substr(what.find("score_table_test.csv") + 20);
  }
  return "none";
}

std::string complaint(const std::string& text) {
  return complaint_of([&] { read_score_table(table_file(text)); });
}

TEST(ScoreTable, ReadsPlainAndGzipped) {
  const std::string text = "model,i0,i1\r\n\"a, b\",0.5,1\nc,0,0.25\n\n";
  const std::string zipped_path = table_file("") + ".gz";
  const gzFile file = gzopen(zipped_path.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  for (const std::string& path : {table_file(text), zipped_path}) {
    const ScoreTable table = read_score_table(path);
    EXPECT_EQ(table.candidates, (std::vector<std::string>{"a, b", "c"}));
    EXPECT_EQ(table.items, (std::vector<std::string>{"i0", "i1"}));
    EXPECT_EQ(table.at(1, 1), 0.25f);
  }
}

TEST(ScoreTable, NamesWhatIsWrong) {
  EXPECT_EQ(complaint("m,i0,i1\na,1\n"), ":2: 1 scores for 2 items");
  EXPECT_EQ(complaint("m,i0,i1\na,1,\n"), ":2: no score for item \"i1\"; --missing zero counts an answer that never came as 0");
  EXPECT_EQ(complaint("m,i0\na,1.5\n"), ":2: item \"i0\": expected a score in [0, 1], found \"1.5\"");
  EXPECT_EQ(complaint("m,i0\na,nan\n"), ":2: item \"i0\": expected a score in [0, 1], found \"nan\"");
  EXPECT_EQ(complaint("m,i0\na,one\n"), ":2: item \"i0\": expected a score in [0, 1], found \"one\"");
  EXPECT_EQ(complaint("m,i0\na,1\na,0\n"), ": candidate \"a\" comes twice");
  EXPECT_EQ(complaint("m,i0,i0\na,1,1\n"), ":1: item \"i0\" comes twice");
  EXPECT_EQ(complaint("m\na\n"), ":1: a header with no items");
  EXPECT_EQ(complaint("m,i0,,i2\na,1,1,1\n"), ":1: item 2 has no name");
  EXPECT_EQ(complaint("\n,,,,\n,,,,\n"), ":2: item 1 has no name");
  EXPECT_EQ(complaint("m,i0\na" + std::string(100, ',') + "\n"), ":2: 100 scores for 1 items");
  EXPECT_EQ(complaint("m,i0\n"), ": no candidates");
  EXPECT_EQ(complaint(""), ": no candidates");
}

std::string zipped(const std::string& text) {
  const std::string path = table_file("") + ".gz";
  const gzFile file = gzopen(path.c_str(), "wb1");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

long peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss >> 10;
}

std::string many(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

/// 10 GiB of commas in 10 MB: the members of a gzip follow one another.
TEST(ScoreTable, ABombIsRefusedBeforeItUnfolds) {
  const std::string commas = zipped(std::string(64u << 20, ',')), names = zipped(many("aaaaaaa,", 8 << 20));
  const long before = peak_mib();
  EXPECT_EQ(complaint(many(commas, 160)), ":1: a line of more than 64 MiB");
  EXPECT_EQ(complaint(zipped("m,i0\n") + many(commas, 160)), ":2: a line of more than 64 MiB");
  EXPECT_EQ(complaint(zipped("m,i0\n") + commas), ":2: 67108864 scores for 1 items");
  EXPECT_EQ(complaint(names), ":1: more than 4000000 items");
  EXPECT_EQ(complaint(zipped(std::string(64u << 20, '\n'))), ":10000001: more than 10000000 lines");
  EXPECT_LT(peak_mib() - before, 1024);
}

TEST(ScoreTable, ACutGzipIsNoSmallerTable) {
  const std::string whole = zipped("m,i0\na,1\nb,0\n");
  EXPECT_EQ(complaint(whole), "none");
  for (const std::size_t bytes : {1u, 8u, 9u, 12u})
    EXPECT_NE(complaint(whole.substr(0, whole.size() - bytes)).find(": cannot read: the compressed file is cut short"), std::string::npos) << bytes;
}

TEST(ScoreTable, AnEmptyCellMayCountAsNothingAnswered) {
  const ScoreTable table = read_score_table(table_file("m,i0,i1\na,1,\nb,,0.5\n"), EmptyCell::zero);
  EXPECT_EQ(table.scores, (std::vector<float>{1, 0, 0, 0.5}));
}

TEST(ScoreTable, AmountsTakeTheScoresOrder) {
  const ScoreTable like{{"a", "b"}, {"x", "y"}, {1, 0, 0, 1}};
  EXPECT_EQ(read_amount_table(table_file("m,y,x\nb,4,3\na,20000,1e-6\n"), like).scores, (std::vector<float>{1e-6f, 20000, 3, 4}));
}

TEST(ScoreTable, AmountsOfAnotherShapeAreRefused) {
  const ScoreTable like{{"a", "b"}, {"x", "y"}, {1, 0, 0, 1}};
  const auto complaint = [&](const std::string& text) {
    return complaint_of([&] { read_amount_table(table_file(text), like); });
  };
  EXPECT_EQ(complaint("m,x,y\na,1,1\n"), ": candidate \"b\" of the scores is missing");
  EXPECT_EQ(complaint("m,x\na,1\nb,1\n"), ": item \"y\" of the scores is missing");
  EXPECT_EQ(complaint("m,x,y,z\na,1,1,1\nb,1,1,1\n"), ": 3 items, but the scores have 2");
  EXPECT_EQ(complaint("m,x,y\na,1,1\nb,1,1\nc,1,1\n"), ": 3 candidates, but the scores have 2");
  EXPECT_EQ(complaint("m,x,y\na,1,-1\nb,1,1\n"), ":2: item \"y\": expected an amount of at least 0, found \"-1\"");
  EXPECT_EQ(complaint("m,x,y\na,1,inf\nb,1,1\n"), ":2: item \"y\": expected an amount of at least 0, found \"inf\"");
  EXPECT_EQ(complaint("m,x,y\na,1,\nb,1,1\n"), ":2: no amount for item \"y\"");
}

TEST(ScoreTable, MissingFilesAreNamed) { EXPECT_THROW(read_score_table("/nowhere/table.csv"), UserError); }

}  // namespace
}  // namespace shortlist

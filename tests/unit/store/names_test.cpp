#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "harness/config/utf8.hpp"
#include "harness/store/columns.hpp"
#include "harness/store/database.hpp"
#include "harness/store/run_folder.hpp"

namespace shortlist {
namespace {

struct Row { const char* why; std::string name, safe; };
const Row rows[] = {
    {"plain", "support-replies", "support-replies"},
    {"capitals, digits and dots stay", "GPT_5.mini", "GPT_5.mini"},
    {"Korean stays", "\xEA\xB3\xA0\xEA\xB0\x9D \xEC\x9D\x91\xEB\x8C\x80",
     "\xEA\xB3\xA0\xEA\xB0\x9D-\xEC\x9D\x91\xEB\x8C\x80"},
    {"French stays", "r\xC3\xA9ponses", "r\xC3\xA9ponses"},
    {"no folders", "../../etc/passwd", "etc-passwd"},
    {"no hidden files", ".hidden", "hidden"},
    {"no options", "--force", "force"},
    {"one dash for many marks", "a / b * c", "a-b-c"},
    {"no control characters", "a\x1b[31mb\n", "a-31mb"},
    {"no marks that turn text around", "a\xE2\x80\xAE" "b", "a-b"},
    {"no bytes that are not UTF-8", "a\xFF\xC3" "b", "a-b"},
    {"no overlong forms", "a\xC0\xAF" "b", "a-b"},
    {"no NUL", std::string("a\0b", 3), "a-b"},
    {"something always", "", "run"},
    {"something, whatever was there", "///", "run"},
    {"not too long", std::string(300, 'x'), std::string(80, 'x')},
};

TEST(SafeName, Table) {
  for (const Row& row : rows) EXPECT_EQ(safe_name(row.name), row.safe) << row.why;
}

TEST(SafeName, CutsBetweenCharacters) {
  std::string name;
  for (int i = 0; i < 50; ++i) name += "\xEA\xB3\xA0";
  EXPECT_EQ(safe_name(name).size(), 78u);
}

TEST(SafeName, IsAlwaysAnOrdinaryFileName) {
  rc::check([] {
    const auto name = safe_name(*rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
    RC_ASSERT(!name.empty());
    RC_ASSERT(name.size() <= 80);
    RC_ASSERT(name.find('/') == std::string::npos);
    RC_ASSERT(name.front() != '.');
    RC_ASSERT(name.front() != '-');
    RC_ASSERT(first_bad_byte(name) == std::string::npos);
  });
}

TEST(Stamps, AreRfc3339InUtc) {
  const WallTime day{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};
  const WallTime time = day + std::chrono::milliseconds(37'867'042);
  EXPECT_EQ(utc_stamp(time), "2026-11-24T10:31:07.042Z");
  EXPECT_EQ(utc_date(time), "2026-11-24");
}

TEST(Bytes, TravelThroughJson) {
  for (const std::string& bytes : {std::string("plain"), std::string(), std::string("\xFF\0x", 3)})
    EXPECT_EQ(bytes_of_json(Json::parse(json_of_bytes(bytes).dump())), bytes);
}

struct ErrorRow { int code; const char* says; };
const ErrorRow error_rows[] = {
    {13, "the disk is full"},           {10, "the disk does not take"},  {10 | 3 << 8, "the disk does not take"},
    {8, "check the permissions"},       {14, "cannot be opened"},        {5, "another process"},
    {11, "is damaged"},                 {26, "is not a run of shortlist"}, {999, "does not work"},
};

TEST(StoreError, SaysWhatItMeansAndWhatToDo) {
  for (const ErrorRow& row : error_rows) {
    const std::string text = store_error("runs/x/run.sqlite", row.code, "sqlite says").what();
    EXPECT_EQ(text.rfind("runs/x/run.sqlite: ", 0), 0u) << text;
    EXPECT_NE(text.find(row.says), std::string::npos) << text;
    EXPECT_NE(text.find("sqlite says"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace shortlist

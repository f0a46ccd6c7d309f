#include "date.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace heddle::table {
namespace {

std::optional<Date> read(std::string_view text, DateOrder order = DateOrder::year_first) {
  return Date::parse(as_bytes(text), order);
}

TEST(DateTest, OneDayInAllForms) {
  const auto day = read("2012-01-31");
  ASSERT_TRUE(day);
  for (const std::string_view form :
       {"2012/01/31", "2012/1/31", "2012-1-31", "31.1.2012", "31.01.2012", "Jan 31 2012",
        "January 31, 2012", "jan 31, 2012", "31 Jan 2012", "31-JAN-2012", "2012-01-31T00:00",
        "2012-01-31 00:00:00.000"}) {
    EXPECT_EQ(read(form), day) << form;
  }
  EXPECT_EQ(read("1/31/2012", DateOrder::month_first), day);
  EXPECT_EQ(read("31/1/2012", DateOrder::day_first), day);
}

TEST(DateTest, SlashesNeedAnOrder) {
  EXPECT_EQ(read("3/4/2012"), std::nullopt);
  EXPECT_EQ(read("3/4/2012", DateOrder::month_first), read("2012-03-04"));
  EXPECT_EQ(read("3/4/2012", DateOrder::day_first), read("2012-04-03"));
  // An order is not bent to make a date of what is none.
  EXPECT_EQ(read("31/1/2012", DateOrder::month_first), std::nullopt);
}

TEST(DateTest, CountsDaysAsTheCalendarDoes) {
  EXPECT_EQ(read("1970-01-01")->seconds, 0);
  EXPECT_EQ(read("1969-12-31")->seconds, -86400);
  EXPECT_EQ(read("2000-03-01")->seconds, 951868800);
  EXPECT_EQ(read("0001-01-01")->seconds, -62135596800);
  EXPECT_EQ(read("9999-12-31")->seconds, 253402214400);
  EXPECT_TRUE(read("2000-02-29") && read("2012-02-29") && read("0000-02-29"));
  // Each day follows the one before.
  std::int64_t seconds = read("1895-12-31")->seconds;
  for (int year = 1896; year <= 2104; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= 31; ++day) {
        const auto date =
            read(std::to_string(year) + "-" + std::to_string(month) + "-" + std::to_string(day));
        if (!date) continue;
        ASSERT_EQ(date->seconds, seconds += 86400) << year << " " << month << " " << day;
      }
    }
  }
}

TEST(DateTest, ComparesTimes) {
  EXPECT_EQ(read("2012-01-31T13:45:30.25"), read("Jan 31 2012 13:45:30.250"));
  EXPECT_EQ(read("2012-01-31T00:30+01:00"), read("2012-01-30 23:30:00Z"));
  EXPECT_NE(read("2012-01-31T00:30"), read("2012-01-31T00:30Z"));
  EXPECT_NE(read("2012-01-31T00:30:00.1"), read("2012-01-31T00:30"));
}

TEST(DateTest, RefusesWhatIsNoDate) {
  for (const std::string_view text : {"",
                                      "2012",
                                      "2012-01",
                                      "2012-13-01",
                                      "2012-00-01",
                                      "2012-01-00",
                                      "2011-02-29",
                                      "1900-02-29",
                                      "12-01-31",
                                      "2012-01-31x",
                                      " 2012-01-31",
                                      "2012.01.31",
                                      "31.1.12",
                                      "2012-01/31",
                                      "Ja 31 2012",
                                      "Janu 31 2012",
                                      "31 Foo 2012",
                                      "2012-01-31T",
                                      "2012-01-31T24:00",
                                      "2012-01-31T1:00",
                                      "2012-01-31T10:60",
                                      "2012-01-31T10:00+1",
                                      "20120131",
                                      "2012-01-31T10:00:00.",
                                      "1/31/2012",
                                      "2012-001-31",
                                      "99999999999-01-01"}) {
    for (const DateOrder order : {DateOrder::year_first, DateOrder::day_first}) {
      EXPECT_EQ(read(text, order), std::nullopt) << text;
    }
  }
}

}  // namespace
}  // namespace heddle::table

#include "decimal.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "random_csv.h"

namespace heddle::table {
namespace {

std::optional<Decimal> parse(std::string_view text) { return Decimal::parse(as_bytes(text)); }

bool near(std::string_view a, std::string_view b, std::string_view tolerance) {
  const auto x = parse(a);
  const auto y = parse(b);
  const auto most = parse(tolerance);
  EXPECT_TRUE(x && y && most) << a << " " << b << " " << tolerance;
  return x && y && most && within(*x, *y, *most);
}

TEST(DecimalTest, HasOneFormForEachNumber) {
  const Decimal number{false, 3157, -1};
  for (const char* text :
       {"315.7", "315.70", "+315.7", "0315.700", "3.157e2", "3157E-1", "31570e-2", "0.03157e+4"}) {
    EXPECT_EQ(parse(text), number) << text;
  }
  for (const char* text : {"0", "-0", "0.00", ".0", "0.", "0e99999999999"}) {
    EXPECT_EQ(parse(text), Decimal{}) << text;
  }
  EXPECT_EQ(parse("-1000"), (Decimal{true, 1, 3}));
  EXPECT_EQ(parse("1000000000000000000000"), (Decimal{false, 1, 21}));
  EXPECT_EQ(parse("999999999999999999"), (Decimal{false, 999999999999999999U, 0}));
  EXPECT_EQ(parse("1e300"), (Decimal{false, 1, 300}));
}

TEST(DecimalTest, RefusesWhatIsNoDecimalNumber) {
  for (const char* text : {"",
                           "+",
                           "-",
                           ".",
                           "-.",
                           "e1",
                           "1e",
                           "1e+",
                           "1.2.3",
                           "1 ",
                           " 1",
                           "1,5",
                           "0x10",
                           "inf",
                           "nan",
                           "1e1.5",
                           "--1",
                           "1e301",
                           "1e-301",
                           "1234567890123456789",
                           "0.1234567890123456789"}) {
    EXPECT_FALSE(parse(text)) << text;
  }
}

TEST(DecimalTest, DistancesAreExact) {
  EXPECT_TRUE(near("0.3", "0.31", "0.01"));  // not so in float64
  EXPECT_FALSE(near("0.3", "0.3100000000000001", "0.01"));
  EXPECT_TRUE(near("-0.005", "0.005", "0.01"));
  EXPECT_FALSE(near("-0.005", "0.0050001", "0.01"));
  EXPECT_TRUE(near("999999999999999999", "-999999999999999999", "1e30"));
  EXPECT_FALSE(near("999999999999999999", "999999999999999998", "0.999999999999999999"));
  EXPECT_TRUE(near("999999999999999999", "999999999999999998", "1"));
  EXPECT_TRUE(near("2.00000000000000001", "1.99999999999999999", "2e-17"));
  EXPECT_FALSE(near("2.00000000000000002", "1.99999999999999998", "39e-18"));
}

TEST(DecimalTest, WithoutToleranceOnlyTheSameNumberWillDo) {
  EXPECT_TRUE(near("1e30", "1.0e30", "0"));
  EXPECT_FALSE(near("1.00000000000000001e30", "1.00000000000000002e30", "0"));
  EXPECT_FALSE(near("1", "-1", "0"));
}

TEST(DecimalTest, FarNumbersAreComparedInFloat64) {
  EXPECT_TRUE(near("1e40", "1.1e40", "1e39"));
  EXPECT_FALSE(near("1e40", "1.3e40", "1e39"));
  EXPECT_TRUE(near("1e-40", "2e-40", "0.1"));
  EXPECT_FALSE(near("1e-40", "3e-40", "1e-40"));
}

TEST(DecimalTest, SharesAreOfTheLargerMagnitude) {
  EXPECT_TRUE(within_share(*parse("100"), *parse("101"), 0.01));
  EXPECT_FALSE(within_share(*parse("100"), *parse("102"), 0.01));
  EXPECT_TRUE(within_share(*parse("-2e-200"), *parse("-1e-200"), 0.5));
  EXPECT_FALSE(within_share(*parse("0"), *parse("1e-200"), 0.5));
}

TEST(DecimalTest, AgreesWithIntegers) {
  // Thousandths, written with more or fewer zeros: the distance is known from integers.
  Random random(11);
  const auto write = [&](std::int64_t thousandths) {
    const std::int64_t size = thousandths < 0 ? -thousandths : thousandths;
    std::string text;
    if (thousandths < 0) text += '-';
    text += std::to_string(size / 1000);
    text += '.';
    text += std::to_string(1000 + size % 1000).substr(1);
    text.append(random.below(4), '0');
    return text;
  };
  for (int i = 0; i < 20000; ++i) {
    const std::int64_t a = std::int64_t{random.below(4000)} - 2000;
    const std::int64_t b = std::int64_t{random.below(4000)} - 2000;
    const std::int64_t tolerance = random.below(2000);
    const std::int64_t apart = a < b ? b - a : a - b;
    ASSERT_EQ(near(write(a), write(b), write(tolerance)), apart <= tolerance)
        << "seed 11: " << a << " " << b << " " << tolerance;
  }
}

TEST(DecimalTest, IsOrderedAsNumbersAre) {
  // Those of one line are equal.
  const std::vector<std::vector<std::string_view>> ascending = {{"-1e300"},
                                                                {"-999999999999999999"},
                                                                {"-999999999999999998"},
                                                                {"-10", "-1e1"},
                                                                {"-9"},
                                                                {"-0.1"},
                                                                {"-1e-300"},
                                                                {"0", "-0", "0.000"},
                                                                {"1e-300"},
                                                                {"0.09"},
                                                                {"0.1", ".10"},
                                                                {"1", "1.0", "+01"},
                                                                {"9"},
                                                                {"10", "1e1"},
                                                                {"100000000000000000", "1e17"},
                                                                {"100000000000000001"},
                                                                {"999999999999999999"},
                                                                {"1e18"},
                                                                {"1e300"}};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      for (const std::string_view a : ascending[i]) {
        for (const std::string_view b : ascending[j]) {
          const auto x = parse(a);
          const auto y = parse(b);
          ASSERT_TRUE(x && y) << a << " " << b;
          EXPECT_EQ(*x <=> *y, i <=> j) << a << " " << b;
          EXPECT_TRUE(i > j || x->rank() <= y->rank()) << a << " " << b;
          EXPECT_NE(x->rank(), 0U);
        }
      }
    }
  }
}

}  // namespace
}  // namespace heddle::table

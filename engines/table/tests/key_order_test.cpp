#include "key_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "random_csv.h"

namespace heddle::table {
namespace {

/// A value as a field, in quotes when it needs or is given them.
std::string quoted(std::string_view value, bool always) {
  if (!always && value.find('"') == std::string_view::npos) return std::string(value);
  std::string text = "\"";
  for (const char character : value) text.append(character == '"' ? 2 : 1, character);
  return text + '"';
}

std::string random_key(Random& random) {
  constexpr std::string_view k_letters("\"ab\xC3\xFF\0", 6);
  std::string value;
  for (std::uint32_t i = random.below(12); i > 0; --i) value += k_letters[random.below(6)];
  return value;
}

std::string random_number(Random& random) {
  constexpr std::array<std::string_view, 6> k_signs = {"", "", "", "-", "+", "-0"};
  std::string text(k_signs[random.below(6)]);
  for (std::uint32_t i = 1 + random.below(8); i > 0; --i) text += std::to_string(random.below(10));
  if (random.one_in(2)) text.append(1, '.').append(std::to_string(random.below(1000)));
  if (random.one_in(4)) {
    text.append(1, 'e').append(std::to_string(static_cast<int>(random.below(20)) - 10));
  }
  return text;
}

TEST(KeyOrderTest, BytesAreOrderedAsInTheirValues) {
  Random random(7);
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = random_key(random);
    const std::string b = random.one_in(4) ? a : random_key(random);
    const std::string text_a = quoted(a, random.one_in(2));
    const std::string text_b = quoted(b, random.one_in(2));
    const Field x = Field::from_text(as_bytes(text_a));
    const Field y = Field::from_text(as_bytes(text_b));
    // char_traits compares bytes without a sign.
    const auto expected = a.compare(b) <=> 0;
    EXPECT_EQ(compare_bytes(x, y), expected) << text_a << " and " << text_b;
    const FieldRank rank = rank_by(KeyOrder::bytes);
    const auto by_rank = rank(x) <=> rank(y);
    EXPECT_TRUE(by_rank == 0 || by_rank == expected) << text_a << " and " << text_b;
    if (a.substr(0, 8) != b.substr(0, 8) && a.find('\0') > 8 && b.find('\0') > 8) {
      EXPECT_NE(rank(x), rank(y)) << text_a << " and " << text_b;
    }
  }
}

TEST(KeyOrderTest, NumbersHaveRanksInTheirOrder) {
  Random random(8);
  const FieldRank rank = rank_by(KeyOrder::numeric);
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = random_number(random);
    const std::string b = random_number(random);
    const KeyPlace place{.columns = {0}};
    KeyReader x(place);
    KeyReader y(place);
    x.load(as_bytes(a));
    y.load(as_bytes(b));
    const auto order = compare_keys(KeyOrder::numeric, x, y);
    const double difference = std::stod(a) - std::stod(b);
    EXPECT_EQ(order, difference < 0   ? std::strong_ordering::less
                     : difference > 0 ? std::strong_ordering::greater
                                      : std::strong_ordering::equal)
        << a << " and " << b;
    // These numbers have so few digits that ranks tell all of them apart.
    EXPECT_EQ(rank(x[0]) <=> rank(y[0]), order) << a << " and " << b;
  }
  for (const std::string_view text : {"", "x", "1,5", "1234567890123456789"}) {
    EXPECT_EQ(rank(Field::from_text(as_bytes(text))), k_no_number) << text;
  }
}

TEST(KeyOrderTest, KeysAreReadFromTheirColumns) {
  const KeyPlace place{.columns = {2, 0}, .delimiter = ';'};
  KeyReader key(place);
  const std::string row = "x;\"a;b\";12;rest";
  key.load(as_bytes(row));
  ASSERT_EQ(key.size(), 2U);
  EXPECT_EQ(as_text(key[0].bytes()), "12");
  EXPECT_EQ(as_text(key[1].bytes()), "x");
  EXPECT_EQ(key.text(), "\"12\", \"x\"");
  EXPECT_EQ(key.first_without_number(), 1U);
}

TEST(KeyOrderTest, LaterColumnsDecideWhereEarlierOnesAreEqual) {
  const KeyPlace place{.columns = {0, 1}};
  KeyReader a(place);
  KeyReader b(place);
  a.load(as_bytes("1,10"));
  b.load(as_bytes("1.0,9"));
  EXPECT_EQ(compare_keys(KeyOrder::numeric, a, b), std::strong_ordering::greater);
  EXPECT_EQ(compare_keys(KeyOrder::bytes, a, b), std::strong_ordering::less);
  b.load(as_bytes("1,9"));
  EXPECT_EQ(compare_keys(KeyOrder::bytes, a, b), std::strong_ordering::less);
}

TEST(KeyOrderTest, MessagesShowShortValuesInOneLine) {
  const auto shown = [](std::string_view text) {
    return text_of(Field::from_text(as_bytes(text)));
  };
  EXPECT_EQ(shown("abc"), "\"abc\"");
  EXPECT_EQ(shown("\"a \"\"b\"\"\nc\""), "\"a \"b\" c\"");
  EXPECT_EQ(shown(std::string(41, 'a')), "\"" + std::string(40, 'a') + "...\"");
  EXPECT_EQ(shown(std::string(39, 'a') + "\xC3\xA9"), "\"" + std::string(39, 'a') + "...\"");
}

}  // namespace
}  // namespace heddle::table

#include "heddle/core/status.h"

#include <gtest/gtest.h>

namespace heddle {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return Status(Code::invalid_argument, "odd");
  return value / 2;
}

Status quarter(int value, int& out) {
  Result<int> first = half(value);
  if (!first.ok()) return std::move(first).status();
  Result<int> second = half(value / 2);
  if (!second.ok()) return std::move(second).status();
  out = second.value();
  return {};
}

TEST(StatusTest, DefaultIsSuccess) {
  const Status status;
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(status.code(), Code::ok);
  EXPECT_EQ(status.message(), "");
}

TEST(StatusTest, KeepsCodeMessageAndLocation) {
  const Status status =
      Status(Code::malformed_input, "bad", {.line = 3, .byte_offset = 17}).with_input(1);
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(status.code(), Code::malformed_input);
  EXPECT_EQ(status.message(), "bad");
  EXPECT_EQ(status.location().input, 1);
  EXPECT_EQ(status.location().line, 3U);
  EXPECT_EQ(status.location().byte_offset, 17U);
  EXPECT_EQ(code_name(status.code()), "malformed_input");
}

Status both(const Status& first, const Status& second) {
  HEDDLE_TRY(Status(first.code(), std::string(first.message())));
  HEDDLE_TRY(Status(second.code(), std::string(second.message())));
  return {};
}

TEST(StatusTest, TryLeavesAtTheFirstFailure) {
  const Status fine;
  const Status early(Code::io, "early");
  const Status late(Code::internal, "late");
  EXPECT_TRUE(both(fine, fine).ok());
  EXPECT_EQ(both(early, late).message(), "early");
  EXPECT_EQ(both(fine, late).message(), "late");
}

TEST(ResultTest, FailureMovesOut) {
  int out = 0;
  EXPECT_TRUE(quarter(12, out).ok());
  EXPECT_EQ(out, 3);
  EXPECT_EQ(quarter(6, out).message(), "odd");
  EXPECT_EQ(out, 3);
}

TEST(ResultTest, HoldsValueOrStatus) {
  EXPECT_EQ(half(8).value(), 4);
  const Result<int> odd = half(7);
  EXPECT_FALSE(odd.ok());
  EXPECT_EQ(odd.error().code(), Code::invalid_argument);
}

}  // namespace
}  // namespace heddle

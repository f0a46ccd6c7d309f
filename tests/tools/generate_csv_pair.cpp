// Writes a pair of CSV files whose differences are known, for tests and benchmarks.
//
//   left.csv, right.csv   the same rows in the same order, apart from the differences
//   right-shuffled.csv    right.csv with its rows in another order
//   right-respelled.csv   right.csv with every value but the key written in another way: capitals, blanks around
//                         it, a zero behind a number
//   truth.json            what a comparison with the key `id` must find
//
// Every value is a pure function of the seed, so the same bytes come out on every machine.

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "heddle/core/philox.h"

namespace {

constexpr std::size_t k_columns = 8;
constexpr std::size_t k_amount = 4;
constexpr std::size_t k_price = 5;
constexpr std::string_view k_header = "id,code,name,category,amount,price,ts,note\n";

using Row = std::array<std::string, k_columns>;

/// What a random number is for; part of the counter.
enum class Purpose : std::uint32_t { values, fate, change, shuffle };

/// Random numbers for one row and purpose, drawn one after another.
class Draw {
 public:
  Draw(std::uint64_t seed, std::uint64_t row, Purpose purpose, std::uint32_t salt = 0)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
        counter_{static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(row >> 32),
                 static_cast<std::uint32_t>(purpose) | salt << 8, 0} {}

  std::uint32_t word() {
    if (used_ == words_.size()) {
      words_ = heddle::philox4x32_10(counter_, key_);
      ++counter_[3];
      used_ = 0;
    }
    return words_[used_++];
  }

  /// In [0, bound).
  std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(std::uint64_t{word()} * bound >> 32);
  }

  /// True for `count` in a thousand.
  bool per_mille(std::uint32_t count) { return below(1000) < count; }

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> words_{};
  std::size_t used_ = 4;
};

std::string word_of(Draw& draw) {
  static constexpr std::array<const char*, 16> k_words = {
      "alpha", "bravo",   "charlie", "delta", "écho", "foxtrot",  "golf",  "hotel",
      "india", "juliett", "kilo",    "lima",  "mike", "november", "oscar", "papa"};
  return k_words[draw.below(k_words.size())];
}

std::string padded(std::uint32_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

std::string note_of(Draw& draw) {
  const std::uint32_t kind = draw.below(100);
  const std::string first = word_of(draw);
  const std::string second = word_of(draw);
  if (kind < 10) return "said \"" + first + "\", then " + second;
  if (kind < 11) return "line one " + first + "\nline two " + second;
  if (kind < 12) return "";
  return first + " " + second;
}

/// salt  0 for the row as it was; others give other values for the same id.
Row make_row(std::uint64_t seed, std::uint64_t id, std::uint32_t salt) {
  Draw draw(seed, id, Purpose::values, salt);
  Row row;
  row[0] = std::to_string(id);
  std::array<char, 16> code{};
  std::snprintf(code.data(), code.size(), "K%08x", draw.word());
  row[1] = code.data();
  row[2] = word_of(draw) + ", " + word_of(draw);
  row[3] = word_of(draw);
  row[k_amount] = std::to_string(static_cast<std::int32_t>(draw.below(1'000'000)) - 500'000);
  row[k_price] = std::to_string(draw.below(10'000)) + "." + padded(draw.below(10'000), 4);
  row[6] = "20" + padded(draw.below(25), 2) + "-" + padded(1 + draw.below(12), 2) + "-" +
           padded(1 + draw.below(28), 2) + "T" + padded(draw.below(24), 2) + ":" +
           padded(draw.below(60), 2) + ":" + padded(draw.below(60), 2) + "Z";
  row[7] = note_of(draw);
  return row;
}

/// Gives `column` a value that it does not have yet.
void change_cell(Row& row, std::size_t column, std::uint64_t seed, std::uint64_t id) {
  const std::string before = row[column];
  for (std::uint32_t salt = 1; row[column] == before; ++salt) {
    row[column] = make_row(seed, id, salt)[column];
  }
}

/// always_quoted  a column whose value gets quotes even when it needs none; k_columns for none.
void append_row(const Row& row, std::size_t always_quoted, std::string& out) {
  for (std::size_t c = 0; c < k_columns; ++c) {
    if (c > 0) out += ',';
    const std::string& value = row[c];
    if (c != always_quoted && value.find_first_of(",\"\r\n") == std::string::npos) {
      out += value;
      continue;
    }
    out += '"';
    for (const char character : value) {
      if (character == '"') out += '"';
      out += character;
    }
    out += '"';
  }
  out += '\n';
}

/// The same values, told apart by nothing but blanks, case and how numbers are written.
Row respell(Row row) {
  for (std::size_t c = 1; c < k_columns; ++c) {
    for (char& character : row[c]) {
      if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 32);
    }
  }
  row[k_amount] += ".0";
  row[k_price] += '0';
  for (std::size_t c = 1; c < k_columns; ++c) row[c] = ' ' + row[c] + ' ';
  return row;
}

struct Truth {
  std::uint64_t rows = 0;
  std::uint64_t right_rows = 0;
  std::uint64_t added = 0;
  std::uint64_t removed = 0;
  std::uint64_t changed = 0;
  std::uint64_t changed_cells = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t quoting_only = 0;  // among the unchanged rows
};

struct Pair {
  std::string left{k_header};
  std::string right{k_header};
  std::string respelled{k_header};
  std::vector<std::size_t> right_rows;  // where each row of right begins
  Truth truth;
};

/// plain  leaves out what only the other right files need.
Pair make_pair(std::uint64_t seed, std::uint64_t rows, bool plain) {
  Pair pair;
  Truth& truth = pair.truth;
  truth.rows = rows;
  pair.left.reserve(rows * 96);
  pair.right.reserve(rows * 96);
  if (!plain) pair.respelled.reserve(rows * 112);
  const auto add_right = [&](const Row& row, std::size_t always_quoted) {
    ++truth.right_rows;
    if (!plain) pair.right_rows.push_back(pair.right.size());
    append_row(row, always_quoted, pair.right);
    if (!plain) append_row(respell(row), always_quoted, pair.respelled);
  };
  for (std::uint64_t i = 0; i < rows; ++i) {
    const std::uint64_t id = 3 * i + 1;
    Row row = make_row(seed, id, 0);
    append_row(row, k_columns, pair.left);

    Draw fate(seed, id, Purpose::fate);
    const std::uint32_t kind = fate.below(1000);
    if (kind < 5) {
      ++truth.removed;
    } else if (kind < 15) {
      Draw change(seed, id, Purpose::change);
      const std::size_t first = 1 + change.below(k_columns - 1);
      change_cell(row, first, seed, id);
      ++truth.changed_cells;
      if (change.below(5) == 0) {
        const std::size_t second =
            1 + (first - 1 + 1 + change.below(k_columns - 2)) % (k_columns - 1);
        change_cell(row, second, seed, id);
        ++truth.changed_cells;
      }
      ++truth.changed;
      add_right(row, k_columns);
    } else if (kind < 17) {
      add_right(row, 3);
      ++truth.quoting_only;
      ++truth.unchanged;
    } else {
      add_right(row, k_columns);
      ++truth.unchanged;
    }
    if (fate.per_mille(5)) {
      add_right(make_row(seed, id + 1, 0), k_columns);
      ++truth.added;
    }
  }
  return pair;
}

/// The rows of right in another order.
std::string shuffle_right(const Pair& pair, std::uint64_t seed) {
  std::vector<std::size_t> order(pair.right_rows.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (std::size_t i = order.size(); i-- > 1;) {
    Draw draw(seed, i, Purpose::shuffle);
    std::swap(order[i], order[draw.below(static_cast<std::uint32_t>(i + 1))]);
  }
  std::string text(k_header);
  text.reserve(pair.right.size());
  for (const std::size_t row : order) {
    const std::size_t begin = pair.right_rows[row];
    const std::size_t end =
        row + 1 < pair.right_rows.size() ? pair.right_rows[row + 1] : pair.right.size();
    text.append(pair.right, begin, end - begin);
  }
  return text;
}

void write_file(const std::filesystem::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (!file) throw std::filesystem::filesystem_error("cannot be written", path, std::error_code());
}

std::string to_json(const Truth& truth) {
  const nlohmann::ordered_json object = {
      {"rows", truth.rows},           {"rightRows", truth.right_rows},
      {"added", truth.added},         {"removed", truth.removed},
      {"changed", truth.changed},     {"changedCells", truth.changed_cells},
      {"unchanged", truth.unchanged}, {"quotingOnly", truth.quoting_only}};
  return object.dump(2) + "\n";
}

/// Writes everything beside `folder` first, so that a folder of that name is always complete.
void write_pair(const std::filesystem::path& folder, std::uint64_t seed, std::uint64_t rows,
                bool plain) {
  std::filesystem::path unfinished = folder;
  unfinished += ".unfinished-" + std::to_string(::getpid());
  std::filesystem::remove_all(unfinished);
  std::filesystem::create_directories(unfinished);
  const Pair pair = make_pair(seed, rows, plain);
  write_file(unfinished / "left.csv", pair.left);
  write_file(unfinished / "right.csv", pair.right);
  if (!plain) {
    write_file(unfinished / "right-shuffled.csv", shuffle_right(pair, seed));
    write_file(unfinished / "right-respelled.csv", pair.respelled);
  }
  write_file(unfinished / "truth.json", to_json(pair.truth));
  std::filesystem::remove_all(folder);
  std::filesystem::rename(unfinished, folder);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Writes a pair of CSV files whose differences are known", "generate_csv_pair");
  std::uint64_t rows = 1'000'000;
  std::uint64_t seed = 1;
  std::string out;
  app.add_option("--rows", rows, "Rows of left")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}))
      ->capture_default_str();
  app.add_option("--seed", seed, "Any number; the same one gives the same files")
      ->capture_default_str();
  bool plain = false;
  app.add_flag("--plain", plain, "Only left.csv, right.csv and what differs in them");
  app.add_option("--out", out, "Folder to write to; replaced when it exists")->required();
  CLI11_PARSE(app, argc, argv);
  try {
    write_pair(out, seed, rows, plain);
  } catch (const std::filesystem::filesystem_error& error) {
    std::fprintf(stderr, "generate_csv_pair: %s\n", error.what());
    return 2;
  }
  return 0;
}

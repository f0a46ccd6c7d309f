#include "similar_rows.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "heddle/core/state_hash.h"
#include "heddle/runtime/parallel.h"
#include "heddle/runtime/sort.h"

namespace heddle::table {

namespace {

constexpr std::size_t k_block = 256;
constexpr std::size_t k_candidates = 8;  // that a row of left keeps
// Most rows of right that are looked at for all rows of left together, about.
constexpr std::uint64_t k_visits = std::uint64_t{1} << 27;

Status no_memory() {
  return {Code::out_of_memory, "there is not enough memory to find similar rows"};
}

bool in_word(std::uint8_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

/// Calls take(hash) for each word of a value.
template <class Take>
void for_each_word(const Field& value, std::uint64_t column, std::string& lower, Take&& take) {
  lower.clear();
  value.for_each_part([&](ByteView part) {
    for (const std::uint8_t c : part) {
      lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
  });
  bool any = false;
  for (std::size_t i = 0; i < lower.size();) {
    std::size_t end = i;
    while (end < lower.size() && in_word(static_cast<std::uint8_t>(lower[end]))) ++end;
    if (end > i) {
      any = true;
      take(hash64(as_bytes(std::string_view(lower).substr(i, end - i)), column));
    }
    i = end + 1;
  }
  if (!any && !lower.empty()) take(hash64(as_bytes(lower), column));
}

/// The rows of one side that are alone, as sets of words.
struct Rows {
  Buffer<std::uint32_t> row;   // their numbers
  Buffer<std::size_t> begin;   // of each row's words; one more than there are rows
  Buffer<std::uint32_t> size;  // how many words each has
  Buffer<std::uint64_t> hash;  // of the words; those of a row in increasing order
  Buffer<std::uint32_t> word;  // the same as numbers, the rarest first

  [[nodiscard]] std::size_t count() const { return row.size(); }
  [[nodiscard]] std::span<const std::uint32_t> words(std::size_t i) const {
    return word.view().subspan(begin[i], size[i]);
  }
};

/// Reads the words of the rows that stand in `rows.row`.
Status read_words(Scheduler& scheduler, const Side& side, std::span<const std::uint32_t> columns,
                  CancelToken cancel, Rows& rows) {
  const std::size_t count = rows.count();
  if (!rows.begin.allocate(count + 1) || !rows.size.allocate(count)) return no_memory();
  const auto for_rows = [&](auto&& take) {
    return parallel_for(
        scheduler, {0, count}, k_block,
        [&](Range chunk, std::uint32_t) {
          std::vector<Field> fields(side.header.columns.size());
          std::string lower;
          for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
            side.cut(rows.row[i], fields);
            take(i, fields, lower);
          }
        },
        cancel);
  };
  HEDDLE_TRY(for_rows([&](std::size_t i, std::span<const Field> fields, std::string& lower) {
    rows.size[i] = 0;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      for_each_word(fields[columns[c]], c, lower, [&](std::uint64_t) { ++rows.size[i]; });
    }
  }));
  std::size_t total = 0;
  for (std::size_t i = 0; i < count; ++i) {
    rows.begin[i] = total;
    total += rows.size[i];
  }
  rows.begin[count] = total;
  if (!rows.hash.allocate(total) || !rows.word.allocate(total)) return no_memory();
  return for_rows([&](std::size_t i, std::span<const Field> fields, std::string& lower) {
    std::uint64_t* const first = rows.hash.data() + rows.begin[i];
    std::uint64_t* end = first;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      for_each_word(fields[columns[c]], c, lower, [&](std::uint64_t hash) { *end++ = hash; });
    }
    std::sort(first, end);
    rows.size[i] = static_cast<std::uint32_t>(std::unique(first, end) - first);
  });
}

/// Numbers all words, the rarest first.
class Dictionary {
 public:
  Status build(Scheduler& scheduler, const Rows& left, const Rows& right) {
    Buffer<std::uint64_t> all;
    if (!all.allocate(left.hash.size() + right.hash.size())) return no_memory();
    std::size_t size = 0;
    for (const Rows* rows : {&left, &right}) {
      for (std::size_t i = 0; i < rows->count(); ++i) {
        const std::uint64_t* first = rows->hash.data() + rows->begin[i];
        std::copy(first, first + rows->size[i], all.data() + size);
        size += rows->size[i];
      }
    }
    HEDDLE_TRY(parallel_sort(scheduler, std::span(all.data(), size), std::less<>()));
    if (!words_.allocate(size)) return no_memory();
    std::size_t words = 0;
    for (std::size_t i = 0; i < size; ++words) {
      const std::size_t begin = i;
      while (i < size && all[i] == all[begin]) ++i;
      words_[words] = {all[begin], static_cast<std::uint32_t>(i - begin), 0};
    }
    words_.shrink(words);
    const auto by_rarity = [](const Word& a, const Word& b) {
      return a.rows != b.rows ? a.rows < b.rows : a.hash < b.hash;
    };
    const auto by_hash = [](const Word& a, const Word& b) { return a.hash < b.hash; };
    HEDDLE_TRY(parallel_sort(scheduler, std::span(words_.data(), words), by_rarity));
    for (std::size_t i = 0; i < words; ++i) words_[i].number = static_cast<std::uint32_t>(i);
    return parallel_sort(scheduler, std::span(words_.data(), words), by_hash);
  }

  [[nodiscard]] std::size_t size() const { return words_.size(); }

  /// Writes the numbers of a side's words, in increasing order for each row.
  Status number(Scheduler& scheduler, CancelToken cancel, Rows& rows) const {
    return parallel_for(
        scheduler, {0, rows.count()}, k_block,
        [&](Range chunk, std::uint32_t) {
          for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
            std::uint32_t* const first = rows.word.data() + rows.begin[i];
            for (std::uint32_t w = 0; w < rows.size[i]; ++w) {
              const std::uint64_t hash = rows.hash[rows.begin[i] + w];
              first[w] = std::lower_bound(words_.begin(), words_.end(), hash,
                                          [](const Word& word, std::uint64_t wanted) {
                                            return word.hash < wanted;
                                          })
                             ->number;
            }
            std::sort(first, first + rows.size[i]);
          }
        },
        cancel);
  }

 private:
  struct Word {
    std::uint64_t hash;
    std::uint32_t rows;  // that have it, of both sides
    std::uint32_t number;
  };
  Buffer<Word> words_;
};

/// How similar a row of left and one of right are; places among the rows that are alone.
struct Match {
  std::uint32_t shared;
  std::uint32_t all;
  std::uint32_t left;
  std::uint32_t right;

  /// Better ones first.
  bool operator<(const Match& other) const {
    const std::uint64_t ours = std::uint64_t{shared} * other.all;
    const std::uint64_t theirs = std::uint64_t{other.shared} * all;
    if (ours != theirs) return ours > theirs;
    return left != other.left ? left < other.left : right < other.right;
  }
};

class Matcher {
 public:
  Matcher(const Rows& left, const Rows& right, double threshold)
      : left_(left), right_(right), threshold_(threshold) {}

  /// Finds the candidates of all rows of left, best first.
  Status find(Scheduler& scheduler, std::size_t words, CancelToken cancel, Buffer<Match>& matches) {
    HEDDLE_TRY(index_right(words));
    std::uint64_t looked_up = 1;
    for (std::size_t i = 0; i < left_.count(); ++i) looked_up += rare_words(left_.size[i]);
    most_rows_ = std::clamp<std::uint64_t>(k_visits / looked_up, 8, 4096);

    Buffer<std::uint32_t> found;
    if (!matches.allocate(left_.count() * k_candidates) || !found.allocate(left_.count())) {
      return no_memory();
    }
    HEDDLE_TRY(parallel_for(
        scheduler, {0, left_.count()}, k_block,
        [&](Range chunk, std::uint32_t) {
          std::vector<std::uint32_t> candidates;
          for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
            found[i] = match_row(static_cast<std::uint32_t>(i), candidates,
                                 matches.data() + i * k_candidates);
          }
        },
        cancel));
    std::size_t size = 0;
    for (std::size_t i = 0; i < left_.count(); ++i) {
      const Match* const first = matches.data() + i * k_candidates;
      std::copy(first, first + found[i], matches.data() + size);
      size += found[i];
    }
    matches.shrink(size);
    return parallel_sort(scheduler, std::span(matches.data(), size), std::less<>());
  }

 private:
  /// Of so many words of a row that is in a match, one of these must be in both rows, the rarest first.
  [[nodiscard]] std::uint32_t rare_words(std::uint32_t size) const {
    // A little less, lest rounding leaves one out.
    const double wanted = (threshold_ - 1e-9) * size;
    auto shared = static_cast<std::uint32_t>(std::max(wanted, 0.0));
    if (shared < wanted) ++shared;
    return size == 0 ? 0 : size - std::max(shared, 1U) + 1;
  }

  /// For each word the rows of right that have it among their rare ones.
  Status index_right(std::size_t words) {
    if (!begin_.allocate_zeroed(words + 1)) return no_memory();
    const auto for_each = [&](auto&& take) {
      for (std::uint32_t i = 0; i < right_.count(); ++i) {
        for (const std::uint32_t word : right_.words(i).first(rare_words(right_.size[i]))) {
          take(word, i);
        }
      }
    };
    for_each([&](std::uint32_t word, std::uint32_t) { ++begin_[word]; });
    std::size_t total = 0;
    for (std::size_t& count : begin_) total += std::exchange(count, total);
    if (!rows_.allocate(total)) return no_memory();
    for_each([&](std::uint32_t word, std::uint32_t row) { rows_[begin_[word]++] = row; });
    // Each begin has moved to the next one's place.
    for (std::size_t word = words; word > 0; --word) begin_[word] = begin_[word - 1];
    if (words > 0) begin_[0] = 0;
    return {};
  }

  std::uint32_t match_row(std::uint32_t row, std::vector<std::uint32_t>& candidates,
                          Match* best) const {
    const std::span<const std::uint32_t> words = left_.words(row);
    candidates.clear();
    for (const std::uint32_t word : words.first(rare_words(left_.size[row]))) {
      const std::size_t begin = begin_[word];
      const std::size_t end = begin_[word + 1];
      if (end - begin > most_rows_) continue;
      candidates.insert(candidates.end(), rows_.data() + begin, rows_.data() + end);
    }
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    std::uint32_t found = 0;
    for (const std::uint32_t other : candidates) {
      const std::uint32_t shared = count_shared(words, right_.words(other));
      const Match match{shared, left_.size[row] + right_.size[other] - shared, row, other};
      if (shared == 0 || shared < threshold_ * match.all) continue;
      if (found == k_candidates && !(match < best[found - 1])) continue;
      std::uint32_t place = found < k_candidates ? found++ : found - 1;
      for (; place > 0 && match < best[place - 1]; --place) best[place] = best[place - 1];
      best[place] = match;
    }
    return found;
  }

  static std::uint32_t count_shared(std::span<const std::uint32_t> a,
                                    std::span<const std::uint32_t> b) {
    std::uint32_t shared = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
      if (a[i] == b[j]) {
        ++shared;
        ++i;
        ++j;
      } else if (a[i] < b[j]) {
        ++i;
      } else {
        ++j;
      }
    }
    return shared;
  }

  const Rows& left_;
  const Rows& right_;
  double threshold_;
  std::uint64_t most_rows_ = 0;
  Buffer<std::size_t> begin_;  // of each word's rows; one more than there are words
  Buffer<std::uint32_t> rows_;
};

/// The places at which `is_alone` holds.
template <class IsAlone>
bool collect(std::size_t rows, Buffer<std::uint32_t>& out, IsAlone&& is_alone) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < rows; ++i) count += is_alone(i) ? 1 : 0;
  if (!out.allocate(count)) return false;
  count = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    if (is_alone(i)) out[count++] = static_cast<std::uint32_t>(i);
  }
  return true;
}

}  // namespace

Status pair_similar_rows(Scheduler& scheduler, const Diff::State& state, double threshold,
                         CancelToken cancel, Pairing& pairing) {
  Rows left;
  Rows right;
  const auto left_alone = [&](std::size_t i) { return pairing.right_of[i] == Pairing::k_none; };
  const auto right_alone = [&](std::size_t i) { return pairing.right_paired[i] == 0; };
  if (!collect(state.left.index.rows, left.row, left_alone) ||
      !collect(state.right.index.rows, right.row, right_alone)) {
    return no_memory();
  }
  if (left.count() == 0 || right.count() == 0) return {};
  std::vector<std::uint32_t> left_columns;
  std::vector<std::uint32_t> right_columns;
  for (const Schema::Pair& pair : state.schema.key) {
    left_columns.push_back(pair.left);
    right_columns.push_back(pair.right);
  }
  HEDDLE_TRY(read_words(scheduler, state.left, left_columns, cancel, left));
  HEDDLE_TRY(read_words(scheduler, state.right, right_columns, cancel, right));
  Dictionary dictionary;
  HEDDLE_TRY(dictionary.build(scheduler, left, right));
  HEDDLE_TRY(dictionary.number(scheduler, cancel, left));
  HEDDLE_TRY(dictionary.number(scheduler, cancel, right));
  Buffer<Match> matches;
  HEDDLE_TRY(Matcher(left, right, threshold).find(scheduler, dictionary.size(), cancel, matches));
  for (const Match& match : matches) {
    const std::uint32_t l = left.row[match.left];
    const std::uint32_t r = right.row[match.right];
    if (!left_alone(l) || !right_alone(r)) continue;
    pairing.right_of[l] = r;
    pairing.right_paired[r] = 1;
  }
  return {};
}

}  // namespace heddle::table

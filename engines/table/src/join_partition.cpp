#include "join_partition.h"

#include <algorithm>
#include <bit>
#include <cstddef>

namespace heddle::table {

namespace {

constexpr std::uint32_t k_end = ~std::uint32_t{0};

/// The entries of one file by key: a hash table with one slot for each distinct key, which leads to the
/// key's entries in the file's order.
class KeyTable {
 public:
  struct Slot {
    std::uint32_t first;      // the first entry with the key, or k_end in an empty slot
    std::uint32_t next_free;  // the first entry not paired yet, or k_end
  };

  /// same  whether two rows whose hashes are equal have the same key.
  /// Returns false when there is not enough memory.
  template <class Same>
  bool build(const JoinEntries& entries, ArenaScope& scratch, Same&& same) {
    entries_ = &entries;
    const std::size_t capacity = std::bit_ceil(std::max<std::size_t>(entries.size(), 1) * 2);
    mask_ = capacity - 1;
    slots_ = scratch.allocate<Slot>(capacity);
    next_ = scratch.allocate<std::uint32_t>(std::max<std::size_t>(entries.size(), 1));
    if (slots_.empty() || next_.empty()) return false;
    std::fill(slots_.begin(), slots_.end(), Slot{k_end, k_end});
    // From the last row to the first, so that each key's list ends up in the file's order.
    for (std::uint32_t entry = entries.size(); entry-- > 0;) {
      std::size_t s = entries.hash[entry] & mask_;
      for (;; s = (s + 1) & mask_) {
        const std::uint32_t other = slots_[s].first;
        if (other == k_end) break;
        if (entries.hash[other] == entries.hash[entry] &&
            same(entries.row[other], entries.row[entry])) {
          has_duplicates_ = true;
          break;
        }
      }
      next_[entry] = slots_[s].first;
      slots_[s] = {entry, entry};
    }
    return true;
  }

  /// The slot of a key, or of none.
  /// same  whether an entry's row has the key that is looked for.
  template <class Same>
  Slot& find(std::uint64_t hash, Same&& same) {
    std::size_t s = hash & mask_;
    for (;; s = (s + 1) & mask_) {
      const std::uint32_t entry = slots_[s].first;
      if (entry == k_end) break;
      if (entries_->hash[entry] == hash && same(entries_->row[entry])) break;
    }
    return slots_[s];
  }

  [[nodiscard]] std::span<Slot> slots() const { return slots_; }
  [[nodiscard]] std::size_t place(const Slot& slot) const {
    return static_cast<std::size_t>(&slot - slots_.data());
  }
  /// The entry with the same key behind this one, or k_end.
  [[nodiscard]] std::uint32_t behind(std::uint32_t entry) const { return next_[entry]; }
  [[nodiscard]] bool has_duplicates() const { return has_duplicates_; }

 private:
  const JoinEntries* entries_ = nullptr;
  std::span<Slot> slots_;
  std::span<std::uint32_t> next_;
  std::size_t mask_ = 0;
  bool has_duplicates_ = false;
};

/// A row and the hash of its values.
struct HashedRow {
  std::uint64_t hash;
  std::uint32_t row;

  bool operator<(const HashedRow& other) const {
    return hash != other.hash ? hash < other.hash : row < other.row;
  }
};

void count(DuplicateKeys& duplicates, std::size_t rows) {
  if (rows < 2) return;
  ++duplicates.keys;
  duplicates.rows += static_cast<std::uint32_t>(rows);
}

}  // namespace

template <class SameLeft, class SameRight, class SameKey>
bool PartitionJoin::join_with(const JoinEntries& left, const JoinEntries& right,
                              SameLeft&& same_left, SameRight&& same_right, SameKey&& same_key) {
  ArenaScope scratch(scratch_);
  KeyTable table;
  if (!table.build(left, scratch, same_left)) return false;
  const std::size_t right_size = std::max<std::size_t>(right.size(), 1);
  // Those rows of right whose keys left does not have.
  const auto alone_hash = scratch.allocate<std::uint64_t>(right_size);
  const auto alone_row = scratch.allocate<std::uint32_t>(right_size);
  if (alone_hash.empty() || alone_row.empty()) return false;
  std::size_t alone = 0;

  bool has_duplicates = table.has_duplicates();
  for (std::uint32_t i = 0; i < right.size(); ++i) {
    const std::uint32_t row = right.row[i];
    KeyTable::Slot& slot =
        table.find(right.hash[i], [&](std::uint32_t other) { return same_key(other, row); });
    if (slot.first == k_end) {
      alone_hash[alone] = right.hash[i];
      alone_row[alone++] = row;
      continue;
    }
    const std::uint32_t free = slot.next_free;
    if (free == k_end) {
      has_duplicates = true;
      continue;
    }
    slot.next_free = table.behind(free);
    pairing_->right_of[left.row[free]] = row;
    pairing_->right_paired[row] = 1;
  }
  // Without a key all rows of a group are the same, so that any pairs will do.
  if (schema_.whole_rows) return true;
  if (!count_duplicates({alone_hash.first(alone), alone_row.first(alone)}, same_right)) {
    return false;
  }
  if (!has_duplicates) return true;

  const auto first_right = scratch.allocate<std::uint32_t>(table.slots().size());
  const auto next_right = scratch.allocate<std::uint32_t>(right_size);
  const auto left_rows = scratch.allocate<std::uint32_t>(std::max<std::size_t>(left.size(), 1));
  const auto right_rows = scratch.allocate<std::uint32_t>(right_size);
  if (first_right.empty() || next_right.empty() || left_rows.empty() || right_rows.empty()) {
    return false;
  }
  std::fill(first_right.begin(), first_right.end(), k_end);
  for (std::uint32_t i = right.size(); i-- > 0;) {
    const std::uint32_t row = right.row[i];
    const KeyTable::Slot& slot =
        table.find(right.hash[i], [&](std::uint32_t other) { return same_key(other, row); });
    if (slot.first == k_end) continue;
    std::uint32_t& first = first_right[table.place(slot)];
    next_right[i] = first;
    first = i;
  }
  for (const KeyTable::Slot& slot : table.slots()) {
    if (slot.first == k_end) continue;
    std::size_t in_left = 0;
    for (std::uint32_t e = slot.first; e != k_end; e = table.behind(e)) {
      left_rows[in_left++] = left.row[e];
    }
    std::size_t in_right = 0;
    for (std::uint32_t e = first_right[table.place(slot)]; e != k_end; e = next_right[e]) {
      right_rows[in_right++] = right.row[e];
    }
    if (in_left < 2 && in_right < 2) continue;
    if (!take_duplicates(left_rows.first(in_left), right_rows.first(in_right))) return false;
  }
  return true;
}

template <class Same>
bool PartitionJoin::count_duplicates(const JoinEntries& entries, Same&& same) {
  if (entries.size() < 2) return true;
  ArenaScope scratch(scratch_);
  KeyTable table;
  if (!table.build(entries, scratch, same)) return false;
  if (!table.has_duplicates()) return true;
  const auto rows = scratch.allocate<std::uint32_t>(entries.size());
  if (rows.empty()) return false;
  for (const KeyTable::Slot& slot : table.slots()) {
    std::size_t size = 0;
    for (std::uint32_t e = slot.first; e != k_end; e = table.behind(e)) {
      rows[size++] = entries.row[e];
    }
    if (size >= 2 && !take_duplicates({}, rows.first(size))) return false;
  }
  return true;
}

bool PartitionJoin::take_duplicates(std::span<const std::uint32_t> left,
                                    std::span<const std::uint32_t> right) {
  count(left_duplicates_, left.size());
  count(right_duplicates_, right.size());
  const bool to_pair = !left.empty() && !right.empty();
  ArenaScope scratch(scratch_);
  const auto of_left = scratch.allocate<HashedRow>(to_pair ? left.size() : 1);
  const auto of_right = scratch.allocate<HashedRow>(to_pair ? right.size() : 1);
  if (of_left.empty() || of_right.empty()) return false;
  // Each row is cut once, for its key and its values together.
  key_.clear();
  for (std::size_t i = 0; i < left.size(); ++i) {
    comparer_.load_left(left_row(left[i]));
    check_key(comparer_.left(), &Schema::Pair::left);
    if (!to_pair) continue;
    of_left[i] = {comparer_.hash_left_values(), left[i]};
    pairing_->right_of[left[i]] = Pairing::k_none;
  }
  for (std::size_t i = 0; i < right.size(); ++i) {
    comparer_.load_right(right_row(right[i]));
    check_key(comparer_.right(), &Schema::Pair::right);
    if (!to_pair) continue;
    of_right[i] = {comparer_.hash_right_values(), right[i]};
    pairing_->right_paired[right[i]] = 0;
  }
  if (!to_pair) return true;
  const auto pair = [&](std::uint32_t l, std::uint32_t r) {
    pairing_->right_of[l] = r;
    pairing_->right_paired[r] = 1;
  };
  std::sort(of_left.begin(), of_left.end());
  std::sort(of_right.begin(), of_right.end());
  for (std::size_t l = 0, r = 0; l < of_left.size() && r < of_right.size();) {
    if (of_left[l].hash < of_right[r].hash) {
      ++l;
    } else if (of_right[r].hash < of_left[l].hash) {
      ++r;
    } else {
      if (equal_rows(of_left[l].row, of_right[r].row)) pair(of_left[l].row, of_right[r].row);
      ++l;
      ++r;
    }
  }
  for (std::size_t l = 0, r = 0; l < left.size(); ++l) {
    if (pairing_->right_of[left[l]] != Pairing::k_none) continue;
    while (r < right.size() && pairing_->right_paired[right[r]] != 0) ++r;
    if (r == right.size()) break;
    pair(left[l], right[r]);
  }
  return true;
}

void PartitionJoin::check_key(std::span<const Field> row, std::uint32_t Schema::Pair::*side) {
  if (key_.empty()) {
    for (const Schema::Pair& pair : schema_.key) key_.push_back(row[pair.*side]);
    return;
  }
  for (std::size_t k = 0; k < key_.size(); ++k) {
    if (!equal(key_[k], row[schema_.key[k].*side])) keys_equal_ = false;
  }
}

bool PartitionJoin::equal_rows(std::uint32_t left, std::uint32_t right) {
  const ByteView a = left_row(left);
  const ByteView b = right_row(right);
  if (schema_.same_layout && same_bytes(a, b)) return true;
  comparer_.load(a, b);
  return comparer_.equal_values();
}

bool PartitionJoin::join(const JoinEntries& left, const JoinEntries& right, bool verify) {
  if (!verify) {
    const auto always = [](std::uint32_t, std::uint32_t) { return true; };
    return join_with(left, right, always, always, always);
  }
  return join_with(
      left, right,
      [&](std::uint32_t a, std::uint32_t b) {
        return comparer_.same_left_key(left_row(a), left_row(b));
      },
      [&](std::uint32_t a, std::uint32_t b) {
        return comparer_.same_right_key(right_row(a), right_row(b));
      },
      [&](std::uint32_t a, std::uint32_t b) {
        return comparer_.same_key(left_row(a), right_row(b));
      });
}

void PartitionJoin::add_findings(Pairing& pairing) const {
  pairing.left_duplicates.keys += left_duplicates_.keys;
  pairing.left_duplicates.rows += left_duplicates_.rows;
  pairing.right_duplicates.keys += right_duplicates_.keys;
  pairing.right_duplicates.rows += right_duplicates_.rows;
  if (!keys_equal_) pairing.keys_equal = false;
}

}  // namespace heddle::table

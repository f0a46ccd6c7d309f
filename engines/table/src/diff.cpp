#include "heddle/table/diff.h"

#include <utility>

#include "diff_state.h"

namespace heddle::table {

Diff::Diff(std::unique_ptr<State> state) : state_(std::move(state)) {}
Diff::Diff(Diff&&) noexcept = default;
Diff& Diff::operator=(Diff&&) noexcept = default;
Diff::~Diff() = default;

const Counts& Diff::counts() const { return state_->counts; }
bool Diff::same() const {
  return state_->differences.size() == 0 && state_->schema.only_left.empty() &&
         state_->schema.only_right.empty() && state_->renamed.empty();
}
std::span<const RenamedColumn> Diff::renamed_columns() const { return state_->renamed; }
const std::vector<std::string>& Diff::left_columns() const { return state_->left.header.columns; }
const std::vector<std::string>& Diff::right_columns() const { return state_->right.header.columns; }
const FoundDialect& Diff::left_dialect() const { return state_->left.strict.found; }
const FoundDialect& Diff::right_dialect() const { return state_->right.strict.found; }
std::span<const Difference> Diff::differences() const { return state_->differences.view(); }
std::span<const std::uint32_t> Diff::left_of() const { return state_->left_of.view(); }

Result<Diff> Diff::create(Scheduler& scheduler, ByteView left, ByteView right,
                          const DiffOptions& options) {
  return State::create(scheduler, left, right, options, {});
}

}  // namespace heddle::table

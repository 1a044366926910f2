#include "engine/log/format/journal.hpp"

namespace longstop::log {
namespace {

constexpr std::uint8_t commit_version = 1;
constexpr std::uint64_t most_position = UINT32_MAX;

std::optional<Run> take_run(Cursor& cursor) {
    Run run;
    const auto code = cursor.number<std::uint16_t>();
    run.la = {code};
    run.first = cursor.number<std::uint64_t>();
    const auto targets = cursor.number<std::uint32_t>();
    // Positions fit 32 bits, so that none runs over the end of its numbers.
    const bool has_place = run.first != 0 && run.first <= most_position;
    if (!cursor.ok() || code > 999 || !has_place || targets > cursor.left() / sizeof(Target)) {
        return std::nullopt;
    }
    for (std::uint32_t i = 0; i < targets; ++i) {
        const auto place = cursor.number<std::uint32_t>();
        run.targets.push_back({place, cursor.number<std::uint32_t>()});
    }
    const auto records = unpack(cursor.take(cursor.number<std::uint32_t>()));
    if (!cursor.ok() || !records || records->empty()) return std::nullopt;
    run.records = *records;
    for (const auto& target : run.targets) {
        const bool earlier = target.position != 0 && target.position < run.first + target.place;
        if (target.place >= run.records.size() || !earlier) return std::nullopt;
    }
    return run;
}

}  // namespace

std::string begin_commit() {
    std::string commit;
    put(commit, commit_version);
    return commit;
}

void put_run(std::string& commit, events::AuthorityId la, events::Position first,
             const Pack& records, std::span<const Target> targets) {
    put(commit, la.code);
    put(commit, first);
    put(commit, events::size32(targets.size()));
    for (const auto& target : targets) {
        put(commit, target.place);
        put(commit, target.position);
    }
    put(commit, events::size32(records.size()));
    records.put_to(commit);
}

std::optional<std::vector<Run>> decode_commit(std::string_view bytes) {
    Cursor cursor(bytes);
    if (cursor.number<std::uint8_t>() != commit_version) return std::nullopt;
    std::vector<Run> runs;
    while (!cursor.at_end()) {
        auto run = take_run(cursor);
        if (!run) return std::nullopt;
        runs.push_back(std::move(*run));
    }
    if (runs.empty()) return std::nullopt;
    return runs;
}

bool Journal::add(std::uint64_t number, std::string bytes) {
    if (number != last_ + 1) return false;
    const auto& kept = commits_.emplace_back(std::move(bytes));
    const auto runs = decode_commit(kept);
    if (!runs) return false;
    for (const auto& run : *runs) {
        auto& tail = tails_[run.la];
        if (tail.records.empty()) tail.first = run.first;
        const auto before = tail.records.size();
        if (run.first != tail.first + before) return false;
        tail.records.insert(tail.records.end(), run.records.begin(), run.records.end());
        for (const auto& target : run.targets) {
            tail.targets.push_back({events::size32(before + target.place), target.position});
        }
    }
    last_ = number;
    bytes_ += kept.size();
    return true;
}

void Journal::clear() {
    tails_.clear();
    commits_.clear();
    bytes_ = 0;
}

const Tail* Journal::tail(events::AuthorityId la) const {
    const auto found = tails_.find(la);
    return found == tails_.end() ? nullptr : &found->second;
}

}  // namespace longstop::log

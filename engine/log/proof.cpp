#include "engine/log/proof.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/log/rocks/lock_holder.hpp"
#include "events/invariant.hpp"

namespace longstop::log {

Result<void> Proof::check_heads(const Checkpoint& checkpoint) const {
    const auto now = reader_.heads();
    if (!now) return now.error();
    for (const auto& head : *now) {
        const auto then = checkpoint.head_of(head.la).entries;
        if (checkpoint.cleanly && head.entries != then) {
            return came_elsewhere(head.la, head.entries, then);
        }
    }
    for (const auto& then : checkpoint.heads) {
        const auto head = std::find_if(now->begin(), now->end(),
                                       [&](const LogHead& one) { return one.la == then.la; });
        const auto found = head == now->end() ? 0 : head->entries;
        if (found < then.entries) return came_elsewhere(then.la, found, then.entries);
        if (auto same = check_root(then, checkpoint); !same) return same;
    }
    return {};
}

Error Proof::came_elsewhere(AuthorityId la, std::uint64_t entries, std::uint64_t then) const {
    return database_.folder().damaged(
        fmt::format("log {} has {} entries, but had {} when it was last closed",
                    events::to_text(la), entries, then));
}

Result<void> Proof::check_root(const CheckpointHead& then, const Checkpoint& checkpoint) const {
    const auto root = root_at(then.la, then.entries, checkpoint);
    if (!root) return root.error();
    if (!*root || to_hex(**root) == then.root) return {};
    return database_.folder().damaged(fmt::format(
        "log {} is not the log it was when it was last closed", events::to_text(then.la)));
}

// The root of a log when it had so many entries. Where they end within the sealed ones, every
// record before must be hashed: that is done after a writer was killed, and not beside one that is
// at work, whose readers would each pay for it.
Result<std::optional<Digest>> Proof::root_at(AuthorityId la, std::uint64_t entries,
                                             const Checkpoint& checkpoint) const {
    const auto sealed = reader_.sealed().head(la);
    if (!sealed) return sealed.error();
    auto frontier = *sealed ? (*sealed)->frontier : Frontier{};
    if (entries < frontier.size()) {
        const auto lock = database_.folder().lock_file();
        const bool at_work = database_.is_view() && holder_pid(lock) != 0;
        if (checkpoint.cleanly || at_work) return std::optional<Digest>{};
        frontier = {};
    }
    const auto read = reader_.each_record(la, frontier.size() + 1, entries,
                                          [&](const Entry&, std::string_view record) {
                                              frontier.add(record);
                                              return true;
                                          });
    if (!read) return read.error();
    events::invariant(frontier.size() == entries, "a root is of all entries up to its position");
    return std::optional{frontier.root()};
}

Result<void> Proof::check_records() const {
    const auto now = reader_.sealed().heads();
    if (!now) return now.error();
    return reader_.sealed().check_ends(Family::records, *now);
}

bool Proof::derived_reach_heads() const {
    const auto& sealed = reader_.sealed();
    const auto now = sealed.heads();
    if (!now || !sealed.check_ends(Family::columns, *now) ||
        !sealed.check_ends(Family::index, *now)) {
        return false;
    }
    return std::all_of(now->begin(), now->end(),
                       [&](const auto& log) { return has_texts(log.first, log.second); });
}

bool Proof::has_texts(AuthorityId la, const Head& head) const {
    const auto there = [&](Dictionary which, std::uint32_t last) {
        std::string value;
        return last == 0 ||
               database_.get(Family::dictionary, dictionary_key(la, which, last), value).ok();
    };
    return there(Dictionary::cases, head.cases) && there(Dictionary::texts, head.texts);
}

}  // namespace longstop::log

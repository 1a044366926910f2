// Things of a case filed by row, subject and matter, so that what concerns one subject or one
// matter is found without looking at the others. Used where a case has many of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "engine/law/clock.hpp"
#include "engine/law/matters.hpp"

namespace longstop::law {

struct FileKey {
    static constexpr std::int32_t any_subject = INT32_MIN + 1;
    static constexpr std::int32_t every_matter = -1;
    static constexpr std::int32_t nameless = -2;

    std::uint32_t shelf = 0;  // the caller's own: a row, and what kind of thing
    std::int32_t subject = any_subject;
    std::int32_t matter = every_matter;  // an element of a list
    bool operator==(const FileKey&) const = default;
};

struct FileKeyHash {
    std::size_t operator()(const FileKey& key) const {
        auto mixed = std::uint64_t{key.shelf} << 32 | static_cast<std::uint32_t>(key.subject);
        mixed = (mixed ^ static_cast<std::uint32_t>(key.matter)) * 0x9e3779b97f4a7c15U;
        mixed ^= mixed >> 32;
        return static_cast<std::size_t>(mixed * 0xd6e8feb86659fd93U);
    }
};

// Under which matters a thing is filed that names `matter`.
template <class F>
void each_own_matter(MatterNo matter, const MatterLists& matters, F&& f) {
    f(FileKey::every_matter);
    if (matter == 0) f(FileKey::nameless);
    for (const auto element : matters.elements(matter)) f(element);
}

// Under which matters things are filed that are of no different matter than `matter`.
template <class F>
void each_fitting_matter(MatterNo matter, const MatterLists& matters, F&& f) {
    if (matter == 0) return f(FileKey::every_matter);
    f(FileKey::nameless);
    for (const auto element : matters.elements(matter)) f(element);
}

// Events, which speak of one subject or of all (`no_day`), to be asked for by clocks.
class EventFiles {
  public:
    void clear() { files_.clear(); }
    bool empty() const { return files_.empty(); }

    // In reading order.
    void add(std::uint32_t shelf, std::int32_t subject, MatterNo matter, std::uint32_t at,
             const MatterLists& matters) {
        const auto of = subject == no_day ? FileKey::any_subject : subject;
        each_own_matter(matter, matters, [&](std::int32_t element) {
            files_[{shelf, of, element}].push_back(at);
        });
    }

    // Calls `f(at)`, which answers whether to go on, in reading order from `from` on, with each
    // event that speaks of the subject and is of no different matter.
    template <class F>
    void each(std::uint32_t shelf, std::int32_t subject, MatterNo matter, std::uint32_t from,
              const MatterLists& matters, F&& f) const {
        std::vector<Run> runs;
        each_fitting_matter(matter, matters, [&](std::int32_t element) {
            add_run(runs, {shelf, FileKey::any_subject, element}, from);
            if (subject != no_day) add_run(runs, {shelf, subject, element}, from);
        });
        auto least = no_fact;
        while ((least = least_of(runs)) != no_fact && f(least)) step_over(runs, least);
    }

    // Whether there is any such.
    bool any(std::uint32_t shelf, std::int32_t subject, MatterNo matter,
             const MatterLists& matters) const {
        bool found = false;
        each(shelf, subject, matter, 0, matters, [&](std::uint32_t) {
            found = true;
            return false;
        });
        return found;
    }

  private:
    struct Run {
        const std::uint32_t* next;
        const std::uint32_t* end;
    };
    void add_run(std::vector<Run>& runs, const FileKey& key, std::uint32_t from) const {
        const auto found = files_.find(key);
        if (found == files_.end()) return;
        const auto* end = found->second.data() + found->second.size();
        const auto* next = std::lower_bound(found->second.data(), end, from);
        if (next != end) runs.push_back({next, end});
    }
    static std::uint32_t least_of(const std::vector<Run>& runs) {
        auto least = no_fact;
        for (const auto& run : runs) {
            if (run.next != run.end) least = std::min(least, *run.next);
        }
        return least;
    }
    static void step_over(std::vector<Run>& runs, std::uint32_t at) {
        for (auto& run : runs) {
            if (run.next != run.end && *run.next == at) ++run.next;
        }
    }

    std::unordered_map<FileKey, std::vector<std::uint32_t>, FileKeyHash> files_;
};

}  // namespace longstop::law

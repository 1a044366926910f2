// A commit of the journal: what is read is written again byte for byte, and the tails of a journal
// that takes it in hold its records.
#include "engine/log/format/journal.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::log;

namespace {

std::string written(const std::vector<Run>& runs) {
    auto commit = begin_commit();
    for (const auto& run : runs) {
        Pack records;
        for (const auto record : run.records) records.add(record);
        put_run(commit, run.la, run.first, records, run.targets);
    }
    return commit;
}

std::size_t records_of(const std::vector<Run>& runs) {
    std::size_t count = 0;
    for (const auto& run : runs) count += run.records.size();
    return count;
}

void takes_in(std::string_view bytes, const std::vector<Run>* runs) {
    Journal journal;
    const bool added = journal.add(1, std::string{bytes});
    if (!added) return;
    promise(runs != nullptr && journal.last() == 1);
    std::size_t count = 0;
    for (const auto& [la, tail] : journal.tails()) {
        promise(tail.first > 0 && tail.last() >= tail.first);
        count += tail.records.size();
        for (const auto& target : tail.targets) promise(target.place < tail.records.size());
    }
    promise(count == records_of(*runs));
}

}  // namespace

void fuzz(std::string_view bytes) {
    const auto runs = decode_commit(bytes);
    if (runs) promise(written(*runs) == bytes);
    takes_in(bytes, runs ? &*runs : nullptr);
}

#include "engine/log/rebuilder.hpp"

#include <vector>

#include "engine/log/derived_log.hpp"
#include "engine/log/format/bytes.hpp"
#include "engine/log/format/index_block.hpp"
#include "engine/log/sealer.hpp"
#include "events/invariant.hpp"

namespace longstop::log {
namespace {

constexpr std::size_t most_in_block = 4096;

// The derived blocks of one log, put into a batch one after the other.
class DerivedBlocks {
  public:
    DerivedBlocks(const Database& database, Writes& writes, AuthorityId la)
        : database_(database), writes_(writes), la_(la) {}

    void add(const DerivedLog::Parts& parts) {
        headers_.push_back(parts.header);
        index_.push_back(parts.id);
        ++last_;
        if (headers_.size() == most_in_block) put_block();
    }
    void put_block() {
        if (headers_.empty()) return;
        events::invariant(headers_.size() == index_.size(), "columns and index are of one length");
        const auto key = block_key(la_, last_);
        writes_.put(database_.family(Family::columns), key, encode_columns(headers_));
        writes_.put(database_.family(Family::index), key, encode_index(index_));
        headers_.clear();
        index_.clear();
    }

  private:
    const Database& database_;
    Writes& writes_;
    const AuthorityId la_;
    std::vector<Header> headers_;
    std::vector<IdHash> index_;
    Position last_ = 0;
};

void put_dictionaries(const Database& database, Writes& writes, AuthorityId la,
                      const DerivedLog& derived) {
    for (const auto& [which, texts] : {std::pair{Dictionary::cases, &derived.cases()},
                                       std::pair{Dictionary::texts, &derived.texts()}}) {
        if (texts->empty()) continue;
        writes.put(database.family(Family::dictionary),
                   dictionary_key(la, which, events::size32(texts->size())), pack(*texts));
    }
}

}  // namespace

Result<Rebuilt> Rebuilder::rebuild(const Progress& progress) {
    const auto all = reader_.sealed().heads();
    if (!all) return all.error();
    const auto whole = reader_.heads();
    if (!whole) return whole.error();
    Rebuilt rebuilt;
    std::uint64_t of = 0;
    for (const auto& head : *whole) of += head.entries;
    for (const auto& head : *whole) {
        // What is not sealed yet is derived when it is, below.
        const auto sealed = all->find(head.la);
        if (sealed != all->end()) {
            if (auto done = rebuild_log(head.la, sealed->second); !done) return done.error();
        }
        ++rebuilt.logs;
        rebuilt.entries += head.entries;
        if (progress) progress(rebuilt.entries, of);
    }
    state_.logs.clear();
    look_ups_.forget();
    if (auto flushed = Sealer(writer_, state_).flush(); !flushed) return flushed.error();
    return rebuilt;
}

// Everything derived of one log is replaced in one batch: a crash leaves the old or the new.
Result<void> Rebuilder::rebuild_log(AuthorityId la, const Head& head) {
    const auto& database = writer_.database();
    Writes writes;
    for (const auto which : {Family::columns, Family::dictionary, Family::index}) {
        writes.remove_range(database.family(which), authority_prefix(la), authority_end(la));
    }
    DerivedLog derived;
    DerivedBlocks blocks(database, writes, la);
    const auto read = reader_.each_record(la, 1, head.frontier.size(),
                                          [&](const Entry& entry, std::string_view record) {
                                              blocks.add(derived.add(entry, record));
                                              return true;
                                          });
    if (!read) return read.error();
    if (derived.frontier().root() != head.frontier.root()) {
        return writer_.folder().damaged("the records of log " + events::to_text(la) +
                                        " do not have the digest of their head");
    }
    blocks.put_block();
    put_dictionaries(database, writes, la, derived);
    auto renewed = head;
    renewed.cases = events::size32(derived.cases().size());
    renewed.texts = events::size32(derived.texts().size());
    renewed.last_recorded_at = derived.last_recorded_at();
    writes.put(database.family(Family::meta), head_key(la), encode_head(renewed));
    return writer_.write_synced(writes);
}

}  // namespace longstop::log

#include "engine/log/sealed_logs.hpp"

#include <fmt/format.h>

#include "engine/log/format/bytes.hpp"
#include "engine/log/format/index_block.hpp"

namespace longstop::log {

Result<std::map<AuthorityId, Head>> SealedLogs::heads() const {
    std::map<AuthorityId, Head> heads;
    const auto it = database_.iterator(Family::meta);
    const rocksdb::Slice prefix{head_prefix.data(), head_prefix.size()};
    for (it->Seek(prefix); it->Valid() && it->key().starts_with(prefix); it->Next()) {
        const auto la = authority_of(it->key().ToStringView().substr(head_prefix.size()));
        auto head = decode_head(it->value().ToStringView());
        if (!la || !head) return damaged("the head of a log cannot be read");
        heads.emplace(*la, std::move(*head));
    }
    if (auto read = check_read(*it); !read) return read.error();
    return heads;
}

Result<std::optional<Head>> SealedLogs::head(AuthorityId la) const {
    const auto value = meta_value(head_key(la));
    if (!value) return value.error();
    if (!*value) return std::optional<Head>{};
    auto head = decode_head(**value);
    if (!head) return damaged("the head of log " + events::to_text(la) + " cannot be read");
    return head;
}

// By an iterator: Get of a secondary looks into its memtable first and takes what it finds there,
// replayed from an old write-ahead log, for newer than what lies in a sorted file.
Result<std::optional<std::string>> SealedLogs::meta_value(std::string_view key) const {
    const auto it = database_.iterator(Family::meta);
    it->Seek(rocksdb::Slice{key.data(), key.size()});
    if (auto read = check_read(*it); !read) return read.error();
    if (!it->Valid() || it->key().ToStringView() != key) return std::optional<std::string>{};
    return std::optional{it->value().ToString()};
}

Result<LogColumns> SealedLogs::columns(AuthorityId la) const {
    const auto head = this->head(la);
    if (!head) return head.error();
    LogColumns log;
    log.la = la;
    if (!*head) return log;
    const auto entries = (*head)->frontier.size();
    // The columns are the records' shadow: without the records nothing is answered.
    if (auto whole = check_end(Family::records, la, entries); !whole) return whole.error();
    auto headers = this->headers(la, entries);
    if (!headers) return headers.error();
    auto cases = dictionary(la, Dictionary::cases, (*head)->cases);
    if (!cases) return cases.error();
    auto texts = dictionary(la, Dictionary::texts, (*head)->texts);
    if (!texts) return texts.error();
    log.headers = std::move(*headers);
    log.cases = std::move(*cases);
    log.texts = std::move(*texts);
    if (auto known = check_numbers(log); !known) return known.error();
    return log;
}

Result<std::vector<Header>> SealedLogs::headers(AuthorityId la, std::uint64_t entries) const {
    std::vector<Header> headers;
    headers.reserve(entries);
    const auto read = each_block(
        Family::columns, la, 1, [&](Position last, std::string_view bytes) -> Result<bool> {
            const Position next = headers.size() + 1;
            if (next > entries) return false;  // appended since the head was read
            if (last < next || !decode_columns(bytes, last - next + 1, headers)) {
                return damaged("the columns after " + place_of(la, next) + " cannot be read");
            }
            return true;
        });
    if (!read) return read.error();
    if (headers.size() != entries) {
        return damaged("log " + events::to_text(la) + " has " + std::to_string(entries) +
                       " entries by its head, but columns for " + std::to_string(headers.size()));
    }
    return headers;
}

// Each header names what the dictionary has, and an entry of the log.
Result<void> SealedLogs::check_numbers(const LogColumns& log) const {
    const auto fits = [&](const Header& h) {
        return h.case_no <= log.cases.size() && h.subject <= log.texts.size() &&
               h.other <= log.texts.size() && h.matter <= log.texts.size() &&
               h.assigned <= log.texts.size() && h.target <= log.headers.size();
    };
    for (std::size_t i = 0; i < log.headers.size(); ++i) {
        if (fits(log.headers[i])) continue;
        return damaged(place_of(log.la, i + 1) + " names a case or text that the dictionary lacks");
    }
    return {};
}

Result<std::vector<std::string>> SealedLogs::dictionary(AuthorityId la, Dictionary which,
                                                        std::uint32_t expected) const {
    std::vector<std::string> texts;
    texts.reserve(expected);
    rocksdb::ReadOptions options;
    const auto end = dictionary_key(la, which, UINT32_MAX);
    const rocksdb::Slice upper{end};
    options.iterate_upper_bound = &upper;
    const auto it = database_.iterator(Family::dictionary, options);
    for (it->Seek(dictionary_key(la, which, 1)); it->Valid() && texts.size() < expected;
         it->Next()) {
        const auto items = unpack(it->value().ToStringView());
        const auto last = last_of(it->key().ToStringView());
        if (!items || !last || *last != texts.size() + items->size()) {
            return damaged("the dictionary of log " + events::to_text(la) + " cannot be read");
        }
        texts.insert(texts.end(), items->begin(), items->end());
    }
    if (auto read = check_read(*it); !read) return read.error();
    if (texts.size() < expected) {
        return damaged("the dictionary of log " + events::to_text(la) + " holds " +
                       std::to_string(texts.size()) + " of " + std::to_string(expected) + " texts");
    }
    return texts;
}

Result<std::vector<IdHash>> SealedLogs::index(AuthorityId la, std::uint64_t entries) const {
    std::vector<IdHash> index;
    index.reserve(entries);
    const auto read = each_block(
        Family::index, la, 1, [&](Position last, std::string_view bytes) -> Result<bool> {
            if (index.size() >= entries) return false;
            if (last <= index.size() || !decode_index(bytes, last - index.size(), index)) {
                return damaged("the index after " + place_of(la, index.size()) + " cannot be read");
            }
            return true;
        });
    if (!read) return read.error();
    if (index.size() != entries) {
        return damaged("the index of log " + events::to_text(la) + " holds " +
                       std::to_string(index.size()) + " of " + std::to_string(entries) +
                       " entries");
    }
    return index;
}

Result<void> SealedLogs::each_block(Family which, AuthorityId la, Position first,
                                    const BlockFunction& f) const {
    constexpr std::size_t block_key_size = 10;
    rocksdb::ReadOptions options;
    const auto end = authority_end(la);
    const rocksdb::Slice upper{end};
    options.iterate_upper_bound = &upper;
    options.fill_cache = false;  // a log is read through once
    const auto it = database_.iterator(which, options);
    for (it->Seek(block_key(la, first)); it->Valid(); it->Next()) {
        const auto last = last_of(it->key().ToStringView());
        if (!last || it->key().size() != block_key_size)
            return damaged("a block of log " + to_text(la) + " has a key that is no key");
        const auto more = f(*last, it->value().ToStringView());
        if (!more) return more.error();
        if (!*more) return {};
    }
    return check_read(*it);
}

Result<void> SealedLogs::check_end(Family which, AuthorityId la, std::uint64_t entries) const {
    const auto it = database_.iterator(which);
    it->SeekForPrev(authority_end(la));
    if (auto read = check_read(*it); !read) return read;
    const bool any = it->Valid() && authority_of(it->key().ToStringView()) == la;
    const auto last = any ? last_of(it->key().ToStringView()).value_or(0) : 0;
    if (last == entries) return {};
    return ends_elsewhere(which, la, last, entries);
}

Result<void> SealedLogs::check_ends(Family which, const std::map<AuthorityId, Head>& heads) const {
    const auto* const name = family_names[static_cast<std::size_t>(which)];
    const auto it = database_.iterator(which);
    std::size_t logs = 0;
    // From the end, log by log: only the last block of each is read.
    for (it->SeekToLast(); it->Valid(); ++logs) {
        const auto la = authority_of(it->key().ToStringView());
        const auto head = la ? heads.find(*la) : heads.end();
        if (head == heads.end()) return damaged(fmt::format("{}: a log has no head", name));
        const auto last = last_of(it->key().ToStringView()).value_or(0);
        if (last != head->second.frontier.size()) {
            return ends_elsewhere(which, *la, last, head->second.frontier.size());
        }
        it->SeekForPrev(block_key(*la, 0));
    }
    if (auto read = check_read(*it); !read) return read;
    if (logs != heads.size()) {
        return damaged(
            fmt::format("{}: {} logs have blocks, {} have heads", name, logs, heads.size()));
    }
    return {};
}

Error SealedLogs::ends_elsewhere(Family which, AuthorityId la, Position last,
                                 std::uint64_t entries) const {
    return damaged(fmt::format("{} of log {} end at position {}, its head says {}",
                               family_names[static_cast<std::size_t>(which)], events::to_text(la),
                               last, entries));
}

Result<void> SealedLogs::check_read(const rocksdb::Iterator& it) const {
    if (it.status().ok()) return {};
    return database_.folder().unreadable(it.status());
}

}  // namespace longstop::log

// Records: what is written is read again, today's bytes are read for ever, and bytes that are no
// record are an error.
#include <functional>
#include <map>
#include <random>

#include "events/field_no.hpp"
#include "tests/events/event_support.hpp"

using namespace longstop::events;
using namespace longstop::tests;
using namespace std::string_literals;

TEST_CASE("every type with every field comes back from its record") {
    for (const auto& type : event_types()) {
        const auto entry = full_entry(type);
        const auto bytes = encoded(entry);
        const auto read = decode(bytes);
        INFO(type.name);
        REQUIRE(read.has_value());
        CHECK(same(*read, entry));
        CHECK(encoded(*read) == bytes);
    }
}

TEST_CASE("records of version 1 are read for ever, and written the same", "[golden]") {
    // A type that was given a field or a value has a line for each shape it had, the last as it is.
    const auto records = golden("records-v1.txt");
    CHECK(records.size() >= 71);
    std::map<std::string, std::string> last;
    for (const auto& [name, text] : records) {
        const auto bytes = bytes_of_hex(text);
        INFO(name);
        const auto* type = find_type(name);
        REQUIRE(type != nullptr);
        const auto read = decode(bytes);
        REQUIRE(read.has_value());
        CHECK(type_name(read->event.type) == name);
        CHECK(encoded(*read) == bytes);
        last[name] = text;
    }
    std::ofstream out;
    if (blessing()) out.open(golden_file("records-v1.txt"), std::ios::app);
    for (const auto& type : event_types()) {
        const std::string name{type.name};
        const auto now = hex(encoded(full_entry(type)));
        if (blessing() && last[name] != now) out << name << " " << now << "\n";
        INFO(name
             << " is new or has a new shape: ./dev bless adds it to tests/golden/records-v1.txt");
        CHECK((blessing() || last[name] == now));
    }
}

TEST_CASE("the worked example of docs/log-format.md, byte by byte") {
    Entry entry;
    entry.recorded_at = parse_instant("2025-01-13T09:30:00Z").value();
    entry.event.type = 1;
    entry.event.date = parse_day("2025-01-13").value();
    entry.event.id = "r-1";
    entry.event.source = "capita";
    entry.event.case_reference = "EHC-1023";
    entry.event.actor = "jo";
    entry.event.fields.push_back({FieldNo::by, {}, "parent"});
    CHECK(hex(encoded(entry)) ==
          "01000100854e000000769f16932b0600"
          "03000000722d31"
          "06000000636170697461"
          "080000004548432d31303233"
          "020000006a6f"
          "00000000"
          "01000000"
          "0106000000706172656e74");
}

TEST_CASE("the extremes of a record come back") {
    std::string all;
    for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
    const std::string large(1'000'000, 'x');
    for (const auto micros : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, INT64_MAX}) {
        for (const auto day : {INT32_MIN, -1, 0, INT32_MAX}) {
            Entry entry;
            entry.recorded_at = Instant{std::chrono::microseconds{micros}};
            entry.event.type = 56;
            entry.event.date = day_of(day);
            entry.event.id = all;
            entry.event.fields.push_back({FieldNo::text, {}, day == 0 ? large : all});
            for (int i = 0; i < 40; ++i) entry.event.fields.push_back({FieldNo::foreign, all, ""});
            const auto bytes = encoded(entry);
            const auto read = decode(bytes);
            REQUIRE(read.has_value());
            CHECK(same(*read, entry));
        }
    }
}

TEST_CASE("every prefix of a record is an error") {
    for (const auto& type : event_types()) {
        const auto bytes = encoded(full_entry(type));
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            // A copy of its own, so that a read beyond its end is seen by the sanitizers.
            const std::vector<char> prefix(bytes.begin(),
                                           bytes.begin() + static_cast<std::ptrdiff_t>(size));
            const auto read = decode({prefix.data(), prefix.size()});
            if (read) FAIL_CHECK(type.name << " cut to " << size);
            if (!read) CHECK(read.error().code == ErrorCode::store_damaged);
        }
    }
}

TEST_CASE("every flipped byte of a record gives an error or another entry, never the same one") {
    std::mt19937 dice(1);
    for (const auto& type : event_types()) {
        const auto entry = full_entry(type);
        const auto bytes = encoded(entry);
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            for (const unsigned flip :
                 {1U, 0x80U, 0xffU, 1U + static_cast<unsigned>(dice() % 255U)}) {
                auto flipped = bytes;
                flipped[at] = static_cast<char>(flipped[at] ^ flip);
                const std::vector<char> copy(flipped.begin(), flipped.end());
                const auto read = decode({copy.data(), copy.size()});
                // A shorter text or fewer fields leave bytes behind, which are passed over.
                if (read && same(*read, entry)) FAIL_CHECK(type.name << " byte " << at);
            }
        }
    }
}

TEST_CASE("random bytes are an error or an entry, never a crash") {
    std::mt19937 dice(2);
    const auto good = encoded(full_entry(*find_type("advice-requested")));
    for (int i = 0; i < 50000; ++i) {
        std::string bytes(dice() % 120, '\0');
        for (auto& byte : bytes) byte = static_cast<char>(dice());
        if (i % 2 == 0) {
            bytes = good;
            for (auto flips = dice() % 6; flips-- > 0;) {
                bytes[dice() % bytes.size()] = static_cast<char>(dice() % 2 == 0 ? dice() : 255);
            }
        }
        if (const auto read = decode(bytes)) CHECK(find_type(read->event.type) != nullptr);
    }
}

TEST_CASE("a hostile length or count is an error, before anything of that size is made") {
    const auto good = encoded(full_entry(*find_type("note")));
    const auto huge = "\xff\xff\xff\xff"s;
    // Every place where four bytes could be a length.
    for (std::size_t at = 16; at + 4 < good.size(); ++at) {
        auto bytes = good;
        bytes.replace(at, 4, huge);
        (void)decode(bytes);
        bytes.resize(at + 4);
        INFO(at);
        CHECK(decode(bytes).has_error());
    }
}

TEST_CASE("bytes after the last field belong to later versions and are passed over") {
    for (const auto& type : event_types()) {
        const auto entry = full_entry(type);
        const auto bytes = encoded(entry) + "\x01 what a later version adds"s;
        const auto read = decode(bytes);
        REQUIRE(read.has_value());
        CHECK(same(*read, entry));
    }
}

TEST_CASE("an unknown record version, type or field number is told as such") {
    const auto good = encoded(full_entry(*find_type("note")));
    const auto told = [](const std::string& bytes) {
        const auto read = decode(bytes);
        return read ? "read" : read.error().found;
    };
    for (const int version : {0, 2, 255}) {
        auto bytes = good;
        bytes[0] = static_cast<char>(version);
        CHECK(told(bytes) ==
              "record version " + std::to_string(version) + " is not known to this program");
    }
    for (int type = 0; type < 256; ++type) {
        auto bytes = good;
        bytes[2] = static_cast<char>(type);
        const bool known = find_type(static_cast<TypeNo>(type)) != nullptr;
        CHECK(told(bytes) == (known ? "read"
                                    : "event type number " + std::to_string(type) +
                                          " is not known to this program"));
    }
    for (const int trusted : {2, 255}) {
        auto bytes = good;
        bytes[1] = static_cast<char>(trusted);
        CHECK(told(bytes) == "the head of a record is bad");
    }
    Entry entry = full_entry(*find_type("note"));
    entry.event.fields.clear();
    auto bytes = encoded(entry);
    bytes[bytes.size() - 4] = 1;
    const auto last = static_cast<char>(field_count - 1);
    const auto next = static_cast<char>(field_count);
    CHECK(told(bytes + last + "\0\0\0\0"s) == "read");
    CHECK(told(bytes + next + "\0\0\0\0"s) == "unknown field number");
    CHECK(told(bytes + "\xff\0\0\0\0"s) == "unknown field number");
}

TEST_CASE("where an entry was carried over from is no part of its content") {
    auto entry = full_entry(*find_type("note"));
    auto marked = entry.event;
    marked.fields.push_back({FieldNo::carried_from, {}, "928 17 250000 ab"});
    sort_fields(marked.fields);
    CHECK(content_bytes(marked) == content_bytes(entry.event));
    CHECK(same_content(marked, entry.event));
    CHECK(same_content(entry.event, marked));
    auto moved = marked;
    for (auto& field : moved.fields) {
        if (field.no == FieldNo::carried_from) field.value = "941 3 17 cd";
    }
    CHECK(same_content(marked, moved));
    auto other = marked;
    other.fields.pop_back();
    CHECK_FALSE(same_content(other, entry.event));
    CHECK_FALSE(same_content(entry.event, other));
    // It is part of the record all the same.
    Entry carried = entry;
    carried.event = marked;
    CHECK(encoded(carried) != encoded(entry));
    CHECK(same(decode(encoded(carried)).value(), carried));
}

TEST_CASE("content is type, day, case, actor, the source's instant and the fields, not the rest") {
    const auto entry = full_entry(*find_type("advice-requested"));
    const auto content = content_bytes(entry.event);
    auto other = entry.event;
    other.id = "another";
    other.source = "another";
    other.la = AuthorityId{7};
    other.recorded_at = Instant{};
    CHECK(content_bytes(other) == content);
    const auto differs = [&](const std::function<void(Event&)>& change) {
        auto changed = entry.event;
        change(changed);
        return content_bytes(changed) != content;
    };
    CHECK(differs([](Event& e) { e.type = 6; }));
    CHECK(differs([](Event& e) { e.date += date::days{1}; }));
    CHECK(differs([](Event& e) { e.case_reference = "EHC-1024"; }));
    CHECK(differs([](Event& e) { e.actor = ""; }));
    CHECK(differs([](Event& e) { e.source_recorded_at = "x"; }));
    CHECK(differs([](Event& e) { e.fields.pop_back(); }));
    CHECK(differs([](Event& e) { e.fields[0].value = "other"; }));
    CHECK(differs([](Event& e) { e.fields.back().name = "color"; }));
    // Texts that run together are kept apart by their lengths.
    auto one = entry.event;
    one.case_reference = "ab";
    one.actor = "c";
    auto two = entry.event;
    two.case_reference = "a";
    two.actor = "bc";
    CHECK(content_bytes(one) != content_bytes(two));
}

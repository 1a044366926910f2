// Facts of every type, with every field the type has.
#pragma once

#include <catch2/catch.hpp>

#include <deque>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "events/codec.hpp"
#include "events/event.hpp"
#include "events/field_no.hpp"

#include "tests/support/blessing.hpp"
#include "tests/support/paths.hpp"

namespace longstop::tests {

// An entry of the type with every field it has; the same type gives the same entry. The texts are
// kept for the length of the program.
inline events::Entry full_entry(const events::EventType& type) {
    static std::deque<std::string> texts;
    const auto keep = [](std::string text) -> std::string_view {
        return texts.emplace_back(std::move(text));
    };
    events::Entry entry;
    entry.trusted = type.no % 2 == 0;
    entry.recorded_at = events::Instant{std::chrono::microseconds{1'736'760'600'000'000 + type.no}};
    auto& event = entry.event;
    event.type = type.no;
    event.date = events::day_of(20101 + type.no);
    event.id = keep("r-" + std::to_string(type.no));
    event.source = "capita";
    event.case_reference = type.no < events::first_own_type ? "EHC-1023" : "";
    event.actor = "jo";
    event.source_recorded_at = type.no % 3 == 0 ? "2025-01-13T09:30:00Z" : "";
    for (const auto& field : type.fields) {
        using events::FieldKind;
        const std::string value = field.kind == FieldKind::choice
                                      ? std::string{field.choices.back()}
                                  : field.kind == FieldKind::day  ? "2025-02-28"
                                  : field.kind == FieldKind::year ? "2026"
                                                                  : "a text \xc3\xa9 of it";
        event.fields.push_back({field.no, {}, keep(value)});
    }
    event.fields.push_back({events::FieldNo::foreign, "colour", "blue"});
    events::sort_fields(event.fields);
    return entry;
}

inline std::string encoded(const events::Entry& entry) {
    std::string bytes;
    events::encode(entry, bytes);
    return bytes;
}

inline bool same(const events::Entry& a, const events::Entry& b) {
    const auto& x = a.event;
    const auto& y = b.event;
    return a.recorded_at == b.recorded_at && a.trusted == b.trusted && x.type == y.type &&
           x.date == y.date && x.id == y.id && x.source == y.source &&
           x.case_reference == y.case_reference && x.actor == y.actor &&
           x.source_recorded_at == y.source_recorded_at && x.fields == y.fields;
}

inline std::string hex(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        text += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4U];
        text += "0123456789abcdef"[static_cast<unsigned char>(c) & 15U];
    }
    return text;
}
inline std::string bytes_of_hex(std::string_view text) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(std::string{text.substr(i, 2)}, nullptr, 16));
    }
    return bytes;
}

// The lines "name rest" of a golden file, in their order.
using GoldenLines = std::vector<std::pair<std::string, std::string>>;
inline std::string golden_file(const std::string& name) {
    return std::string{LONGSTOP_TESTS_DIR} + "/golden/" + name;
}
inline GoldenLines golden(const std::string& name) {
    GoldenLines lines;
    std::ifstream in(golden_file(name));
    REQUIRE(in.good());
    for (std::string first, rest; in >> first && std::getline(in >> std::ws, rest);) {
        lines.emplace_back(first, rest);
    }
    return lines;
}

}  // namespace longstop::tests

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "cli/import/validate.hpp"
#include "events/field_no.hpp"

namespace longstop::cli {
namespace {

using events::Event;
using events::FieldNo;

// A good row, and what a test changes in it.
RowFields row(std::initializer_list<RowField> changes = {}) {
    RowFields fields{
        {"la", "330"}, {"case", "EHC-1"}, {"type", "request-received"}, {"date", "2025-01-13"}};
    for (const auto& change : changes) {
        bool found = false;
        for (auto& field : fields) {
            if (field.name == change.name) field.text = change.text, found = true;
        }
        if (!found) fields.push_back(change);
    }
    return fields;
}

struct Judged {
    Event event;
    std::optional<Reason> reason;
    explicit Judged(const RowFields& fields) {
        reason = Validator{"crm.jsonl"}.judge(fields, event);
    }
};

std::string refusal(std::initializer_list<RowField> changes) {
    const Judged judged(row(changes));
    return judged.reason ? judged.reason->sentence : "accepted";
}

bool accepted(std::initializer_list<RowField> changes) { return refusal(changes) == "accepted"; }

}  // namespace

TEST_CASE("import: a row of the four needed fields is an event") {
    const Judged judged(row());
    REQUIRE_FALSE(judged.reason);
    CHECK(judged.event.la.code == 330);
    CHECK(judged.event.case_reference == "EHC-1");
    CHECK(judged.event.type == 1);
    CHECK(events::to_text(judged.event.date) == "2025-01-13");
    CHECK(judged.event.source == "crm.jsonl");
    CHECK(judged.event.id.empty());
    CHECK(judged.event.fields.empty());
    CHECK_FALSE(judged.event.recorded_at);
}

TEST_CASE("import: la, case, type and date are needed") {
    CHECK(refusal({{"la", ""}}) ==
          "the field `la` is missing, and the authority's three-digit code is wanted");
    CHECK(refusal({{"case", ""}}) ==
          "the field `case` is missing, and the authority's case reference is wanted");
    CHECK(refusal({{"type", ""}}) == "the field `type` is missing, and an event type is wanted");
    CHECK(refusal({{"date", ""}}) ==
          "the field `date` is missing, and the legal date YYYY-MM-DD is wanted");
}

TEST_CASE("import: la is three digits, and nothing is trimmed") {
    CHECK(refusal({{"la", "33"}}) == "the field `la` is `33`, and three digits are wanted");
    for (const auto* la : {"3300", "33a", " 330", "330 ", "-30", "3.0"}) {
        CHECK_FALSE(accepted({{"la", la}}));
    }
    CHECK(accepted({{"la", "000"}}));
}

TEST_CASE("import: case is 1 to 64 letters, digits, dots, lines and dashes") {
    CHECK(refusal({{"case", "EHC 1"}}) ==
          "the field `case` is `EHC 1`, and 1 to 64 of A-Z a-z 0-9 . _ - are wanted");
    const std::string longest(64, 'x');
    const std::string too_long(65, 'x');
    CHECK(accepted({{"case", longest}}));
    CHECK_FALSE(accepted({{"case", too_long}}));
    CHECK(accepted({{"case", "A.b_c-9"}}));
    CHECK_FALSE(accepted({{"case", "a/b"}}));
}

TEST_CASE("import: type is one of the known event types") {
    CHECK(refusal({{"type", "request-recieved"}}) ==
          "the field `type` is `request-recieved`, and a known event type is wanted");
    CHECK_FALSE(accepted({{"type", "Request-Received"}}));
    CHECK_FALSE(accepted({{"type", " request-received"}}));
}

TEST_CASE("import: every event type is found by its name") {
    for (const auto& type : events::event_types()) {
        const Judged judged(row({{"type", type.name}}));
        INFO(type.name);
        CHECK((!judged.reason || judged.reason->why == Why::field_missing));
        if (!judged.reason) CHECK(judged.event.type == type.no);
    }
}

TEST_CASE("import: every needed field of every type is missed when it is not there") {
    for (const auto& type : events::event_types()) {
        for (const auto& missing : type.fields) {
            if (!missing.needed) continue;
            auto fields = row({{"type", type.name}});
            for (const auto& field : type.fields) {
                if (&field == &missing) continue;
                const auto text = field.kind == events::FieldKind::choice ? field.choices[0]
                                  : field.kind == events::FieldKind::year ? "2026"
                                                                          : "2025-02-01";
                fields.push_back({events::field_name(field.no), text});
            }
            const Judged without(fields);
            INFO(type.name << " " << events::field_name(missing.no));
            REQUIRE(without.reason);
            CHECK(without.reason->why == Why::field_missing);
        }
    }
    CHECK(refusal({{"type", "advice-requested"}}) ==
          "the field `body` is missing, and a text (of advice-requested) is wanted");
    CHECK(refusal({{"type", "review-meeting-notified"}}) ==
          "the field `meeting` is missing, and a day YYYY-MM-DD (of review-meeting-notified) is "
          "wanted");
    CHECK(refusal({{"type", "assess-decision-notified"}}) ==
          "the field `outcome` is missing, and one of yes, no (of assess-decision-notified) is "
          "wanted");
    CHECK(refusal({{"type", "phase-transfer-planned"}, {"transfer", "post-16"}}) ==
          "the field `year` is missing, and a year (of phase-transfer-planned) is wanted");
}

TEST_CASE("import: date is a real day from 1900 to 2199") {
    CHECK(refusal({{"date", "13/01/2025"}}) ==
          "the field `date` is `13/01/2025`, and a real day YYYY-MM-DD is wanted");
    CHECK_FALSE(accepted({{"date", "2025-02-29"}}));
    CHECK(accepted({{"date", "2024-02-29"}}));
    CHECK_FALSE(accepted({{"date", "2025-1-13"}}));
    CHECK_FALSE(accepted({{"date", "2025-01-13T00:00:00Z"}}));
    CHECK_FALSE(accepted({{"date", "2025-01-13 "}}));
    CHECK(refusal({{"date", "1899-12-31"}}) ==
          "the field `date` is `1899-12-31`, and a day from 1900-01-01 to 2199-12-31 is wanted");
    CHECK(accepted({{"date", "1900-01-01"}}));
    CHECK(accepted({{"date", "2199-12-31"}}));
    CHECK_FALSE(accepted({{"date", "2200-01-01"}}));
}

TEST_CASE("import: a date field of a type is a real day from 1900 to 2199") {
    const auto served = [](std::string_view text) {
        return refusal({{"type", "draft-plan-sent"}, {"served", text}});
    };
    CHECK(served("soon") == "the field `served` is `soon`, and a real day YYYY-MM-DD is wanted");
    CHECK(served("2200-01-01") ==
          "the field `served` is `2200-01-01`, and a day from 1900-01-01 to 2199-12-31 is wanted");
    CHECK(served("2025-02-01") == "accepted");
    CHECK(served("  ") == "accepted");
}

TEST_CASE("import: a year has four digits and lies in 1900 to 2199") {
    const auto year = [](std::string_view text) {
        return refusal({{"type", "phase-transfer-planned"}, {"transfer", "other"}, {"year", text}});
    };
    CHECK(year("26") == "the field `year` is `26`, and a year from 1900 to 2199 is wanted");
    CHECK(year("2026") == "accepted");
    CHECK(year("1899") != "accepted");
    CHECK(year("2200") != "accepted");
    CHECK(year("2026.0") != "accepted");
}

TEST_CASE("import: a listed value is one of the list, and is not trimmed") {
    const auto outcome = [](std::string_view text) {
        return refusal({{"type", "assess-decision-notified"}, {"outcome", text}});
    };
    CHECK(outcome("maybe") == "the field `outcome` is `maybe`, and one of yes, no is wanted");
    CHECK(outcome("Yes") != "accepted");
    CHECK(outcome(" yes") != "accepted");
    CHECK(outcome("no") == "accepted");
}

TEST_CASE("import: one name can mean a listed value in one type and a day in another") {
    CHECK(accepted({{"by", "parent"}}));
    CHECK_FALSE(accepted({{"by", "2025-01-13"}}));
    CHECK(accepted({{"type", "tribunal-order"}, {"kind", "assess"}, {"by", "2025-01-13"}}));
    CHECK_FALSE(accepted({{"type", "tribunal-order"}, {"kind", "assess"}, {"by", "parent"}}));
}

TEST_CASE("import: recorded_at is an RFC 3339 instant, with T or a space") {
    CHECK(refusal({{"recorded_at", "2025-01-13"}}) ==
          "the field `recorded_at` is `2025-01-13`, and an RFC 3339 instant such as "
          "2025-01-13T09:30:00Z is wanted");
    const Judged judged(row({{"recorded_at", "2025-01-13 09:30:00+01:00"}}));
    REQUIRE_FALSE(judged.reason);
    CHECK(events::to_text(*judged.event.recorded_at) == "2025-01-13T08:30:00.000000Z");
    CHECK(judged.event.source_recorded_at == "2025-01-13 09:30:00+01:00");
}

TEST_CASE("import: an export's source_recorded_at stands before its recorded_at") {
    const Judged judged(row({{"recorded_at", "2025-01-13T09:30:00Z"},
                             {"source_recorded_at", "2025-01-12T08:00:00+00:00"}}));
    REQUIRE_FALSE(judged.reason);
    CHECK(events::to_text(*judged.event.recorded_at) == "2025-01-13T09:30:00.000000Z");
    CHECK(judged.event.source_recorded_at == "2025-01-12T08:00:00+00:00");
    CHECK(judged.event.fields.empty());
}

TEST_CASE("import: id and source are at most 1 KiB long") {
    const std::string longest(1024, 'x');
    const std::string longer(1025, 'x');
    CHECK(accepted({{"id", longest}, {"source", longest}}));
    CHECK(refusal({{"id", longer}}) ==
          "the field `id` is 1025 bytes long, and at most 1024 are wanted");
    CHECK(refusal({{"source", longer}}) ==
          "the field `source` is 1025 bytes long, and at most 1024 are wanted");
}

TEST_CASE("import: the envelope is taken as given") {
    const Judged judged(row({{"id", " 17 "}, {"source", "crm"}, {"actor", "J. Officer"}}));
    REQUIRE_FALSE(judged.reason);
    CHECK(judged.event.id == " 17 ");
    CHECK(judged.event.source == "crm");
    CHECK(judged.event.actor == "J. Officer");
    CHECK(judged.event.fields.empty());
}

TEST_CASE("import: an empty value and white space alone are absent fields") {
    const Judged judged(row({{"id", ""}, {"source", " \t"}, {"by", " "}, {"other", "\n"}}));
    REQUIRE_FALSE(judged.reason);
    CHECK(judged.event.id.empty());
    CHECK(judged.event.source == "crm.jsonl");
    CHECK(judged.event.fields.empty());
}

TEST_CASE("import: a field that does not belong to the type is kept by its name") {
    const Judged judged(row({{"zeta", "1"}, {"outcome", "not a listed value"}, {"by", "parent"}}));
    REQUIRE_FALSE(judged.reason);
    REQUIRE(judged.event.fields.size() == 3);
    CHECK(judged.event.fields[0] == events::FieldValue{FieldNo::by, {}, "parent"});
    CHECK(judged.event.fields[1] ==
          events::FieldValue{FieldNo::foreign, "outcome", "not a listed value"});
    CHECK(judged.event.fields[2] == events::FieldValue{FieldNo::foreign, "zeta", "1"});
}

TEST_CASE("import: facts are not doubted: future dates, unknown duties, ends before beginnings") {
    CHECK(accepted({{"date", "2150-01-01"}}));
    CHECK(accepted({{"type", "absence-from-area"}, {"until", "1999-01-01"}}));
    CHECK(accepted({{"type", "exception-relied-on"},
                    {"ground", "absence"},
                    {"duty", "no-such-duty"},
                    {"reason", "x"}}));
}

TEST_CASE("import: the log's own entries come back from an export") {
    const RowFields import_row{{"la", "330"},     {"type", "import-done"},  {"date", "2026-01-01"},
                               {"file", "a.csv"}, {"sha256", "00"},         {"read", "1"},
                               {"appended", "1"}, {"already_present", "0"}, {"refused", "0"}};
    const Judged judged(import_row);
    REQUIRE_FALSE(judged.reason);
    CHECK(judged.event.case_reference.empty());
    CHECK(accepted({{"type", "alert-raised"},
                    {"duty", "d"},
                    {"started_on", "2025-01-01"},
                    {"due", "2025-02-01"},
                    {"stage", "warn"},
                    {"ordinal", "1"}}));
    CHECK_FALSE(accepted({{"type", "alert-raised"}, {"case", ""}}));
}

TEST_CASE("import: what was found is shown short and on one line") {
    const std::string found(100, 'x');
    CHECK(refusal({{"la", found}}) ==
          "the field `la` is `" + found.substr(0, 60) + "...`, and three digits are wanted");
    CHECK(refusal({{"la", "3\n\x1B[m"}}) ==
          "the field `la` is `3\uFFFD\uFFFD[m`, and three digits are wanted");
    const std::string accents = std::string(59, 'x') + "\xC3\xA9\xC3\xA9";
    CHECK(refusal({{"la", accents}}) ==
          "the field `la` is `" + std::string(59, 'x') + "...`, and three digits are wanted");
}

TEST_CASE("import: every reason is one sentence of its own") {
    std::set<std::string> sentences;
    for (std::size_t i = 0; i < why_count; ++i) {
        const auto reason = reason_for(static_cast<Why>(i), {"f", "x", "y"});
        CHECK(reason.sentence.find('{') == std::string::npos);
        CHECK(reason.sentence.find("wanted") != std::string::npos);
        sentences.insert(reason.sentence);
    }
    CHECK(sentences.size() == why_count);
}

TEST_CASE("import: a row has at most 1 MiB of texts, whatever names the entry") {
    const std::string most(longest_row - 5, 'x');  // and EHC-1
    const std::string id(longest_id, 'i');
    const auto note = [&](std::string_view text) {
        return refusal({{"type", "note"}, {"text", text}, {"id", id}, {"source", id}});
    };
    CHECK(note(most) == "accepted");
    CHECK(note(most + "x") ==
          "the texts of the row have 1048577 bytes, and a row of at most 1 MiB is wanted");
    CHECK_FALSE(accepted({{most, "a name counts too"}}));
    CHECK(accepted({{"absent", std::string(2 * longest_row, ' ')}}));
}

TEST_CASE("import: a row has at most 16,384 fields of its own") {
    std::vector<std::string> names;
    for (std::size_t i = 0; i <= most_fields; ++i) names.push_back("f" + std::to_string(i));
    auto fields = row();
    for (const auto& name : names) fields.push_back({name, "x"});
    CHECK(Judged(fields).reason->sentence ==
          "the row has 16385 fields, and at most 16384 are wanted");
    fields.pop_back();
    CHECK_FALSE(Judged(fields).reason);
}

}  // namespace longstop::cli

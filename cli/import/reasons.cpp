#include "cli/import/reasons.hpp"

#include <array>

#include "cli/render/text_width.hpp"

namespace longstop::cli {
namespace {

// {field} and {found} are put between backticks, {wanted} as it stands.
struct Sentence {
    Why why;
    std::string_view text;
};

constexpr std::array<Sentence, why_count> sentences{{
    {Why::line_too_long, "the line is longer than 8 MiB, and a row of at most 1 MiB is wanted"},
    {Why::not_utf8, "the row holds bytes that are not UTF-8, and UTF-8 is wanted"},
    {Why::not_json, "the line is not JSON ({wanted}), and one JSON object is wanted"},
    {Why::not_an_object, "the line is JSON but no object, and one JSON object is wanted"},
    {Why::repeated_field, "the field {field} stands twice in the row, and once is wanted"},
    {Why::value_is_boolean, "the field {field} is {found}, and a text, a number or null is wanted"},
    {Why::value_is_list, "the field {field} is a list, and a text, a number or null is wanted"},
    {Why::value_is_object,
     "the field {field} is an object, and a text, a number or null is wanted"},
    {Why::csv_stray_quote,
     "a stray quote was found in the record, and quotes around a whole cell, doubled inside it, "
     "are wanted"},
    {Why::csv_bare_return,
     "a carriage return was found outside quotes in the middle of the line, and one record a "
     "line is wanted"},
    {Why::csv_never_ends, "a quote opens on this line and {wanted}, and a closing quote is wanted"},
    {Why::csv_cells, "the record has {found} cells, and the header's {wanted} are wanted"},
    {Why::csv_cells_across_lines,
     "a quote opens on this line and runs on to a record of {found} cells, and the header's "
     "{wanted} are wanted"},
    {Why::field_missing, "the field {field} is missing, and {wanted} is wanted"},
    {Why::la_malformed, "the field {field} is {found}, and three digits are wanted"},
    {Why::la_not_listed,
     "the field {field} is {found}, and a listed authority is wanted: {wanted} "
     "(--unlisted-authority takes the row all the same)"},
    {Why::case_malformed,
     "the field {field} is {found}, and 1 to 64 of A-Z a-z 0-9 . _ - are wanted"},
    {Why::case_in_disguise,
     "the field {field} is {found}, a whole number as spreadsheets write it, and the reference "
     "itself "
     "is wanted: {wanted}"},
    {Why::type_unknown, "the field {field} is {found}, and a known event type is wanted"},
    {Why::source_missing,
     "the field {field} is missing, and the system that the row comes from is wanted (--source "
     "NAME "
     "says it for all rows)"},
    {Why::day_malformed, "the field {field} is {found}, and a real day YYYY-MM-DD is wanted"},
    {Why::day_out_of_range,
     "the field {field} is {found}, and a day from 1900-01-01 to 2199-12-31 is wanted"},
    {Why::year_malformed, "the field {field} is {found}, and a year from 1900 to 2199 is wanted"},
    {Why::instant_malformed,
     "the field {field} is {found}, and an RFC 3339 instant such as 2025-01-13T09:30:00Z is "
     "wanted"},
    {Why::not_listed, "the field {field} is {found}, and one of {wanted} is wanted"},
    {Why::too_long, "the field {field} is {found} bytes long, and at most 1024 are wanted"},
    {Why::too_many_fields, "the row has {found} fields, and at most {wanted} are wanted"},
    {Why::row_too_large,
     "the texts of the row have {found} bytes, and a row of at most 1 MiB is wanted"},
    {Why::own_type,
     "the field {field} is {found}, which the log writes itself, and an event of a case is wanted "
     "(an export is imported with --trust-recorded-at)"},
    {Why::own_field,
     "the field {field} is {found}, which the log writes itself, and a row without it is wanted "
     "(an "
     "export is imported with --trust-recorded-at)"},
    {Why::instant_to_come,
     "the field {field} is {found}, which lies after the import, and an instant that has passed is "
     "wanted"},
    {Why::retracts_nothing,
     "the field {field} is {found}, and the id of an earlier entry of the same source and case is "
     "wanted: a retraction that meets nothing changes nothing"},
    {Why::conflict,
     "the field {field} is {found}, which the log already holds under this source with other "
     "content at position {wanted}, and an id of its own is wanted"},
}};

constexpr bool in_order() {
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        if (static_cast<std::size_t>(sentences[i].why) != i) return false;
    }
    return true;
}
static_assert(in_order());

// What was found, short and on one line: it is read by people, on a terminal too.
std::string brief(std::string_view text) {
    constexpr std::size_t longest = 60;
    auto end = text.size();
    if (end > longest) {
        end = longest;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    }
    auto out = sanitized(text.substr(0, end));
    if (end < text.size()) out += "...";
    return out;
}

std::string quoted(std::string_view text) {
    std::string out{"`"};
    out += brief(text);
    out += '`';
    return out;
}

}  // namespace

Reason reason_for(Why why, const ReasonWords& words) {
    std::string out;
    auto rest = sentences[static_cast<std::size_t>(why)].text;
    const bool counts = why == Why::csv_cells || why == Why::csv_cells_across_lines ||
                        why == Why::too_long || why == Why::too_many_fields ||
                        why == Why::row_too_large;
    while (!rest.empty()) {
        const auto brace = rest.find('{');
        out += rest.substr(0, brace);
        if (brace == std::string_view::npos) break;
        const auto name = rest.substr(brace, rest.find('}') + 1 - brace);
        if (name == "{field}") out += quoted(words.field);
        if (name == "{found}") out += counts ? brief(words.found) : quoted(words.found);
        if (name == "{wanted}") out += words.wanted;
        rest.remove_prefix(brace + name.size());
    }
    return {why, std::move(out)};
}

}  // namespace longstop::cli

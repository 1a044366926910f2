// Why a row of an interchange file is refused. A limit of the law never refuses a row; only what
// cannot be read as a fact does. Every reason there is stands here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace longstop::cli {

enum class Why : std::uint8_t {
    // The line.
    line_too_long,
    not_utf8,
    not_json,
    not_an_object,
    repeated_field,
    value_is_boolean,
    value_is_list,
    value_is_object,
    csv_stray_quote,
    csv_bare_return,
    csv_never_ends,
    csv_cells,
    csv_cells_across_lines,
    // The fields.
    field_missing,
    la_malformed,
    la_not_listed,
    case_malformed,
    case_in_disguise,
    type_unknown,
    source_missing,
    day_malformed,
    day_out_of_range,
    year_malformed,
    instant_malformed,
    not_listed,
    too_long,
    too_many_fields,
    row_too_large,
    // The log.
    own_type,
    own_field,
    instant_to_come,
    retracts_nothing,
    conflict,
};
constexpr std::size_t why_count = static_cast<std::size_t>(Why::conflict) + 1;

// One clear sentence, in UTF-8 if the texts it was made of are.
struct Reason {
    Why why{};
    std::string sentence;
};

// What the sentence speaks of; each reason uses what it needs. The views are the caller's, for the
// call of reason_for: the sentence is a copy.
struct ReasonWords {
    std::string_view field;
    std::string_view found;
    std::string_view wanted;
};

Reason reason_for(Why why, const ReasonWords& words = {});

}  // namespace longstop::cli

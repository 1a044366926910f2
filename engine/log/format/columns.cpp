// A column is laid out in the way that takes the fewest bytes (docs/log-format.md, "Columns"):
//   constant  one value for the whole block
//   dense     for each entry (value - base) / step, in 1, 2, 4 or 8 bytes
//   masked    a bit for each entry: is it other than the base? then the others, dense
// Version 1 had no step (it was 1) and in place of masked
//   sparse    the entries that differ from the base: their places, then their values
// Version 3 is version 2 with one more column, `matter`; version 4 is version 3 with one more,
// `assigned`. A block is written as the oldest version from 2 on that has all that its entries
// name.
#include "engine/log/format/columns.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include "engine/log/format/bytes.hpp"

namespace longstop::log {
namespace {

constexpr std::uint8_t oldest_version = 1;
constexpr std::uint8_t version_without_matters = 2;
constexpr std::uint8_t version_with_matters = 3;
constexpr std::uint8_t version_with_assigned = 4;
constexpr std::uint64_t most_in_block = 1U << 24U;  // far more than anybody writes
enum Layout : std::uint8_t { constant = 0, dense = 1, sparse = 2, stepped = 3, masked = 4 };

using Value = std::int64_t;
using Wide = std::uint64_t;

// --- writing -------------------------------------------------------------------------------------

std::uint8_t width_of(Wide range) {
    if (range <= UINT8_MAX) return 1;
    if (range <= UINT16_MAX) return 2;
    if (range <= UINT32_MAX) return 4;
    return 8;
}

// How some values are written densely: each as (value - base) / step.
struct Plan {
    Value base = 0;
    Wide step = 1;
    std::uint8_t width = 1;
    std::size_t bytes(std::size_t count) const { return 18 + count * width; }
};

Wide distance(Value from, Value to) { return static_cast<Wide>(to) - static_cast<Wide>(from); }

Plan plan_for(std::span<const Value> values) {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    Plan plan{*low, 1, width_of(distance(*low, *high))};
    if (plan.width < 4) return plan;
    // Instants of whole seconds, days of whole months: a common step saves half the bytes.
    Wide step = 0;
    for (const auto value : values) {
        step = std::gcd(step, distance(*low, value));
        if (step == 1) break;
    }
    if (step > 1 && step <= UINT32_MAX) {
        plan.step = step;
        plan.width = width_of(distance(*low, *high) / step);
    }
    return plan;
}

void put_dense(std::string& out, std::span<const Value> values, const Plan& plan) {
    put(out, plan.step == 1 ? dense : stepped);
    put(out, plan.width);
    put(out, plan.base);
    if (plan.step != 1) put(out, static_cast<std::uint32_t>(plan.step));
    for (const auto value : values) {
        const auto number = distance(plan.base, value) / plan.step;
        out.append(reinterpret_cast<const char*>(&number), plan.width);
    }
}

// What is mostly absent (0, or no day) costs a bit.
struct Mask {
    std::vector<Value> others;
    std::string bits;
};

Mask mask_of(std::span<const Value> values, Value base) {
    Mask mask;
    mask.bits.assign((values.size() + 7) / 8, '\0');
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] == base) continue;
        mask.others.push_back(values[i]);
        mask.bits[i / 8] = static_cast<char>(mask.bits[i / 8] | (1 << (i % 8)));
    }
    return mask;
}

void put_column(std::string& out, std::span<const Value> values) {
    const auto plan = plan_for(values);
    const auto base = plan.base;
    if (std::all_of(values.begin(), values.end(), [base](Value v) { return v == base; })) {
        put(out, constant);
        put(out, base);
        return;
    }
    const auto mask = mask_of(values, base);
    const auto plan_of_others = plan_for(mask.others);
    if (9 + mask.bits.size() + plan_of_others.bytes(mask.others.size()) <
        plan.bytes(values.size())) {
        put(out, masked);
        put(out, base);
        out += mask.bits;
        put_dense(out, mask.others, plan_of_others);
    } else {
        put_dense(out, values, plan);
    }
}

// --- reading -------------------------------------------------------------------------------------

// Sets one member of headers; answers whether the value fits the member.
template <auto member>
bool set(Header& header, Value value) {
    using T = std::remove_cvref_t<decltype(std::declval<Header>().*member)>;
    header.*member = static_cast<T>(value);
    return static_cast<Value>(header.*member) == value;
}

template <class T, class Set>
bool spread(const char* bytes, Value base, Wide step, std::size_t count, Set&& set_at) {
    bool fits = true;
    for (std::size_t i = 0; i < count; ++i) {
        T number{};
        std::memcpy(&number, bytes + i * sizeof number, sizeof number);
        const auto value = static_cast<Value>(static_cast<Wide>(base) + step * number);
        fits = set_at(i, value) && fits;
    }
    return fits;
}

// Calls set_at(i, value) for each of `count` values that are laid out densely, behind the layout.
template <class Set>
bool get_dense(Cursor& cursor, std::uint8_t layout, std::size_t count, Set&& set_at) {
    const auto width = cursor.number<std::uint8_t>();
    const auto base = cursor.number<Value>();
    const Wide step = layout == stepped ? cursor.number<std::uint32_t>() : 1;
    if (!cursor.ok() || count > cursor.left()) return false;
    const auto bytes = cursor.take(count * width);
    if (!cursor.ok()) return false;
    switch (width) {
        case 1: return spread<std::uint8_t>(bytes.data(), base, step, count, set_at);
        case 2: return spread<std::uint16_t>(bytes.data(), base, step, count, set_at);
        case 4: return spread<std::uint32_t>(bytes.data(), base, step, count, set_at);
        case 8: return spread<std::uint64_t>(bytes.data(), base, step, count, set_at);
        default: return false;
    }
}

// The headers are new: what every one of them has anyhow need not be written.
template <auto member>
bool fill(std::span<Header> headers, Value value) {
    if (value == static_cast<Value>(Header{}.*member)) return true;
    bool fits = true;
    for (auto& header : headers) fits = set<member>(header, value) && fits;
    return fits;
}

template <auto member>
bool get_sparse(Cursor& cursor, std::span<Header> headers) {
    const auto base = cursor.number<Value>();
    const auto count = cursor.number<std::uint32_t>();
    if (!cursor.ok() || count > headers.size()) return false;
    Cursor places(cursor.take(std::size_t{count} * 4));
    if (!cursor.ok() || !fill<member>(headers, base)) return false;
    return get_dense(cursor, dense, count, [&](std::size_t, Value value) {
        const auto place = places.number<std::uint32_t>();
        return place < headers.size() && set<member>(headers[place], value);
    });
}

std::size_t ones_in(std::string_view bits) {
    std::size_t count = 0;
    for (; !bits.empty(); bits.remove_prefix(std::min(bits.size(), sizeof(std::uint64_t)))) {
        std::uint64_t word = 0;
        std::memcpy(&word, bits.data(), std::min(bits.size(), sizeof word));
        count += static_cast<std::size_t>(std::popcount(word));
    }
    return count;
}

template <auto member>
bool get_masked(Cursor& cursor, std::span<Header> headers) {
    const auto base = cursor.number<Value>();
    const auto bits = cursor.take((headers.size() + 7) / 8);
    if (!cursor.ok() || !fill<member>(headers, base)) return false;
    const auto count = ones_in(bits);
    if (count > headers.size()) return false;
    std::size_t at = 0;  // of the byte that `left` is what remains of
    auto left = bits.empty() ? 0U : static_cast<unsigned char>(bits[0]);
    const auto layout = cursor.number<std::uint8_t>();
    if (layout != dense && layout != stepped) return false;
    return get_dense(cursor, layout, count, [&](std::size_t, Value value) {
        while (left == 0) left = static_cast<unsigned char>(bits[++at]);
        const auto place = at * 8 + static_cast<std::size_t>(std::countr_zero(left));
        left &= left - 1;
        return place < headers.size() && set<member>(headers[place], value);
    });
}

template <auto member>
bool get_column(Cursor& cursor, std::span<Header> headers) {
    const auto layout = cursor.number<std::uint8_t>();
    if (!cursor.ok()) return false;
    switch (layout) {
        case constant: {
            const auto value = cursor.number<Value>();
            return cursor.ok() && fill<member>(headers, value);
        }
        case dense:
        case stepped:
            return get_dense(cursor, layout, headers.size(), [&](std::size_t i, Value value) {
                return set<member>(headers[i], value);
            });
        case sparse: return get_sparse<member>(cursor, headers);
        case masked: return get_masked<member>(cursor, headers);
        default: return false;
    }
}

// --- the columns, in the order they stand on disk ------------------------------------------------

struct Column {
    Value (*value_of)(const Header&);
    bool (*get)(Cursor&, std::span<Header>);
};
template <auto member>
constexpr Column column() {
    return {[](const Header& h) { return static_cast<Value>(h.*member); }, get_column<member>};
}
constexpr std::array columns{
    column<&Header::type>(),   column<&Header::choice>(),      column<&Header::case_no>(),
    column<&Header::date>(),   column<&Header::recorded_at>(), column<&Header::first>(),
    column<&Header::second>(), column<&Header::subject>(),     column<&Header::other>(),
    column<&Header::target>(), column<&Header::matter>(),      column<&Header::assigned>()};

bool known_version(std::uint8_t version) {
    return version >= oldest_version && version <= version_with_assigned;
}

std::span<const Column> columns_of(std::uint8_t version) {
    const std::size_t lacking = version_with_assigned - std::max(version, version_without_matters);
    return std::span{columns}.first(columns.size() - lacking);
}

std::uint8_t version_for(std::span<const Header> headers) {
    auto version = version_without_matters;
    for (const auto& header : headers) {
        if (header.assigned != 0) return version_with_assigned;
        if (header.matter != 0) version = version_with_matters;
    }
    return version;
}

}  // namespace

std::string encode_columns(std::span<const Header> headers) {
    std::string out;
    const auto version = version_for(headers);
    put(out, version);
    put(out, events::size32(headers.size()));
    std::vector<Value> values(headers.size());
    for (const auto& column : columns_of(version)) {
        std::transform(headers.begin(), headers.end(), values.begin(), column.value_of);
        put_column(out, values);
    }
    return out;
}

std::optional<std::uint32_t> count_of_columns(std::string_view bytes) {
    Cursor cursor(bytes);
    const auto version = cursor.number<std::uint8_t>();
    const auto count = cursor.number<std::uint32_t>();
    if (!cursor.ok() || !known_version(version)) return std::nullopt;
    return count;
}

bool decode_columns(std::string_view bytes, std::uint64_t expected, std::vector<Header>& out) {
    if (count_of_columns(bytes) != expected || expected > most_in_block) return false;
    Cursor cursor(bytes);
    const auto version = cursor.number<std::uint8_t>();
    cursor.take(sizeof(std::uint32_t));
    const auto begin = out.size();
    out.resize(begin + expected);
    const std::span headers(out.data() + begin, expected);
    for (const auto& column : columns_of(version)) {
        if (!column.get(cursor, headers)) return false;
    }
    return cursor.at_end();
}

}  // namespace longstop::log

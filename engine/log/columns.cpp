// A column is one of three layouts, the likely smallest (docs/log-format.md, "Columns"):
//   constant  one value for the whole block
//   dense     for each entry value - base, in 1, 2, 4 or 8 bytes
//   sparse    the entries that differ from the base: their places, then their values
#include "engine/log/columns.hpp"

#include <algorithm>
#include <array>

#include "engine/log/bytes.hpp"

namespace longstop::log {
namespace {

constexpr std::uint8_t columns_version = 1;
enum Layout : std::uint8_t { constant = 0, dense = 1, sparse = 2 };

using Value = std::int64_t;

// The columns, in the order they stand on disk.
struct Column {
    Value (*get)(const Header&);
    bool (*set)(Header&, Value);  // false where the value does not fit the header
};
template <auto member>
constexpr Column column() {
    using T = std::remove_cvref_t<decltype(std::declval<Header>().*member)>;
    return {[](const Header& h) { return static_cast<Value>(h.*member); },
            [](Header& h, Value v) {
                h.*member = static_cast<T>(v);
                return static_cast<Value>(h.*member) == v;
            }};
}
constexpr std::array columns{column<&Header::type>(),        column<&Header::choice>(),
                             column<&Header::case_no>(),     column<&Header::date>(),
                             column<&Header::recorded_at>(), column<&Header::first>(),
                             column<&Header::second>(),      column<&Header::subject>(),
                             column<&Header::other>(),       column<&Header::target>()};

std::uint8_t width_of(std::uint64_t range) {
    if (range <= UINT8_MAX) return 1;
    if (range <= UINT16_MAX) return 2;
    if (range <= UINT32_MAX) return 4;
    return 8;
}

void put_wide(std::string& out, std::uint64_t value, std::uint8_t width) {
    out.append(reinterpret_cast<const char*>(&value), width);
}

struct Range {
    Value low;
    Value high;
    std::uint64_t width() const {
        return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    }
};

void put_dense(std::string& out, std::span<const Value> values, const Range& range) {
    const auto width = width_of(range.width());
    put(out, width);
    put(out, range.low);
    for (const auto value : values) {
        put_wide(out, static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(range.low),
                 width);
    }
}

Range range_of(std::span<const Value> values) {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return {*low, *high};
}

// The column but for `base`, which most entries hold.
void put_sparse(std::string& out, std::span<const Value> values, Value base) {
    std::vector<Value> rare;
    std::vector<std::uint32_t> places;
    for (std::uint32_t i = 0; i < values.size(); ++i) {
        if (values[i] == base) continue;
        places.push_back(i);
        rare.push_back(values[i]);
    }
    put(out, sparse);
    put(out, base);
    put(out, static_cast<std::uint32_t>(places.size()));
    for (const auto place : places) put(out, place);
    put_dense(out, rare, range_of(rare));
}

void put_column(std::string& out, std::span<const Value> values) {
    const auto range = range_of(values);
    if (range.low == range.high) {
        put(out, constant);
        put(out, range.low);
        return;
    }
    // What is mostly absent (0, or no day) is worth writing sparsely.
    const auto base = range.low;
    const auto rare = static_cast<std::size_t>(
        std::count_if(values.begin(), values.end(), [base](Value v) { return v != base; }));
    if (rare * 12 < values.size() * width_of(range.width())) {
        put_sparse(out, values, base);
        return;
    }
    put(out, dense);
    put_dense(out, values, range);
}

template <class T, class Set>
void spread(std::string_view bytes, Value base, std::size_t count, Set&& set) {
    for (std::size_t i = 0; i < count; ++i) {
        T value{};
        std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
        set(i, static_cast<Value>(static_cast<std::uint64_t>(base) + value));
    }
}

// Calls set(i, value) for each of `count` values in dense layout.
template <class Set>
bool get_dense(Cursor& cursor, std::size_t count, Set&& set) {
    const auto width = cursor.number<std::uint8_t>();
    const auto base = cursor.number<Value>();
    if (!cursor.ok() || count > cursor.left()) return false;
    const auto bytes = cursor.take(count * width);
    if (!cursor.ok()) return false;
    switch (width) {
        case 1: spread<std::uint8_t>(bytes, base, count, set); return true;
        case 2: spread<std::uint16_t>(bytes, base, count, set); return true;
        case 4: spread<std::uint32_t>(bytes, base, count, set); return true;
        case 8: spread<std::uint64_t>(bytes, base, count, set); return true;
        default: return false;
    }
}

bool get_sparse(Cursor& cursor, std::span<Header> headers, const Column& column) {
    const auto base = cursor.number<Value>();
    const auto count = cursor.number<std::uint32_t>();
    if (!cursor.ok() || count > headers.size()) return false;
    Cursor places(cursor.take(std::size_t{count} * 4));
    if (!cursor.ok()) return false;
    bool fits = true;
    for (auto& header : headers) fits = column.set(header, base) && fits;
    return get_dense(cursor, count,
                     [&](std::size_t, Value value) {
                         const auto place = places.number<std::uint32_t>();
                         fits = fits && place < headers.size();
                         if (fits) fits = column.set(headers[place], value);
                     }) &&
           fits;
}

bool get_column(Cursor& cursor, std::span<Header> headers, const Column& column) {
    switch (cursor.number<std::uint8_t>()) {
        case constant: {
            const auto value = cursor.number<Value>();
            bool fits = true;
            for (auto& header : headers) fits = column.set(header, value) && fits;
            return cursor.ok() && fits;
        }
        case dense: {
            bool fits = true;
            return get_dense(cursor, headers.size(),
                             [&](std::size_t i, Value value) {
                                 fits = column.set(headers[i], value) && fits;
                             }) &&
                   fits;
        }
        case sparse: return get_sparse(cursor, headers, column);
        default: return false;
    }
}

}  // namespace

std::string encode_columns(std::span<const Header> headers) {
    std::string out;
    put(out, columns_version);
    put(out, static_cast<std::uint32_t>(headers.size()));
    std::vector<Value> values(headers.size());
    for (const auto& column : columns) {
        std::transform(headers.begin(), headers.end(), values.begin(), column.get);
        put_column(out, values);
    }
    return out;
}

std::optional<std::uint32_t> count_of_columns(std::string_view bytes) {
    Cursor cursor(bytes);
    const auto version = cursor.number<std::uint8_t>();
    const auto count = cursor.number<std::uint32_t>();
    if (!cursor.ok() || version != columns_version) return std::nullopt;
    return count;
}

bool decode_columns(std::string_view bytes, std::uint64_t expected, std::vector<Header>& out) {
    Cursor cursor(bytes);
    if (cursor.number<std::uint8_t>() != columns_version) return false;
    if (cursor.number<std::uint32_t>() != expected || !cursor.ok()) return false;
    const auto begin = out.size();
    out.resize(begin + expected);
    const std::span headers(out.data() + begin, expected);
    for (const auto& column : columns) {
        if (!get_column(cursor, headers, column)) return false;
    }
    return cursor.at_end();
}

}  // namespace longstop::log

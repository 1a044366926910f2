// What the program printed, read by others' parsers: Boost.JSON and libcsv.
#pragma once

#include <csv.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iomanip>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace longstop::cli::tests {

// Field by field as text; null and absent are both no field.
using Row = std::map<std::string, std::string>;
using Rows = std::vector<Row>;

inline std::string text_of(const boost::json::value& value) {
    if (value.is_string()) return std::string{value.as_string()};
    if (!value.is_double()) return boost::json::serialize(value);
    std::ostringstream rate;  // the only fractions there are, with one decimal
    rate << std::fixed << std::setprecision(1) << value.as_double();
    return rate.str();
}

inline Row row_of(const boost::json::value& value) {
    Row row;
    for (const auto& [name, field] : value.as_object()) {
        if (field.is_null()) continue;
        const auto text = text_of(field);
        if (!text.empty()) row[std::string{name}] = text;
    }
    return row;
}

inline Rows rows_of_json(const std::string& text) {
    Rows rows;
    const auto value = boost::json::parse(text);
    for (const auto& item : value.at("rows").as_array()) rows.push_back(row_of(item));
    return rows;
}

inline Rows rows_of_jsonl(const std::string& text) {
    Rows rows;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = text.find('\n', at);
        if (end == std::string::npos) throw std::runtime_error("the last line does not end");
        rows.push_back(row_of(boost::json::parse(text.substr(at, end - at))));
        at = end + 1;
    }
    return rows;
}

struct CsvRecords {
    std::vector<std::vector<std::string>> all;
    std::vector<std::string> open;
};

inline std::vector<std::vector<std::string>> records_of_csv(const std::string& text) {
    CsvRecords records;
    csv_parser parser;
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    const auto cell = [](void* bytes, std::size_t size, void* to) {
        static_cast<CsvRecords*>(to)->open.emplace_back(static_cast<char*>(bytes), size);
    };
    const auto end = [](int, void* to) {
        auto& of = *static_cast<CsvRecords*>(to);
        of.all.push_back(std::move(of.open));
        of.open.clear();
    };
    const auto read = csv_parse(&parser, text.data(), text.size(), cell, end, &records);
    const auto finished = csv_fini(&parser, cell, end, &records);
    csv_free(&parser);
    if (read != text.size() || finished != 0) throw std::runtime_error("this is no CSV");
    return records.all;
}

// A record with another number of cells than the header is no row.
inline Rows rows_of_csv(const std::string& text) {
    const auto records = records_of_csv(text);
    Rows rows;
    for (std::size_t i = 1; i < records.size(); ++i) {
        if (records[i].size() != records[0].size()) throw std::runtime_error("a ragged CSV");
        Row row;
        for (std::size_t j = 0; j < records[i].size(); ++j) {
            if (!records[i][j].empty()) row[records[0][j]] = records[i][j];
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

// Where two answers differ first; empty when they do not.
inline std::string difference(const Rows& a, const Rows& b) {
    if (a.size() != b.size()) {
        return std::to_string(a.size()) + " rows, not " + std::to_string(b.size());
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] == b[i]) continue;
        const auto number = "row " + std::to_string(i + 1) + ", ";
        for (const auto& [name, text] : a[i]) {
            const auto other = b[i].find(name);
            if (other == b[i].end()) return number + name + ": " + text + ", not absent";
            if (other->second != text)
                return number + name + ": " + text + ", not " + other->second;
        }
        return number + "a field more";
    }
    return {};
}

// The same of two texts, by lines.
inline std::string difference(const std::string& a, const std::string& b) {
    if (a == b) return {};
    const auto at = static_cast<std::size_t>(
        std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
    const auto line = a.rfind('\n', at == 0 ? 0 : at - 1);
    const auto from = line == std::string::npos ? 0 : line + 1;
    return "`" + a.substr(from, at - from + 60) + "`, not `" + b.substr(from, at - from + 60) + "`";
}

// Columns of a table or any line: code points, as all texts here take one column each.
inline std::size_t columns_of(std::string_view line) {
    std::size_t count = 0;
    for (const char c : line) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
    return count;
}

}  // namespace longstop::cli::tests

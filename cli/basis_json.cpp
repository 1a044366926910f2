// A basis as JSON, written and read.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "cli/basis.hpp"

namespace longstop::cli {
namespace {

// A SHA-256 in hexadecimal, as bases have them; throws where the text is none.
std::string digest(std::string text) {
    const bool is_one = text.size() == 2 * sizeof(log::Digest) &&
                        text.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!is_one) throw std::invalid_argument("no digest");
    return text;
}

// The texts and numbers of a basis in JSON. Throws what Boost.JSON throws.
Basis parsed(const boost::json::object& object) {
    const auto text = [&](const boost::json::object& of, std::string_view key) {
        return std::string{of.at(key).as_string()};
    };
    const auto optional_text = [&](std::string_view key) {
        const auto* value = object.if_contains(key);
        return value == nullptr || value->is_null() ? std::string{} : text(object, key);
    };
    const auto optional_digest = [&](std::string_view key) {
        auto given = optional_text(key);
        return given.empty() ? given : digest(std::move(given));
    };
    Basis basis;
    basis.as_of = events::parse_day(text(object, "as_of")).value();
    if (const auto known = optional_text("known_at"); !known.empty()) {
        basis.known_at = events::parse_known_at(known).value();
    }
    for (const auto& item : object.at("logs").as_array()) {
        const auto& log = item.as_object();
        basis.logs.push_back({events::parse_authority(text(log, "la")).value(),
                              log.at("entries").to_number<std::uint64_t>(),
                              digest(text(log, "root"))});
    }
    basis.law.law = optional_digest("law");
    basis.law.calendar = optional_digest("calendar");
    basis.law.reading = optional_text("reading");
    if (const auto stood = optional_text("as_law_stood"); !stood.empty()) {
        basis.law.in_force_on = events::parse_day(stood).value();
    }
    return basis;
}

std::string quoted_or_null(std::string_view text) {
    if (text.empty()) return "null";
    std::string quoted;
    append_json_text(quoted, text);
    return quoted;
}

}  // namespace

std::string digest_of(const std::vector<LogRead>& logs) {
    if (logs.size() == 1) return logs.front().root;
    std::string lines;
    for (const auto& log : logs) {
        lines += fmt::format("{}  {} {}\n", log.root, events::to_text(log.la), log.entries);
    }
    return log::to_hex(log::sha256({lines}));
}

std::string basis_json(const Basis& basis) {
    std::string logs;
    for (const auto& log : basis.logs) {
        logs +=
            fmt::format("{}{{\"la\":\"{}\",\"entries\":{},\"root\":\"{}\"}}",
                        logs.empty() ? "" : ",", events::to_text(log.la), log.entries, log.root);
    }
    const auto known = basis.known_at ? events::to_text(*basis.known_at) : std::string{};
    const auto stood =
        basis.law.in_force_on ? events::to_text(*basis.law.in_force_on) : std::string{};
    return fmt::format(
        "{{\"as_of\":\"{}\",\"known_at\":{},\"digest\":{},\"logs\":[{}],\"law\":{},\"calendar\":{},"
        "\"as_law_stood\":{},\"reading\":{}}}",
        events::to_text(basis.as_of), quoted_or_null(known),
        quoted_or_null(basis.logs.empty() ? "" : digest_of(basis.logs)), logs,
        quoted_or_null(basis.law.law), quoted_or_null(basis.law.calendar), quoted_or_null(stood),
        quoted_or_null(basis.law.reading));
}

std::optional<Basis> parse_basis(std::string_view text) {
    try {
        const auto value = boost::json::parse(text);
        const auto& object = value.as_object();
        const auto* inside = object.if_contains("basis");
        return parsed(inside == nullptr ? object : inside->as_object());
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace longstop::cli

// What is recorded is what was said: random texts, by every way in, come back as they were from
// every way out.
#include <catch2/catch.hpp>
#include <functional>
#include <random>
#include <set>

#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

using namespace std::string_literals;
using Text = std::u32string;

std::string utf8(const Text& text) {
    std::string out;
    const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
    for (const auto c : text) {
        if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xC0 | (c >> 6U));
        } else if (c < 0x10000) {
            put(0xE0 | (c >> 12U));
            put(0x80 | ((c >> 6U) & 0x3FU));
        } else {
            put(0xF0 | (c >> 18U));
            put(0x80 | ((c >> 12U) & 0x3FU));
            put(0x80 | ((c >> 6U) & 0x3FU));
        }
        if (c >= 0x80) put(0x80 | (c & 0x3FU));
    }
    return out;
}

bool is_absent(const std::string& text) {
    return text.find_first_not_of(" \t\n\v\f\r") == std::string::npos;
}

// Dice that fall alike on every machine.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : bits_(seed) {}
    std::size_t below(std::size_t n) { return bits_() % n; }
    bool once_in(std::size_t n) { return below(n) == 0; }
    template <class T>
    void shuffle(std::vector<T>& items) {
        for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
    }

  private:
    std::mt19937_64 bits_;
};

// What breaks readers and writers: escapes, quotes, control letters, marks, and planes beyond the
// first. NUL stands last, for what cannot be said on a command line.
const Text& hard_letters() {
    static const Text letters =
        U"\"\"\\\\\n\r\t,,;'=+-@/ "
        U"\u0001\u001b\u001f\u007f\u0085\u009b\u00a0\u00c9\u00e9\u0301\u2028"
        U"\u2029\u202e\u200f\u061c\u2066\ufeff\ufffd\uffff\U0001f600\U0010ffff\u0300\ud7ff\ue000"
        U"{}[]:#%&<>`$"
        U"\u0000"s;
    return letters;
}

Text random_text(Dice& dice, bool with_nul = true) {
    if (dice.once_in(12)) return {};
    const auto size = dice.once_in(60) ? std::size_t{65536} : dice.below(12) + 1;
    const auto hard = hard_letters().size() - (with_nul ? 0 : 1);
    Text text;
    while (text.size() < size) {
        text += dice.once_in(2) ? hard_letters()[dice.below(hard)]
                                : static_cast<char32_t>(U'a' + dice.below(26));
    }
    return text;
}

Text short_text(Dice& dice, bool with_nul = true) {
    auto text = random_text(dice, with_nul);
    text.resize(std::min<std::size_t>(text.size(), 100));
    return text;
}

// ---- Rows, and how they are written ----

using Said = std::map<Text, Text>;

Row as_row(const Said& said) {
    Row row;
    for (const auto& [name, text] : said) {
        if (!is_absent(utf8(text))) row[utf8(name)] = utf8(text);
    }
    return row;
}

Text text_of_number(std::size_t number) {
    const auto digits = std::to_string(number);
    return {digits.begin(), digits.end()};
}

// Names that belong to no type, drawn from few so that a CSV header can hold them.
std::vector<Text> foreign_names(Dice& dice) {
    std::vector<Text> names{U""};
    while (names.size() < 30) {
        auto name = short_text(dice) + text_of_number(names.size());
        name.resize(std::min<std::size_t>(name.size(), 20));
        names.push_back(name + text_of_number(names.size()));
    }
    return names;
}

std::vector<Said> random_rows(Dice& dice, std::size_t count) {
    const auto names = foreign_names(dice);
    std::vector<Said> rows;
    for (std::size_t i = 0; i < count; ++i) {
        // Subjects are shown without the blanks about them; so this one has none.
        constexpr std::u32string_view first = U"\"\\\u00c9\u2028b";
        const auto body = first[dice.below(first.size())] + random_text(dice) + U"x";
        auto& said = rows.emplace_back(Said{{U"la", U"330"},
                                            {U"case", U"R" + text_of_number(i % 7)},
                                            {U"date", U"2025-01-1" + text_of_number(i % 10)},
                                            {U"id", short_text(dice) + text_of_number(i)},
                                            {U"actor", short_text(dice)}});
        const bool asks = dice.once_in(3);
        said[U"type"] = asks ? U"advice-requested" : U"note";
        said[asks ? U"body" : U"text"] = asks ? body : U"." + random_text(dice);
        if (dice.once_in(3)) said[U"source"] = short_text(dice);
        for (auto more = dice.below(4); more > 0; --more) {
            said[names[dice.below(names.size())]] = random_text(dice);
        }
        // A needed text may begin with anything too.
        if (!asks && dice.once_in(2)) said[U"text"] = random_text(dice) + U"x";
    }
    return rows;
}

void append_json(std::string& out, const Text& text, Dice& dice) {
    constexpr char hex[] = "0123456789abcdef";
    const auto escape = [&](char32_t unit) {
        out += "\\u";
        for (const auto shift : {12U, 8U, 4U, 0U}) out += hex[(unit >> shift) & 0xFU];
    };
    out += '"';
    for (const auto c : text) {
        const bool must = c < 0x20 || c == U'"' || c == U'\\';
        if (c == U'"' || c == U'\\' || (c == U'/' && dice.once_in(2))) {
            (out += '\\') += static_cast<char>(c);
        } else if (c == U'\n' && dice.once_in(2)) {
            out += "\\n";
        } else if (!must && !dice.once_in(4)) {
            out += utf8({c});
        } else if (c < 0x10000) {
            escape(c);
        } else {
            escape(0xD800 + ((c - 0x10000) >> 10U));
            escape(0xDC00 + ((c - 0x10000) & 0x3FFU));
        }
    }
    out += '"';
}

std::string json_lines(const std::vector<Said>& rows, Dice& dice) {
    std::string out;
    for (const auto& said : rows) {
        std::vector<std::pair<Text, Text>> fields(said.begin(), said.end());
        dice.shuffle(fields);
        out += '{';
        for (const auto& [name, text] : fields) {
            if (&name != &fields.front().first) out += ',';
            append_json(out, name, dice);
            out += ':';
            append_json(out, text, dice);
        }
        out += "}\n";
    }
    return out;
}

void append_cell(std::string& out, const std::string& text, Dice& dice) {
    if (text.find_first_of("\",\n\r") == std::string::npos && !dice.once_in(3)) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) out += c == '"' ? std::string{"\"\""} : std::string{c};
    out += '"';
}

std::string csv(const std::vector<Said>& rows, Dice& dice) {
    std::set<Text> names;
    for (const auto& said : rows) {
        for (const auto& [name, text] : said) names.insert(name);
    }
    std::vector<Text> columns(names.begin(), names.end());
    dice.shuffle(columns);
    // A byte order mark at the front would be taken for one.
    std::swap(*std::find(columns.begin(), columns.end(), U"la"), columns.front());
    std::string out;
    const auto add_row = [&](const std::function<Text(const Text&)>& cell_of) {
        for (const auto& column : columns) {
            if (&column != &columns.front()) out += ',';
            append_cell(out, utf8(cell_of(column)), dice);
        }
        out += '\n';
    };
    add_row([](const Text& column) { return column; });
    for (const auto& said : rows) {
        add_row([&](const Text& column) {
            const auto at = said.find(column);
            return at == said.end() ? Text{} : at->second;
        });
    }
    return out;
}

// ---- What comes back ----

// Without the log's own entries, and what the log adds to each.
Rows only_said(Rows rows) {
    std::erase_if(rows, [](const Row& row) { return row.at("type") == "import-done"; });
    for (auto& row : rows) {
        for (const auto* own : {"recorded_at", "source_recorded_at", "position", "lag_seconds",
                                "trusted", "in_force", "retracted_by", "retracts", "changes"}) {
            row.erase(own);
        }
    }
    return rows;
}

// An audit's rows with their fields beside the envelope, as in an export.
Rows flat(Rows rows) {
    for (auto& row : rows) {
        const auto fields = row.extract("fields");
        for (const auto& [name, text] : row_of(boost::json::parse(fields.mapped())))
            row[name] = text;
    }
    return rows;
}

Rows expected(const std::vector<Said>& rows, const std::string& source) {
    Rows wanted;
    for (const auto& said : rows) {
        wanted.push_back(as_row(said));
        wanted.back().try_emplace("source", source);
    }
    return wanted;
}

void check_comes_back(const Program& longstop, const Rows& wanted) {
    CHECK(difference(only_said(rows_of_jsonl(longstop.out("export"))), wanted) == "");
    CHECK(difference(only_said(rows_of_csv(longstop.out("export --format csv"))), wanted) == "");
    const std::string audit = "audit --la 330 --format ";
    CHECK(difference(only_said(flat(rows_of_jsonl(longstop.out(audit + "jsonl")))), wanted) == "");
    CHECK(difference(only_said(flat(rows_of_json(longstop.out(audit + "json")))), wanted) == "");
    CHECK(difference(only_said(flat(rows_of_csv(longstop.out(audit + "csv")))), wanted) == "");
}

// A subject is told without the white space around it.
std::string trimmed(const std::string& text) {
    constexpr std::string_view space = " \t\n\v\f\r";
    const auto first = text.find_first_not_of(space);
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

// Every subject that an answer names is one that was said.
void check_subjects(const Program& longstop, const Rows& wanted) {
    std::set<std::string> bodies;
    for (const auto& row : wanted) {
        if (row.contains("body")) bodies.insert(trimmed(row.at("body")));
    }
    REQUIRE(bodies.size() > 10);
    for (const std::string ask : {"deadlines --all", "breaches", "alerts", "check"}) {
        for (const std::string format : {"jsonl", "csv"}) {
            INFO(ask << " " << format);
            const auto out = longstop.out(ask + " --as-of 2025-06-30 --format " + format);
            std::size_t named = 0;
            for (const auto& row : format == "csv" ? rows_of_csv(out) : rows_of_jsonl(out)) {
                const auto subject = row.find("subject");
                if (subject == row.end()) continue;
                ++named;
                CHECK(bodies.contains(subject->second));
            }
            if (ask != "check") CHECK(named > 0);
        }
    }
}

// What does not tell when the entries were recorded.
std::vector<std::string> answers_of(const Program& longstop) {
    std::vector<std::string> answers;
    for (const std::string ask :
         {"deadlines --all", "breaches", "check", "stats", "timeline 330/R0", "timeline 330/R3"}) {
        answers.push_back(longstop.out(ask + " --as-of 2025-06-30 --format jsonl"));
    }
    return answers;
}

}  // namespace

TEST_CASE("texts: what is imported comes back as it was said, whatever the way in",
          "[e2e][texts]") {
    for (const std::uint64_t seed : {1U, 2U}) {
        DYNAMIC_SECTION("seed " << seed) {
            Dice dice(seed);
            const auto rows = random_rows(dice, 150);
            const auto wanted = expected(rows, "crm");
            const Program by_json;
            by_json.write("said.jsonl", json_lines(rows, dice));
            const Program by_csv;
            by_csv.write("said.csv", csv(rows, dice));
            by_json.out("import said.jsonl --source crm");
            by_csv.out("import said.csv --source crm");
            check_comes_back(by_json, wanted);
            check_comes_back(by_csv, wanted);
            check_subjects(by_json, wanted);
            CHECK(answers_of(by_json) == answers_of(by_csv));

            // And out of one store into another.
            for (const std::string format : {"jsonl", "csv"}) {
                const Program copy;
                const auto log = by_json.out("export --format " + format);
                copy.write("log." + format, log);
                copy.out("import log." + format + " --trust-recorded-at");
                CHECK(difference(only_said(rows_of_jsonl(copy.out("export"))), wanted) == "");
                CHECK(answers_of(copy) == answers_of(by_json));
            }
        }
    }
}

TEST_CASE("texts: what is recorded by hand comes back as it was said", "[e2e][texts]") {
    Dice dice(7);
    const Program longstop;
    Rows wanted;
    for (std::size_t i = 0; i < 25; ++i) {
        const auto text = utf8(random_text(dice, false) + U"x");
        const auto id = utf8(short_text(dice, false) + text_of_number(i));
        Row row{{"la", "330"},
                {"case", "R1"},
                {"type", "note"},
                {"date", "2025-01-13"},
                {"text", text},
                {"id", id},
                {"source", utf8(short_text(dice, false))},
                {"actor", utf8(short_text(dice, false))}};
        const auto ran =
            longstop.run({"record", "330/R1", "note", "date=2025-01-13", "text=" + text, "id=" + id,
                          "source=" + row["source"], "actor=" + row["actor"]});
        INFO(ran.err);
        REQUIRE(ran.status == 0);
        if (is_absent(row["source"])) row["source"] = "record";
        if (is_absent(row["actor"])) row["actor"] = "tester";
        wanted.push_back(row);
    }
    check_comes_back(longstop, wanted);
}

}  // namespace longstop::cli::tests

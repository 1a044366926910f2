// Entries as rows of text, some of them spoilt or repeated on request.
#include "histories.hpp"

#include <algorithm>

#include "histories_parts.hpp"

namespace longstop::histories {
namespace {

Text quoted(const Text& text) {
    Text out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\t')
            out += "\\t";
        else
            out += c;
    }
    return out + "\"";
}

class Writer {
  public:
    Writer(Dice& dice, const Options& options) : dice_(dice), options_(options) {}

    Text line(const Entry& entry) {
        const bool odd = options_.kind == Kind::adversarial;
        Text text;
        put(text, "la", quoted(entry.la));
        put(text, "case", quoted(entry.case_ref));
        put(text, "type", quoted(entry.type));
        put(text, "date", quoted(text_of(entry.date)));
        if (!dice_.chance(options_.without_id_percent)) put(text, "id", quoted(entry.id));
        for (const auto& [name, value] : entry.fields) {
            // A number counts as its text.
            const bool is_year = name == "year" && entry.type == "phase-transfer-planned";
            const bool as_number = odd && is_year && dice_.chance(40);
            put(text, name, as_number ? value : quoted(value));
        }
        if (odd && dice_.chance(5))
            put(text, "remark", dice_.pick({"null", "\"\"", "\" \\t\"", "12.50"}));
        put(text, "recorded_at", quoted(entry.recorded_at));
        return "{" + text + "}";
    }

    // The row with one thing wrong; an import must refuse it.
    Text spoilt(Entry entry) {
        entry.id +=
            "-spoilt";  // refused rows claim no id, but let a mistake here harm no other row
        const int kind = dice_.between(1, 15);
        if (kind == 1) entry.la = dice_.pick({"", " ", "33", "33A", "3300"});
        if (kind == 2) entry.case_ref = dice_.pick({"", "a b", "a/b", "é"});
        if (kind == 3) entry.type = dice_.pick({"", "plan-lost", "Note", "note "});
        if (kind == 4)
            entry.recorded_at =
                dice_.pick({"2021-01-01", "2021-01-01T10:00:00", "2021-02-30T10:00:00Z",
                            "2021-01-01T24:00:00Z", "2021-01-01T10:00:00.Z"});
        if (kind == 5)
            entry.type = "tribunal-order",
            entry.fields = {{"kind", dice_.pick({"", "Assess", " assess", "other"})}};
        if (kind == 6)
            entry.type = "setting-closed",
            entry.fields = {{"setting", "x"},
                            {"reopens", dice_.pick({"2023-02-29", "2023-2-3", "1899-12-31",
                                                    "2200-01-01", "soon"})}};
        if (kind == 7)
            entry.type = "phase-transfer-planned",
            entry.fields = {{"transfer", "other"},
                            {"year", dice_.pick({"1899", "2200", "15", "2015.0"})}};
        if (kind == 13)
            entry.type = dice_.pick({"amended-plan-sent", "final-plan-sent"}),
            entry.fields = {{"names_next", dice_.pick({"maybe", "Yes", "no "})}};
        if (kind == 14)
            entry.type = dice_.pick({"appeal-registered", "appeal-received"}),
            entry.fields = {{"against", dice_.pick({"contents", "Plan", " cease"})}};
        if (kind == 15)
            entry.type = "tribunal-direction",
            entry.fields = {{"step", dice_.pick({"response", ""})},
                            {dice_.pick({"by", "until"}), dice_.pick({"2023-02-29", "soon"})}};
        Text text = line(entry);
        if (kind == 8)
            text.replace(1, 0,
                         "\"note\": " +
                             Text(dice_.pick({"true", "false", "[1]", "{\"a\": 1}", "[]"})) + ", ");
        if (kind == 9) text.replace(1, 0, "\"la\": \"330\", ");          // a key twice
        if (kind == 10) text.replace(1, 0, "\"note\": \"\xC3\x28\", ");  // no UTF-8
        if (kind == 11)
            text = dice_.pick({"[]", "42", "\"text\"", "null", "nonsense", "{\"la\": \"330\""});
        if (kind == 12) text += dice_.pick({" x", "{}", ","});
        return text;
    }

  private:
    static void put(Text& text, const Text& name, const Text& value) {
        text += (text.empty() ? "" : ", ") + quoted(name) + ": " + value;
    }

    Dice& dice_;
    const Options& options_;
};

std::vector<Entry> entries(Dice& dice, const Options& options) {
    std::vector<Entry> all;
    int last_id = 0;
    for (int number = 1; number <= options.cases; ++number) {
        const Text la = dice.pick(options.authorities);
        if (options.kind == Kind::ordinary) {
            ordinary_life(dice, all, last_id, la, "EHC-" + std::to_string(1000 + number));
        } else {
            // References whose order by bytes is not that of an eye.
            const Text before = dice.pick({"EHC-", "ehc-", "9_", "Z.", "_"});
            adversarial_case(dice, all, last_id, la, before + std::to_string(number));
        }
    }
    if (options.kind == Kind::ordinary) {
        std::stable_sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) {
            return a.recorded_at < b.recorded_at;
        });
    }
    return all;
}

}  // namespace

std::string generate(const Options& options) {
    Dice dice(options.seed);
    Writer writer(dice, options);
    Text text;
    for (auto& entry : entries(dice, options)) {
        const bool odd = options.kind == Kind::adversarial;
        const Text line = writer.line(entry);
        text += line + (odd && dice.chance(3) ? " \r\n" : "\n");
        if (odd && dice.chance(1)) text += " \t\n";
        if (dice.chance(options.ill_formed_percent)) text += writer.spoilt(entry) + "\n";
        if (!dice.chance(options.repeated_percent)) continue;
        if (dice.chance(50)) {
            text += line + "\n";
        } else {
            text += "{\"remark_of_copy\": \"other content\", " + line.substr(1) + "\n";
        }
    }
    return text;
}

}  // namespace longstop::histories

// longstop rules: the law as rows; one row explained.
#include <fmt/format.h>

#include "cli/question/values.hpp"
#include "cli/questions/questions.hpp"

namespace longstop::cli {
namespace {

constexpr std::array<std::string_view, 7> counting_texts{
    "the day of the event is not counted",
    "beginning with the day of the event",
    "that many days before, read leniently",
    "before the date, read leniently as by it",
    "by the corresponding date",
    "before the date, which is itself too late",
    "that many clear days before"};

constexpr std::array<std::string_view, 8> subject_texts{"",   "body", "setting",   "meeting",
                                                        "to", "step", "provision", "against"};
// By Group, and for a plan that answers none.
constexpr std::array<std::string_view, law::group_count + 1> group_texts{
    "order", "amendment", "reassessment", "request", "review", "none"};

std::string join(const std::vector<std::string>& parts, std::string_view mark) {
    std::string text;
    for (const auto& part : parts) text += fmt::format("{}{}", text.empty() ? "" : mark, part);
    return text;
}

std::string join(const std::vector<law::Pattern>& patterns) {
    std::vector<std::string> texts;
    texts.reserve(patterns.size());
    for (const auto& pattern : patterns) texts.push_back(pattern.text);
    return join(texts, ", ");
}

std::string in_force_text(const law::Law& law, law::RowNo row) {
    const auto from = events::to_text(law.rows()[row].in_force_from);
    const auto last = law.last_day(row);
    return last ? fmt::format("{} to {}", from, events::to_text(*last))
                : fmt::format("from {}", from);
}

std::string_view missed_text(const law::Duty& duty) {
    if (duty.is_right()) return "a right: not used in time it lapses";
    if (duty.is_conditional()) return "overdue; a breach only where the step is taken late";
    if (duty.is_window()) return "a minimum window: the act may not come before it is over";
    return "overdue";
}

std::string limit_text(const law::Duty& duty) {
    return fmt::format("{}: {}", duty.within.text,
                       counting_texts[static_cast<std::size_t>(duty.counting)]);
}

// What a plan must answer to touch the row; empty where every plan does.
std::string answers_text(const law::Duty& duty) {
    std::vector<std::string> answers;
    for (std::size_t group = 0; group < group_texts.size(); ++group) {
        if ((duty.answers >> group & 1U) != 0) answers.emplace_back(group_texts[group]);
    }
    if (answers.empty()) return {};
    const auto always = join(duty.whatever_answered);
    return "those that answer " + join(answers, ", ") + (always.empty() ? "" : "; " + always);
}

// The facts of a row, label by label, for people.
std::vector<std::pair<std::string_view, std::string>> facts_of(const law::Law& law,
                                                               law::RowNo row) {
    const auto& duty = law.rows()[row];
    std::vector<std::pair<std::string_view, std::string>> facts{
        {"law", duty.cite},
        {"address", duty.source},
        {"says", duty.words},
        {"owed by", duty.owed_by},
        {"kind", fmt::format("{}{}{}", law::kind_text(duty.kind),
                             duty.confidence.empty() ? "" : ", confidence ", duty.confidence)},
        {"starts with", join(duty.starts)},
        {"limit", limit_text(duty)},
        {"ends with", join(duty.ends)}};
    const auto add = [&](std::string_view label, std::string text) {
        if (!text.empty()) facts.emplace_back(label, std::move(text));
    };
    if (duty.adjust == law::Adjust::rule12_appeal) {
        add("adjusted",
            "rule 12(2), (3)(a): rolls out of 25 December to 1 January, August and "
            "non-working days");
    }
    if (duty.adjust == law::Adjust::rule12_skip) {
        add("adjusted", "rule 12(3)(b): 25 December to 1 January and August are not counted");
    }
    if (duty.by_overrides) add("overridden", "by a date fixed by the order or agreement (`by`)");
    for (const auto& pattern : duty.directed_by) {
        add("overridden", fmt::format("by a date that {} fixes while it is open", pattern.text));
    }
    add("rests with", join(duty.rests));
    add("wakes with", join(duty.wakes));
    add("final with", join(duty.final_by));
    add("overtaken by", join(duty.overtaken_by));
    add("lapses with", join(duty.lapses));
    for (const auto& hold : duty.held) {
        add("held", fmt::format("by {}, until {}", join(hold.by), join(hold.until)));
    }
    add("subject", std::string{subject_texts[static_cast<std::size_t>(duty.subject)]});
    if (duty.any_matter) add("matter", "any: the duty is of the plan as such");
    if (duty.group) add("group", std::string{group_texts[static_cast<std::size_t>(*duty.group)]});
    add("plans that touch it", answers_text(duty));
    add("excused by", join(duty.excused_by, ", "));
    add("not while open", join(duty.unless_open, ", "));
    add("not listed while open", join(duty.not_listed_while, ", "));
    add("if missed", std::string{missed_text(duty)});
    add("in force", in_force_text(law, row));
    if (duty.known_from) add("known from", events::to_text(*duty.known_from));
    add("notes", duty.notes);
    for (const auto& reading : duty.readings) {
        add("also read", fmt::format("{}: {} {} ({})", reading.name, limit_text(reading.row) + ".",
                                     reading.words, reading.authority));
    }
    return facts;
}

// Version by version.
std::string explained(const law::Law& law, const law::RowSet& rows) {
    std::string out;
    rows.each([&](law::RowNo row) {
        const auto& duty = law.rows()[row];
        out += fmt::format("{}{}\n{}\n\n", out.empty() ? "" : "\n", duty.id, duty.duty);
        auto facts = facts_of(law, row);
        facts.emplace_back("row", fmt::format("{}:{}", duty.file, duty.line));
        for (const auto& [label, text] : facts) {
            out += fmt::format("  {:<22}{}\n", label, paragraph(text, 74, 24));
        }
    });
    return out + "\nNot legal advice. How rows are read: docs/law/reading.md\n";
}

// docs/law/register.md: made by this command, held against it by a test.
std::string register_page(const law::Law& law) {
    std::string out = fmt::format(
        "# Register of duties\n\n"
        "Made by `longstop rules --register` from engine/law/england; a test holds this "
        "page against the\nfiles. {} rows. Not legal advice.\n",
        law.rows().size());
    for (const auto& instrument : law.instruments()) {
        out += fmt::format("\n## {}\n\n{}\n", instrument.title, instrument.address);
        for (law::RowNo row = 0; row < static_cast<law::RowNo>(law.rows().size()); ++row) {
            const auto& duty = law.rows()[row];
            if (duty.file != instrument.file) continue;
            out += fmt::format("\n### {}\n\n{}\n\n", duty.id, duty.duty);
            for (const auto& [label, text] : facts_of(law, row)) {
                out += fmt::format("- **{}**: {}\n", label, text);
            }
        }
    }
    return out;
}

constexpr std::array fields{"duty"_f,        "citation"_f,   "owed_by"_f,      "obligation"_f,
                            "limit"_f,       "counting"_f,   "kind"_f,         "starts"_f,
                            "ends"_f,        "exceptions"_f, "if_missed"_f,    "in_force_from"_f,
                            "in_force_to"_f, "address"_f,    "words"_f,        "notes"_f,
                            "confidence"_f,  "known_from"_f, "overtaken_by"_f, "subject_kind"_f,
                            "matters"_f,     "plan_group"_f, "answers"_f,      "holds"_f};
constexpr std::array in_table{"duty"_f, "citation"_f, "owed_by"_f, "limit"_f};

std::string holds_text(const law::Duty& duty) {
    std::string text;
    for (const auto& hold : duty.held) {
        text += fmt::format("{}by {}, until {}", text.empty() ? "" : "; ", join(hold.by),
                            join(hold.until));
    }
    return text;
}

void write(Rows& rows, const law::Law& law, law::RowNo no) {
    const auto& duty = law.rows()[no];
    constexpr std::array<std::string_view, 4> missed{"overdue", "conditional", "lapsed", "window"};
    constexpr std::array<std::string_view, 7> counting{
        "after", "from-incl", "clear", "before-date", "by-date", "strictly-before", "clear-days"};
    auto& row = rows.row();
    row["duty"_f] = std::string_view{duty.id};
    row["citation"_f] = std::string_view{duty.cite};
    row["owed_by"_f] = std::string_view{duty.owed_by};
    row["obligation"_f] = std::string_view{duty.duty};
    row["limit"_f] = std::string_view{duty.within.text};
    row["counting"_f] = counting[static_cast<std::size_t>(duty.counting)];
    row["kind"_f] = law::kind_text(duty.kind);
    row.keep("starts"_f, join(duty.starts));
    row.keep("ends"_f, join(duty.ends));
    row.keep_or_null("exceptions"_f, join(duty.excused_by, ", "));
    row["if_missed"_f] = missed[static_cast<std::size_t>(duty.if_missed)];
    row["in_force_from"_f] = day_cell(events::number_of(duty.in_force_from));
    row["in_force_to"_f] = day_cell(law.last_day(no));
    row["address"_f] = std::string_view{duty.source};
    row["words"_f] = std::string_view{duty.words};
    row["notes"_f] = or_null(duty.notes);
    row["confidence"_f] = or_null(duty.confidence);
    row["known_from"_f] = day_cell(duty.known_from);
    row.keep_or_null("overtaken_by"_f, join(duty.overtaken_by));
    row["subject_kind"_f] = or_null(subject_texts[static_cast<std::size_t>(duty.subject)]);
    row["matters"_f] = std::string_view{duty.any_matter ? "any" : "own"};
    row["plan_group"_f] = or_null(duty.group ? group_texts[static_cast<std::size_t>(*duty.group)]
                                             : std::string_view{});
    row.keep_or_null("answers"_f, answers_text(duty));
    row.keep_or_null("holds"_f, holds_text(duty));
    rows.write();
}

// The rows of the duty that is named, or all.
Result<law::RowSet> named(const Asked& asked) {
    const auto& id = asked.text("duty");
    if (id.empty()) return law::RowSet::all();
    const auto rows = asked.law().written.rows_of(id);
    if (!rows.empty()) return rows;
    return usage_error("cannot explain a rule", fmt::format("no duty is called \"{}\"", id),
                       "longstop rules lists the duties by their ids");
}

// One duty explained, and the register, are pages.
Result<std::string> first(const Asked& asked) {
    const auto& law = asked.law().written;
    if (asked.flag("--register")) return register_page(law);
    const auto rows = named(asked);
    if (!rows) return rows.error();
    const auto& format = asked.options.format;
    const bool page = !asked.text("duty").empty() && (format.empty() || format == "table");
    return page ? explained(law, *rows) : std::string{};
}

Exit answer(const Asked& asked, Rows& rows) {
    const auto& law = asked.law().written;
    const auto wanted = *named(asked);
    rows.begin(fields, in_table);
    if (const auto added = asked.add_basis({}, rows); !added) return added.error();
    std::size_t shown = 0;
    for (law::RowNo row = 0; row < static_cast<law::RowNo>(law.rows().size()); ++row) {
        if (!wanted.has(row)) continue;
        if (!asked.options.as_of.empty() && !law.in_force(row, asked.when.as_of)) continue;
        write(rows, law, row);
        ++shown;
    }
    rows.foot(
        fmt::format("{} of {} rows; longstop rules ID explains one", shown, law.rows().size()));
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({
    {.name = "duty", .value = "ID", .means = "One duty, by its id", .values = values::duties},
    {"--register", Takes::flag, "", "The page docs/law/register.md"},
});
constexpr std::array lists{List{"", fields, in_table}};

}  // namespace

const Question question::rules{
    .name = "rules",
    .asks = "The law as rows; one row explained",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .needs = Needs::law,
    .first = first,
    .example = "longstop rules reg13.2-final-plan",
};

}  // namespace longstop::cli

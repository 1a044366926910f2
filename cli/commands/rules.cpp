// longstop rules: the law as rows; one row explained.
#include <fmt/format.h>
#include <unistd.h>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"

namespace longstop::cli {
namespace {

struct Options {
    ReadingOptions reading;
    std::string id;
    bool register_page = false;
};

constexpr std::array<std::string_view, 4> kind_texts{"statute", "case-law", "tribunal-rule",
                                                     "guidance"};
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

std::string_view kind_text(law::Kind kind) { return kind_texts[static_cast<std::size_t>(kind)]; }

std::string join(const std::vector<std::string>& parts, std::string_view mark) {
    std::string text;
    for (const auto& part : parts) text += fmt::format("{}{}", text.empty() ? "" : mark, part);
    return text;
}

std::string join(const std::vector<law::Pattern>& patterns) {
    std::vector<std::string> texts;
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
        {"kind", fmt::format("{}{}{}", kind_text(duty.kind),
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
    add("row", fmt::format("{}:{}", duty.file, duty.line));
    return facts;
}

// Version by version.
std::string explained(const law::Law& law, const law::RowSet& rows) {
    std::string out;
    rows.each([&](law::RowNo row) {
        const auto& duty = law.rows()[row];
        out += fmt::format("{}{}\n{}\n\n", out.empty() ? "" : "\n", duty.id, duty.duty);
        for (const auto& [label, text] : facts_of(law, row)) {
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
        for (law::RowNo row = 0; row < law.rows().size(); ++row) {
            const auto& duty = law.rows()[row];
            if (duty.file != instrument.file) continue;
            out += fmt::format("\n### {}\n\n{}\n\n", duty.id, duty.duty);
            for (const auto& [label, text] : facts_of(law, row)) {
                if (label == "row") continue;
                out += fmt::format("- **{}**: {}\n", label, text);
            }
        }
    }
    return out;
}

const std::vector<Column>& columns() {
    static const std::vector<Column> list{{"id", "DUTY", 32},
                                          {"citation", "LAW", 40},
                                          {"owed_by", "OWED BY", 9},
                                          {"duty"},
                                          {"limit", "LIMIT", 24},
                                          {"counting"},
                                          {"kind"},
                                          {"starts"},
                                          {"ends"},
                                          {"excused_by"},
                                          {"if_missed"},
                                          {"in_force_from"},
                                          {"in_force_to"},
                                          {"source"},
                                          {"words"},
                                          {"notes"},
                                          {"confidence"},
                                          {"known_from"},
                                          {"overtaken_by"},
                                          {"subject"},
                                          {"matter"},
                                          {"group"},
                                          {"answers"},
                                          {"held"}};
    return list;
}

void write(RowWriter& rows, const law::Law& law, law::RowNo row) {
    const auto& duty = law.rows()[row];
    constexpr std::array<std::string_view, 4> missed{"overdue", "conditional", "lapsed", "window"};
    constexpr std::array<std::string_view, 7> counting{
        "after", "from-incl", "clear", "before-date", "by-date", "strictly-before", "clear-days"};
    const auto starts = join(duty.starts);
    const auto ends = join(duty.ends);
    const auto excused = join(duty.excused_by, ", ");
    const auto from = events::to_text(duty.in_force_from);
    const auto last = law.last_day(row);
    const auto to = last ? events::to_text(*last) : std::string{};
    const auto known = duty.known_from ? events::to_text(*duty.known_from) : std::string{};
    const auto overtaken = join(duty.overtaken_by);
    const auto answers = answers_text(duty);
    std::string held;
    for (const auto& hold : duty.held) {
        held += fmt::format("{}by {}, until {}", held.empty() ? "" : "; ", join(hold.by),
                            join(hold.until));
    }
    rows.row(
        std::array<Cell, 24>{std::string_view{duty.id},
                             std::string_view{duty.cite},
                             std::string_view{duty.owed_by},
                             std::string_view{duty.duty},
                             std::string_view{duty.within.text},
                             counting[static_cast<std::size_t>(duty.counting)],
                             kind_text(duty.kind),
                             std::string_view{starts},
                             std::string_view{ends},
                             or_null(excused),
                             missed[static_cast<std::size_t>(duty.if_missed)],
                             std::string_view{from},
                             or_null(to),
                             std::string_view{duty.source},
                             std::string_view{duty.words},
                             or_null(duty.notes),
                             or_null(duty.confidence),
                             or_null(known),
                             or_null(overtaken),
                             or_null(subject_texts[static_cast<std::size_t>(duty.subject)]),
                             std::string_view{duty.any_matter ? "any" : "own"},
                             or_null(duty.group ? group_texts[static_cast<std::size_t>(*duty.group)]
                                                : std::string_view{}),
                             or_null(answers),
                             or_null(held)});
}

Answer rules(const App& app, const Options& options) {
    const auto question = question_of(app, options.reading);
    if (!question) return question.error();
    const auto format = format_of(app, options.reading);
    if (!format) return format.error();
    const auto in_use = law_in_use(options.reading);
    if (!in_use) return in_use.error();
    const auto& law = in_use->law.written;
    if (options.register_page) {
        return finished(print(register_page(law)));
    }
    auto asked = law::RowSet::all();
    if (!options.id.empty()) {
        asked = law.rows_of(options.id);
        if (asked.empty()) {
            return usage_error("cannot explain a rule",
                               fmt::format("no duty is called \"{}\"", options.id),
                               "longstop rules lists the duties by their ids");
        }
        if (options.reading.format.empty() || *format == Format::table) {
            return finished(print(explained(law, asked)));
        }
    }
    const auto rows = make_writer(*format, columns(), STDOUT_FILENO, app.style());
    const Basis basis{{}, question->as_of, question->known_at, in_use->marks};
    if (const auto added = add_basis(options.reading, *format, basis, *rows); !added) {
        return added.error();
    }
    std::size_t shown = 0;
    for (law::RowNo row = 0; row < law.rows().size(); ++row) {
        if (!asked.has(row)) continue;
        if (!options.reading.as_of.empty() && !law.in_force(row, question->as_of)) continue;
        write(*rows, law, row);
        ++shown;
    }
    rows->foot(
        fmt::format("{} of {} rows; longstop rules ID explains one", shown, law.rows().size()));
    return finished(rows->finish());
}

}  // namespace

void add_rules(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand("rules", "The law as rows; one row explained");
    const auto options = std::make_shared<Options>();
    command->add_option("id", options->id, "One duty, by its id");
    command->add_flag("--register", options->register_page, "The page docs/law/register.md");
    options->reading.add_to(*command);
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return rules(app, *options); }; });
}

}  // namespace longstop::cli

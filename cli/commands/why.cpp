// longstop why: each clock of a duty on a case, step by step, with the law for every step.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/who_answers.hpp"
#include "cli/render/clock_rows.hpp"
#include "cli/render/text_width.hpp"
#include "cli/render/why_steps.hpp"
#include "events/field_no.hpp"

namespace longstop::cli {
namespace {

using projections::Why;
using projections::WhyClock;

struct Options {
    ReadingOptions reading;
    std::string case_ref;
    std::string duty;
    std::string subject;
    bool page = false;
};

// What is being explained, for the rows and the headings.
struct Explained {
    std::string case_ref;  // "330/EHC-1023"
    const law::Duty* duty = nullptr;
    std::string subject;  // of the clock; may be empty
    int ordinal = 0;      // of the clock among the duty's; 0: there is none
    const WhyClock* clock = nullptr;
    std::vector<WhyStep> steps;
};

// "by=parent, channel=email", for every event of the case.
Result<EventDetails> details_of(const log::Store& store, events::AuthorityId la, const Why& why) {
    EventDetails details;
    const auto positions = positions_of(why);
    const auto read = store.each_entry_at(la, positions, [&](const events::Entry& entry) {
        auto& text = details[entry.position];
        for (const auto& field : entry.event.fields) {
            if (field.no == events::FieldNo::foreign) continue;
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", events::field_name(field.no),
                                field.value);
        }
        return true;
    });
    if (!read) return read.error();
    return details;
}

std::vector<Explained> explain(const Why& why, const Reading& reading, const log::LogColumns& log,
                               const Options& options, const EventDetails& details) {
    std::vector<Explained> all;
    Explained one;
    one.case_ref = options.case_ref;
    one.duty = &reading.law.duties[why.row];
    int ordinal = 0;
    for (const auto& clock : why.clocks) {
        ++ordinal;
        one.subject = projections::subject_text(clock.reported, reading.law, log);
        if (!options.subject.empty() &&
            !projections::equal_subjects(one.subject, options.subject)) {
            continue;
        }
        one.ordinal = ordinal;
        one.clock = &clock;
        one.steps = steps_of(why, clock, reading.law, reading.question.as_of, details,
                             all.empty() ? Idle::told : Idle::left_out);
        all.push_back(one);
    }
    if (all.empty()) {
        one.subject = options.subject;
        one.ordinal = 0;
        one.clock = nullptr;
        one.steps = steps_without_clock(why, reading.law, details);
        all.push_back(std::move(one));
    }
    return all;
}

// -- for machines ------------------------------------------------------------------------------

const std::vector<Column>& columns() {
    static const std::vector<Column> list{
        {"la"},     {"case"},      {"duty"},       {"subject"},      {"clock"},      {"step"},
        {"what"},   {"date"},      {"event"},      {"position"},     {"says"},       {"citation"},
        {"words"},  {"address"},   {"skipped"},    {"started_on"},   {"due"},        {"ended_on"},
        {"status"}, {"days_late"}, {"days_early"}, {"due_earliest"}, {"due_latest"}, {"reading"}};
    return list;
}

std::string skipped_json(const std::vector<law::Skipped>& days) {
    std::string json = "[";
    for (const auto& day : days) {
        if (json.size() > 1) json += ',';
        json += "{\"day\":\"" + events::to_text(day.day) + "\",\"name\":";
        append_json_text(json, day.name);
        json += '}';
    }
    return json + "]";
}

std::string day_or_nothing(std::int32_t day) {
    return day == law::no_day ? std::string{} : events::to_text(events::day_of(day));
}

Cell or_absent(std::string_view text) { return text.empty() ? Cell{Absent{}} : Cell{text}; }

// The last step carries the clock, field by field as `deadlines` has it.
void write_fields(RowWriter& rows, const Explained& explained, const std::string& reading) {
    const auto la = explained.case_ref.substr(0, 3);
    const auto reference = explained.case_ref.substr(4);
    std::int64_t number = 0;
    for (const auto& step : explained.steps) {
        ++number;
        const bool last = step.what == WhyStep::What::status && explained.clock != nullptr;
        const law::Clock clock = last ? explained.clock->reported.clock : law::Clock{};
        const auto range = last ? explained.clock->reported.range : law::DueRange{};
        const auto date = step.date ? events::to_text(*step.date) : std::string{};
        const auto started = day_or_nothing(clock.started_on);
        const auto due = day_or_nothing(clock.due);
        const auto ended = day_or_nothing(clock.ended_on);
        const auto earliest = day_or_nothing(range.earliest);
        const auto latest = day_or_nothing(range.latest);
        const auto skipped = skipped_json(step.skipped);
        const auto of_last = [&](Cell cell) { return last ? cell : Cell{Absent{}}; };
        rows.row(std::array<Cell, 24>{
            std::string_view{la},
            std::string_view{reference},
            std::string_view{explained.duty->id},
            or_null(explained.subject),
            explained.ordinal == 0 ? Cell{Null{}} : Cell{std::int64_t{explained.ordinal}},
            number,
            what_text(step.what),
            or_null(date),
            step.event == 0 ? Cell{Null{}} : Cell{events::type_name(step.event)},
            step.position == 0 ? Cell{Null{}} : Cell{static_cast<std::int64_t>(step.position)},
            std::string_view{step.says},
            or_null(step.cite),
            or_null(step.words),
            or_null(step.address),
            step.skipped.empty() ? Cell{Absent{}} : Cell{RawJson{skipped}},
            of_last(or_null(started)),
            of_last(or_null(due)),
            of_last(or_null(ended)),
            of_last(status_text(clock.status)),
            of_last(std::int64_t{clock.days_late}),
            last && clock.days_early > 0 ? Cell{std::int64_t{clock.days_early}} : Cell{Absent{}},
            or_absent(earliest),
            or_absent(latest),
            or_absent(reading)});
    }
}

// -- for people --------------------------------------------------------------------------------

// Text in lines of at most `width` columns, each behind `indent` blanks.
std::string block(std::string_view text, std::size_t width, std::size_t indent) {
    const std::string blanks(indent, ' ');
    return blanks + paragraph(shown(text), width - indent, indent) + "\n";
}

std::string heading(const Explained& explained, std::size_t width) {
    const auto& duty = *explained.duty;
    return fmt::format("{}  {}\n", explained.case_ref, duty.id) + block(duty.duty, width, 2) +
           block(duty.cite, width, 2) + block(duty.source, width, 2);
}

// One step: its number, day and sentence; below them its law, in full where it is named first.
std::string step_text(const WhyStep& step, int number, std::size_t width,
                      std::set<std::string>& told) {
    constexpr std::size_t indent = 16;
    auto text = fmt::format("{:>3}  {:<10} ", number,
                            step.date ? events::to_text(*step.date) : std::string{}) +
                paragraph(shown(step.says), width - indent, indent) + "\n";
    // A law told in full is not told again; the words below a step are always those of its own law.
    const bool first = !step.cite.empty() && told.insert(step.cite + step.words).second;
    if (!first) return text;
    text += block(step.cite, width, indent);
    if (!step.words.empty()) text += block("“" + step.words + "”", width, indent);
    if (!step.address.empty()) text += block(step.address, width, indent);
    return text;
}

std::string clock_text(const Explained& explained, std::size_t of, std::size_t width) {
    std::string text;
    if (explained.ordinal != 0) {
        text = of > 1 ? fmt::format("\nclock {} of {}", explained.ordinal, of) : std::string{};
        if (!explained.subject.empty()) {
            text +=
                fmt::format("{}{}", text.empty() ? "\nfor " : ", for ", shown(explained.subject));
        }
    }
    text += "\n";
    if (text.size() > 1) text += "\n";
    std::set<std::string> told{explained.duty->cite};  // the heading has it
    int number = 0;
    for (const auto& step : explained.steps) text += step_text(step, ++number, width, told);
    return text;
}

std::string page_text(const std::vector<Explained>& all, std::size_t width) {
    auto text = heading(all.front(), width);
    std::size_t of = 0;
    for (const auto& one : all) of = std::max(of, static_cast<std::size_t>(one.ordinal));
    for (const auto& one : all) text += clock_text(one, of, width);
    return text;
}

// -- the command -------------------------------------------------------------------------------

struct Asked {
    events::CaseKey key;
    law::RowNo row = 0;
};

Result<Asked> what_is_asked(const Options& options, const law::Law& law) {
    if (options.page) {
        const auto la = events::parse_authority(options.case_ref);
        if (la) return Asked{{*la, ""}, 0};
    }
    const auto key = events::parse_case_key(options.case_ref);
    if (!key) {
        return usage_error("cannot explain", fmt::format("\"{}\" is no case", options.case_ref),
                           "write LA/CASE, such as 330/EHC-1023");
    }
    const auto row = law.row_of(options.duty);
    if (!row) {
        return usage_error("cannot explain", fmt::format("no duty is called \"{}\"", options.duty),
                           "longstop rules lists the duties by their ids");
    }
    return Asked{*key, *row};
}

// One row on one case of an open log.
Result<std::vector<Explained>> explained_on(const Reading& reading, const log::LogColumns& log,
                                            const projections::FoldableLog& foldable,
                                            const projections::Explainer& explainer,
                                            std::uint32_t case_no, law::RowNo row,
                                            const Options& options, Why& why) {
    why = explainer.why(foldable, case_no, row, reading.question.as_of);
    const auto details = details_of(reading.store, log.la, why);
    if (!details) return details.error();
    return explain(why, reading, log, options, *details);
}

Error no_such_case(const Options& options, events::AuthorityId la) {
    return {ErrorCode::unknown_case, fmt::format("cannot explain {}", options.case_ref),
            "no entry of the log is about this case", "an empty answer would read as \"no duty\"",
            fmt::format("longstop audit --la {} lists what is recorded", events::to_text(la))};
}

// docs/law/why.md: for each duty the case that bears its id as reference.
Answer pages(const Reading& reading, const log::LogColumns& log,
             const projections::Explainer& explainer, Options options) {
    const projections::FoldableLog foldable(log, reading.law, reading.question.known_at);
    auto text = fmt::format(
        "# Why, duty by duty\n\n"
        "One worked example for each of the {} duties: made-up histories "
        "(`docs/examples/why.jsonl`) and what\n`longstop why` says of them as of {}. Made by "
        "`./dev docs`; a test holds this page against the program.\nNot legal advice.\n",
        reading.law.duties.size(), events::to_text(reading.question.as_of));
    for (law::RowNo row = 0; row < reading.law.duties.size(); ++row) {
        const auto& duty = reading.law.duties[row];
        const auto case_no = projections::case_number(log, duty.id);
        if (case_no == 0) {
            return Error{ErrorCode::unknown_case, "cannot make the pages",
                         fmt::format("no example has the case reference {}", duty.id),
                         "a duty without a page would go unread", "add one to the examples"};
        }
        options.case_ref = events::to_text(log.la) + "/" + duty.id;
        Why why;
        const auto all =
            explained_on(reading, log, foldable, explainer, case_no, row, options, why);
        if (!all) return all.error();
        text += fmt::format("\n## {}\n\n```text\n{}```\n", duty.id, page_text(*all, 100));
    }
    return finished(print(text));
}

Answer why(const App& app, const Options& options) {
    const auto reading = open_reading(app, options.reading);
    if (!reading) return reading.error();
    const auto asked_for = what_is_asked(options, reading->law);
    if (!asked_for) return asked_for.error();
    const auto las = authorities_of(reading->store, events::to_text(asked_for->key.la));
    if (!las) return las.error();
    const auto log = reading->store.columns(las->front());
    if (!log) return log.error();
    const auto explainer = projections::Explainer::make(reading->law);
    if (!explainer) return explainer.error();
    if (options.page) return pages(*reading, *log, *explainer, options);

    const auto case_no = projections::case_number(*log, asked_for->key.reference);
    if (case_no == 0) return no_such_case(options, las->front());
    const projections::FoldableLog foldable(*log, reading->law, reading->question.known_at);
    if (auto done = tell_who_answers(reading->store, foldable, case_no, reading->question.as_of);
        !done) {
        return done.error();
    }
    Why why;
    const auto all =
        explained_on(*reading, *log, foldable, *explainer, case_no, asked_for->row, options, why);
    if (!all) return all.error();

    if (reading->format == Format::table) {
        const auto basis = basis_of(*reading, *las);
        if (!basis) return basis.error();
        const auto width = static_cast<std::size_t>(std::max(60, app.style().width));
        const auto written = print(page_text(*all, width) + "\n" + asked(reading->question) + "\n" +
                                   basis_line(*basis) + "\n");
        const auto told = tell_basis(options.reading, *basis);
        if (!told) return told.error();
        return finished(written);
    }
    const auto rows = make_writer(reading->format, columns(), STDOUT_FILENO, app.style());
    if (const auto added = add_basis(options.reading, *reading, *las, *rows); !added) {
        return added.error();
    }
    for (const auto& one : *all) write_fields(*rows, one, options.reading.reading);
    return finished(rows->finish());
}

}  // namespace

void add_why(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "why", "One duty on one case, step by step: event, count, law, status");
    const auto options = std::make_shared<Options>();
    command->add_option("case", options->case_ref, "The case")->type_name("LA/CASE")->required();
    command->add_option("duty", options->duty, "The duty, by its id")->type_name("DUTY");
    command
        ->add_option("--subject", options->subject,
                     "Only the clocks of this body, setting, meeting or addressee")
        ->type_name("S");
    // For ./dev docs: the case is an authority, whose cases are named after the duties they show.
    command->add_flag("--pages", options->page)->group("");
    options->reading.add_to(*command);
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return why(app, *options); }; });
}

}  // namespace longstop::cli

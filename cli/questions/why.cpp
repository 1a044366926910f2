// longstop why: each clock of a duty on a case, step by step, with the law for every step.
#include <fmt/format.h>

#include <algorithm>

#include "cli/question/values.hpp"
#include "cli/questions/questions.hpp"
#include "cli/questions/who_answers.hpp"
#include "cli/render/clock_rows.hpp"
#include "cli/render/output.hpp"
#include "cli/render/why_page.hpp"
#include "events/field_no.hpp"
#include "projections/clock_filter.hpp"

namespace longstop::cli {
namespace {

using projections::Why;
using projections::WhyClock;

struct Wanted {
    events::CaseKey key;
    std::string subject;
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

std::vector<Explained> explain(const Why& why, const Asked& asked, const log::LogColumns& log,
                               const Wanted& wanted, const EventDetails& details) {
    std::vector<Explained> all;
    Explained one;
    one.key = wanted.key;
    one.duty = &asked.law().duty(why.duty);
    int ordinal = 0;
    for (const auto& clock : why.clocks) {
        ++ordinal;
        one.subject = projections::subject_text(clock.reported, asked.law(), log);
        if (!wanted.subject.empty() && !projections::equal_subjects(one.subject, wanted.subject)) {
            continue;
        }
        one.duty = &asked.law().duty(clock.reported.clock.row);
        one.ordinal = ordinal;
        one.clock = &clock;
        one.steps = steps_of(why, clock, asked.law(), asked.when.as_of, details,
                             all.empty() ? Idle::told : Idle::left_out);
        all.push_back(one);
    }
    if (all.empty()) {
        one.duty =
            &asked.law().duty(why.not_started.empty() ? why.duty : why.not_started.back().row);
        one.subject = wanted.subject;
        one.ordinal = 0;
        one.clock = nullptr;
        one.steps = steps_without_clock(why, asked.law(), details);
        all.push_back(std::move(one));
    }
    return all;
}

// -- for machines ------------------------------------------------------------------------------

constexpr std::array fields{
    "la"_f,        "case"_f,      "duty"_f,       "subject"_f,      "clock"_f,      "step"_f,
    "step_kind"_f, "date"_f,      "type"_f,       "position"_f,     "says"_f,       "citation"_f,
    "words"_f,     "address"_f,   "skipped"_f,    "started_on"_f,   "due"_f,        "ended_on"_f,
    "status"_f,    "days_late"_f, "days_early"_f, "due_earliest"_f, "due_latest"_f, "reading"_f};

std::string skipped_json(const std::vector<law::Skipped>& days) {
    std::string json = "[";
    for (const auto& day : days) {
        const bool vacation = day.what == law::Skipped::What::vacation;
        if (json.size() > 1) json += ',';
        json += "{\"day\":\"" + events::to_text(day.day) + "\",\"name\":";
        append_json_text(json, vacation ? day.name + ", not counted by rule 12(3)(b)" : day.name);
        json += '}';
    }
    return json + "]";
}

// The last step carries the clock, as `deadlines` has it.
void write_fields(Rows& rows, const Explained& explained, const std::string& reading) {
    std::int64_t number = 0;
    for (const auto& step : explained.steps) {
        auto& row = rows.row();
        row.keep("la"_f, events::to_text(explained.key.la));
        row["case"_f] = std::string_view{explained.key.reference};
        row["duty"_f] = std::string_view{explained.duty->id};
        row["subject"_f] = or_null(explained.subject);
        row["clock"_f] =
            explained.ordinal == 0 ? Cell{Null{}} : Cell{std::int64_t{explained.ordinal}};
        row["step"_f] = ++number;
        row["step_kind"_f] = what_text(step.what);
        row["date"_f] = day_cell(step.date);
        row["type"_f] = step.event == 0 ? Cell{Null{}} : Cell{events::type_name(step.event)};
        row["position"_f] = position_cell(step.position);
        row["says"_f] = std::string_view{step.says};
        row["citation"_f] = or_null(step.cite);
        row["words"_f] = or_null(step.words);
        row["address"_f] = or_null(step.address);
        if (!step.skipped.empty()) row.keep_json("skipped"_f, skipped_json(step.skipped));
        if (step.what == WhyStep::What::status && explained.clock != nullptr) {
            fill_state(row, explained.clock->reported);
        }
        if (!reading.empty()) row["reading"_f] = std::string_view{reading};
        rows.write();
    }
}

// -- the question ------------------------------------------------------------------------------

struct Named {
    events::CaseKey key;
    law::RowNo duty = 0;  // its first row
};

Result<Named> what_is_named(const Asked& asked) {
    const auto& case_ref = asked.text("case");
    if (asked.flag("--pages")) {
        const auto la = events::parse_authority(case_ref);
        if (la) return Named{{*la, ""}, 0};
    }
    const auto key = case_argument("cannot explain", case_ref);
    if (!key) return key.error();
    const auto& id = asked.text("duty");
    if (id.empty()) return Named{*key, 0};
    const auto duty = asked.law().written.row_of(id);
    if (!duty) {
        return usage_error("cannot explain", fmt::format("no duty is called \"{}\"", id),
                           "longstop rules lists the duties by their ids");
    }
    return Named{*key, *duty};
}

// One row on one case of an open log.
Result<std::vector<Explained>> explained_on(const Asked& asked, const log::LogColumns& log,
                                            const projections::FoldableLog& foldable,
                                            const projections::Explainer& explainer,
                                            std::uint32_t case_no, law::RowNo row,
                                            const Wanted& wanted, Why& why) {
    why = explainer.why(foldable, case_no, row, asked.when.as_of);
    const auto details = details_of(asked.store(), log.la, why);
    if (!details) return details.error();
    return explain(why, asked, log, wanted, *details);
}

Error no_such_case(const std::string& case_ref, events::AuthorityId la) {
    return {ErrorCode::unknown_case, fmt::format("cannot explain {}", case_ref),
            "no entry of the log is about this case", "an empty answer would read as \"no duty\"",
            fmt::format("longstop audit --la {} lists what is recorded", events::to_text(la))};
}

// docs/law/why.md: for each duty the case that bears its id as reference.
Exit pages(const Asked& asked, const log::LogColumns& log,
           const projections::Explainer& explainer) {
    Wanted wanted;
    const projections::FoldableLog foldable(log, asked.law(), asked.when.known_at);
    auto text = fmt::format(
        "# Why, duty by duty\n\n"
        "One worked example for each of the {} duties: made-up histories "
        "(`docs/examples/why.jsonl`) and what\n`longstop why` says of them as of {}. Made by "
        "`./dev docs`; a test holds this page against the program.\nNot legal advice.\n",
        asked.law().written.duty_count(), events::to_text(asked.when.as_of));
    for (law::RowNo row = 0; row < static_cast<law::RowNo>(asked.law().rows().size()); ++row) {
        if (asked.law().plans[row].duty != row) continue;  // a version of the one before
        const auto& duty = asked.law().duty(row);
        const auto case_no = projections::case_number(log, duty.id);
        if (case_no == 0) {
            return Error{ErrorCode::unknown_case, "cannot make the pages",
                         fmt::format("no example has the case reference {}", duty.id),
                         "a duty without a page would go unread", "add one to the examples"};
        }
        wanted.key = {log.la, duty.id};
        Why why;
        const auto all = explained_on(asked, log, foldable, explainer, case_no, row, wanted, why);
        if (!all) return all.error();
        text += fmt::format("\n## {}\n\n```text\n{}```\n", duty.id, page_text(*all, 100));
    }
    return finished(print(text));
}

// Without a duty: those of the case, each of which can be explained.
Exit list_duties(const Asked& asked, Rows& list, const log::LogColumns& log,
                 const projections::FoldableLog& foldable, std::uint32_t case_no) {
    const std::vector<std::uint32_t> only{case_no};
    const auto clocks = projections::clocks_of(foldable, asked.law(), asked.when.as_of, {}, &only);
    auto reliances = reliances_of(asked.store(), log.la, clocks);
    if (!reliances) return reliances.error();
    const LogTexts texts{log, std::move(*reliances), projections::Assignments(foldable)};
    list.begin(clock_fields(), clock_fields_in_table());
    if (const auto added = asked.add_basis({log.la}, list); !added) return added.error();
    ClockRows rows(list, asked.law(), asked.when.as_of);
    for (const auto& clock : clocks) rows.write(clock, texts);
    list.foot(fmt::format("{} of the case, {}", pluralized(clocks.size(), "clock"),
                          describe(asked.when)));
    list.foot(
        fmt::format("next: longstop why {} DUTY explains one of these duties", asked.text("case")));
    return 0;
}

Exit answer(const Asked& asked, Rows& rows) {
    const auto named = what_is_named(asked);
    if (!named) return named.error();
    const auto las = authorities_of(asked.store(), {events::to_text(named->key.la)});
    if (!las) return las.error();
    const auto log = asked.store().columns(las->front());
    if (!log) return log.error();
    const auto explainer = projections::Explainer::make(asked.law());
    if (!explainer) return explainer.error();
    if (asked.flag("--pages")) return pages(asked, *log, *explainer);

    const auto case_no = projections::case_number(*log, named->key.reference);
    if (case_no == 0) return no_such_case(asked.text("case"), las->front());
    const projections::FoldableLog foldable(*log, asked.law(), asked.when.known_at);
    if (auto done = tell_who_answers(asked.store(), foldable, case_no, asked.when.as_of); !done) {
        return done.error();
    }
    if (asked.text("duty").empty()) return list_duties(asked, rows, *log, foldable, case_no);
    Why why;
    const Wanted wanted{named->key, asked.text("--subject")};
    const auto all =
        explained_on(asked, *log, foldable, *explainer, case_no, named->duty, wanted, why);
    if (!all) return all.error();

    if (rows.is_table()) {
        const auto basis = basis_of(asked.store(), *las, asked.when, asked.use.marks);
        if (!basis) return basis.error();
        const auto width = static_cast<std::size_t>(std::clamp(rows.style().width, 60, 100));
        const auto written = print(page_text(*all, width) + "\n" + describe(asked.when) + "\n" +
                                   basis_line(*basis) + "\n");
        const auto told = tell_basis(asked.options, *basis);
        if (!told) return told.error();
        return finished(written);
    }
    rows.begin(fields, {});
    if (const auto added = asked.add_basis(*las, rows); !added) return added.error();
    for (const auto& one : *all) write_fields(rows, one, asked.options.reading);
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({
    parameter::case_ref,
    {.name = "duty",
     .value = "DUTY",
     .means = "The duty, by its id; without one those of the case are listed",
     .values = values::duties},
    {"--subject", Takes::text, "S", "Only the clocks of this body, setting, meeting or addressee"},
    // For ./dev docs: the case is an authority, whose cases are named after the duties they show.
    {.name = "--pages", .takes = Takes::flag, .value = "", .means = "", .hidden = true},
});
const std::array lists{List{"", fields},
                       List{"without DUTY", clock_fields(), clock_fields_in_table()}};

}  // namespace

const Question question::why{
    .name = "why",
    .asks = "One duty on one case, step by step: event, count, law, status",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .example = "longstop why 999/DEMO-1 reg13.2-final-plan",
};

}  // namespace longstop::cli

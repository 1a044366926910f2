// longstop alerts: what falls due or fell overdue, once each per stage.
#include <fmt/format.h>

#include <limits>

#include "cli/questions/questions.hpp"
#include "cli/render/calendar_file.hpp"
#include "cli/render/clock_rows.hpp"
#include "cli/render/output.hpp"
#include "cli/writing.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"
#include "projections/alerts.hpp"
#include "projections/authorities.hpp"

namespace longstop::cli {
namespace {

using projections::Alert;

constexpr std::string_view alert_source = "longstop-alerts";

constexpr std::array fields{"la"_f,       "case"_f,      "stage"_f,     "duty"_f,
                            "citation"_f, "owed_by"_f,   "subject"_f,   "started_on"_f,
                            "due"_f,      "days_left"_f, "days_late"_f, "status"_f,
                            "as_of"_f,    "held_until"_f};
constexpr std::array in_table{"stage"_f, "due"_f, "days"_f, "case_key"_f, "duty"_f, "subject"_f};

// The alerts of one log, and the texts they name.
struct LogAlerts {
    log::LogColumns texts;
    std::vector<Alert> alerts;
};

Result<std::vector<LogAlerts>> alerts_of_logs(const log::Store& store, const law::CompiledLaw& law,
                                              const projections::Question& question,
                                              const std::vector<std::string>& of,
                                              const projections::AlertFilter& filter) {
    const auto las = authorities_of(store, of);
    if (!las) return las.error();
    std::vector<LogAlerts> all;
    for (const auto la : *las) {
        auto log = store.columns(la);
        if (!log) return log.error();
        const projections::FoldableLog foldable(*log, law, question.known_at);
        const auto raised = projections::raised_alerts(store, foldable);
        if (!raised) return raised.error();
        auto alerts = projections::alerts_of(foldable, law, question.as_of, filter, *raised);
        projections::drop_headers(*log);
        all.push_back({std::move(*log), std::move(alerts)});
    }
    return all;
}

// The texts of an alert, as its entry, its row and its calendar item say them.
struct AlertText {
    std::string la, case_ref, stage, subject, started_on, due, ordinal, id;
};

AlertText text_of(const Alert& alert, const law::CompiledLaw& law, const log::LogColumns& log) {
    const auto& clock = alert.reported.clock;
    AlertText text;
    text.la = events::to_text(log.la);
    text.case_ref = log.cases[alert.reported.case_no - 1];
    text.stage = projections::stage_text(alert.stage);
    text.subject = projections::subject_text(alert.reported, law, log);
    text.started_on = events::to_text(events::day_of(clock.started_on));
    if (alert.stage != projections::held) text.due = events::to_text(events::day_of(clock.due));
    text.ordinal = std::to_string(alert.ordinal);
    text.id = log::to_hex(log::sha256({projections::clock_key(alert, law, log), text.stage}))
                  .substr(0, 32);
    return text;
}

// The entry that remembers that an alert was raised. Its id is that of (clock, stage), so it is
// written once for ever, whatever the night.
events::Event entry_of(const Alert& alert, const AlertText& text, const law::CompiledLaw& law,
                       events::AuthorityId la, events::Day night) {
    events::Event event;
    event.la = la;
    event.case_reference = text.case_ref;
    event.type = events::type::alert_raised;
    event.date = night;
    event.id = text.id;
    event.source = alert_source;
    using events::FieldNo;
    const auto add = [&event](FieldNo no, std::string_view value) {
        if (!value.empty()) event.fields.push_back({no, {}, value});
    };
    add(FieldNo::duty, law.duty(alert.reported.clock.row).id);
    add(FieldNo::stage, text.stage);
    add(FieldNo::subject, text.subject);
    add(FieldNo::started_on, text.started_on);
    add(FieldNo::due, text.due);
    add(FieldNo::ordinal, text.ordinal);
    events::sort_fields(event.fields);
    return event;
}

Result<std::uint64_t> write_alerts(log::Store& store, const law::CompiledLaw& law,
                                   events::Day night, const std::vector<LogAlerts>& all) {
    std::uint64_t written = 0;
    for (const auto& log : all) {
        std::vector<const Alert*> raised;
        for (const auto& alert : log.alerts) {
            if (alert.stage != projections::held) raised.push_back(&alert);
        }
        if (raised.empty()) continue;
        std::vector<AlertText> texts;  // the entries look into them
        texts.reserve(raised.size());
        for (const auto* alert : raised) texts.push_back(text_of(*alert, law, log.texts));
        std::vector<events::Event> entries;
        entries.reserve(texts.size());
        for (std::size_t i = 0; i < texts.size(); ++i) {
            entries.push_back(entry_of(*raised[i], texts[i], law, log.texts.la, night));
        }
        const auto outcomes = store.append(log.texts.la, entries, {});
        if (!outcomes) return outcomes.error();
        for (const auto& outcome : *outcomes) {
            if (outcome.what == log::Outcome::What::appended) ++written;
        }
    }
    return written;
}

// Worst first, as an officer reads them: the longest overdue, then what falls due first, then what
// has no last day yet.
std::vector<std::pair<const LogAlerts*, const Alert*>> in_order(const std::vector<LogAlerts>& all) {
    std::vector<std::pair<const LogAlerts*, const Alert*>> order;
    for (const auto& log : all) {
        for (const auto& alert : log.alerts) order.emplace_back(&log, &alert);
    }
    const auto due = [](const Alert& alert) {
        return alert.stage == projections::held ? std::numeric_limits<std::int32_t>::max()
                                                : alert.reported.clock.due;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](const auto& a, const auto& b) { return due(*a.second) < due(*b.second); });
    return order;
}

void write_row(Rows& rows, const Alert& alert, const AlertText& text, const law::CompiledLaw& law,
               events::Day night) {
    const auto& clock = alert.reported.clock;
    const auto& duty = law.duty(clock.row);
    const bool has_due = alert.stage != projections::held;
    const auto left = has_due ? clock.due - events::number_of(night) : 0;
    const auto held_until = has_due ? std::string{} : held_until_text(duty, clock);
    auto& row = rows.row();
    row["la"_f] = std::string_view{text.la};
    row["case"_f] = std::string_view{text.case_ref};
    row.keep("case_key"_f, text.la + "/" + text.case_ref);
    row["stage"_f] = std::string_view{text.stage};
    row["duty"_f] = std::string_view{duty.id};
    row["citation"_f] = std::string_view{duty.cite};
    row["owed_by"_f] = std::string_view{duty.owed_by};
    row["subject"_f] = or_null(text.subject);
    row["started_on"_f] = std::string_view{text.started_on};
    row["due"_f] = or_null(text.due);
    row["days_left"_f] = has_due ? Cell{std::int64_t{left}} : Cell{Null{}};
    if (has_due)
        row.keep("days"_f, left < 0 ? fmt::format("{} late", -left) : std::to_string(left));
    row["days_late"_f] = std::int64_t{clock.days_late};
    row["status"_f] = status_text(clock.status);
    row["as_of"_f] = day_cell(events::number_of(night));
    if (!has_due) row["held_until"_f] = std::string_view{held_until};
    rows.write(left < 0 ? Emphasis::bad : has_due && left <= 1 ? Emphasis::warn : Emphasis::none);
    if (!has_due) rows.below(fmt::format("    runs until {}: none yet", held_until));
}

std::string calendar_of(const std::vector<LogAlerts>& all, const law::CompiledLaw& law,
                        events::Day night) {
    std::vector<CalendarItem> items;
    for (const auto& [log, alert] : in_order(all)) {
        if (alert->stage == projections::held) continue;  // no day to put it on
        const auto text = text_of(*alert, law, log->texts);
        const auto& duty = law.duty(alert->reported.clock.row);
        const auto left = alert->reported.clock.due - events::number_of(night);
        CalendarItem item;
        item.uid = fmt::format("{}.{}@longstop", text.la, text.id);
        item.due = events::day_of(alert->reported.clock.due);
        item.summary = fmt::format(
            "{}: {}/{} {}",
            left < 0 ? fmt::format("OVERDUE by {} days", -left) : fmt::format("Due {}", text.due),
            text.la, text.case_ref, duty.duty);
        item.description =
            fmt::format("{} ({})\n{}{}\nstarted {}, due {}\nstage {}, as of {}", duty.id, duty.cite,
                        duty.owed_by, text.subject.empty() ? "" : ", " + text.subject,
                        text.started_on, text.due, text.stage, events::to_text(night));
        items.push_back(std::move(item));
    }
    // The stamp is the night's, so that two runs of a night give the same file.
    return calendar_file(items, events::Instant{night});
}

Result<std::string> first(const Asked& asked) {
    if (asked.flag("--emit") && asked.when.known_at) {
        return usage_error("cannot raise alerts", "--emit and --known-at are both given",
                           "alerts of an old picture would be written into today's log: ask "
                           "without --emit");
    }
    return std::string{};
}

Exit answer(const Asked& asked, Rows& rows) {
    const bool emit = asked.flag("--emit");
    const auto& law = asked.law();
    const auto night = asked.when.as_of;
    auto store = emit ? open_writing(asked.app, false, asked.given.number("--wait"))
                      : log::Store::open_for_reading(asked.app.store);
    if (!store) return store.error();
    projections::AlertFilter filter;
    filter.within = static_cast<int>(asked.given.number("--within"));
    filter.guidance = asked.flag("--guidance");
    filter.rights = asked.flag("--rights");
    filter.excused = asked.flag("--excused");
    const auto all = alerts_of_logs(*store, law, asked.when, asked.given.texts("--la"), filter);
    if (!all) return all.error();
    std::vector<events::AuthorityId> las;
    for (const auto& log : *all) las.push_back(log.texts.la);
    // Before --emit writes.
    const auto basis = basis_of(*store, las, asked.when, asked.use.marks);
    if (!basis) return basis.error();
    // Written before they are shown: an alert that was shown is never forgotten.
    std::uint64_t written = 0;
    if (emit) {
        const auto done = write_alerts(*store, law, night, *all);
        if (!done) return done.error();
        written = *done;
    }
    if (asked.options.format == "ics") {
        if (const auto told = tell_basis(asked.options, *basis); !told) return told.error();
        return finished(print_bytes(calendar_of(*all, law, night)),
                        "cannot finish the calendar file",
                        "a file cut short hides alerts that the log now remembers as raised",
                        "free space and run the same night again: it gives the same set");
    }
    rows.begin(fields, in_table);
    if (const auto added = add_basis(asked.options, *basis, rows); !added) return added.error();
    std::uint64_t count = 0;
    for (const auto& [log, alert] : in_order(*all)) {
        write_row(rows, *alert, text_of(*alert, law, log->texts), law, night);
        ++count;
    }
    rows.foot(
        fmt::format("{} for the night, {}", pluralized(count, "alert"), describe(asked.when)));
    rows.foot(emit ? fmt::format("{} newly written to the log; the next night raises only new ones",
                                 written)
                   : "not written to the log: --emit remembers them, so that the next night is "
                     "shorter");
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({
    parameter::la,
    {.name = "--within",
     .takes = Takes::number,
     .value = "DAYS",
     .means = "Days before the due date at which a duty is due soon",
     .standard = projections::AlertFilter{}.within,
     .most = 3650},
    {"--emit", Takes::flag, "", "Write into the log which alerts were raised"},
    {.name = "--wait",
     .takes = Takes::number,
     .value = "SECONDS",
     .means = "With --emit: seconds to wait for a store that another process holds",
     .needs = "--emit",
     .most = 86400},
    {"--guidance", Takes::flag, "", "Also guidance"},
    {"--rights", Takes::flag, "", "Also rights about to lapse"},
    {"--excused", Takes::flag, "", "Also what is late but excused"},
    {.name = "--format",
     .value = "FORMAT",
     .means = "table, json, jsonl, csv or ics (default: table on a terminal, else jsonl)",
     .values =
         [] {
             return std::vector<std::string>{"table", "json", "jsonl", "csv", "ics"};
         }},
});
constexpr std::array lists{List{"", fields, in_table}};

}  // namespace

const Question question::alerts{
    .name = "alerts",
    .asks = "What falls due or fell overdue, once each per stage",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .needs = Needs::law,  // the store is opened for writing where --emit asks for it
    .first = first,
    .other_format = "ics",
    .example = "longstop alerts --la 999 --within 7",
};

}  // namespace longstop::cli

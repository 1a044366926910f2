// longstop alerts: what falls due or fell overdue, once each per stage.
#include <fmt/format.h>
#include <unistd.h>

#include <limits>
#include <thread>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"
#include "cli/render/calendar_file.hpp"
#include "cli/render/clock_rows.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"
#include "projections/alerts.hpp"
#include "projections/authorities.hpp"

namespace longstop::cli {
namespace {

using projections::Alert;

struct Options {
    ReadingOptions reading;
    std::string la;
    projections::AlertFilter filter;
    bool emit = false;
    int wait = 0;
};

constexpr std::string_view alert_source = "longstop-alerts";

const std::vector<Column>& field_columns() {
    static const std::vector<Column> list{
        {"la"},        {"case"},    {"stage"},      {"duty"},      {"citation"},
        {"owed_by"},   {"subject"}, {"started_on"}, {"due"},       {"days_left"},
        {"days_late"}, {"status"},  {"as_of"},      {"held_until"}};
    return list;
}
const std::vector<Column>& table_columns() {
    static const std::vector<Column> list{
        {"stage", "STAGE", 18, false, true}, {"due", "DUE", 10, false, true},
        {"days", "DAYS", 9, true},           {"case", "CASE", 17, false, true},
        {"duty", "DUTY", 31, false, true},   {"subject", "SUBJECT", 20}};
    return list;
}

// The alerts of one log, and the texts they name.
struct LogAlerts {
    log::LogColumns texts;
    std::vector<Alert> alerts;
};

Result<std::vector<LogAlerts>> alerts_of_logs(const log::Store& store, const law::Law& law,
                                              const projections::Question& question,
                                              const Options& options) {
    const auto las = authorities_of(store, options.la);
    if (!las) return las.error();
    std::vector<LogAlerts> all;
    for (const auto la : *las) {
        auto log = store.columns(la);
        if (!log) return log.error();
        const projections::FoldableLog foldable(*log, law, question.known_at);
        const auto raised = projections::raised_alerts(store, foldable);
        if (!raised) return raised.error();
        auto alerts =
            projections::alerts_of(foldable, law, question.as_of, options.filter, *raised);
        projections::drop_headers(*log);
        all.push_back({std::move(*log), std::move(alerts)});
    }
    return all;
}

// The texts of an alert, as its entry, its row and its calendar item say them.
struct AlertText {
    std::string la, case_ref, stage, subject, started_on, due, ordinal, id;
};

AlertText text_of(const Alert& alert, const law::Law& law, const log::LogColumns& log) {
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
events::Event entry_of(const Alert& alert, const AlertText& text, const law::Law& law,
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
    add(FieldNo::duty, law.duties[alert.reported.clock.row].id);
    add(FieldNo::stage, text.stage);
    add(FieldNo::subject, text.subject);
    add(FieldNo::started_on, text.started_on);
    add(FieldNo::due, text.due);
    add(FieldNo::ordinal, text.ordinal);
    events::sort_fields(event.fields);
    return event;
}

Result<std::uint64_t> write_alerts(log::Store& store, const law::Law& law, events::Day night,
                                   const std::vector<LogAlerts>& all) {
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

// Opens the store for writing, waiting for whoever holds it.
Result<log::Store> open_waiting(const App& app, int seconds) {
    const auto until = app.env.now() + std::chrono::seconds{seconds};
    for (;;) {
        auto store = open_writing(app, false);
        const bool held = !store && store.error().code == ErrorCode::store_held;
        if (!held || app.env.now() >= until) return store;
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
    }
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

void write_row(RowWriter& rows, bool table, const Alert& alert, const AlertText& text,
               const law::Law& law, events::Day night) {
    const auto& clock = alert.reported.clock;
    const auto& duty = law.duties[clock.row];
    const bool has_due = alert.stage != projections::held;
    const auto left = has_due ? clock.due - events::number_of(night) : 0;
    const auto as_of = events::to_text(night);
    const auto held_until = has_due ? std::string{} : held_until_text(duty, clock);
    if (table) {
        const auto key = text.la + "/" + text.case_ref;
        const auto days = !has_due   ? std::string{}
                          : left < 0 ? fmt::format("{} late", -left)
                                     : fmt::format("{}", left);
        rows.row(std::array<Cell, 6>{std::string_view{text.stage}, std::string_view{text.due},
                                     std::string_view{days}, std::string_view{key},
                                     std::string_view{duty.id}, std::string_view{text.subject}},
                 left < 0               ? Emphasis::bad
                 : has_due && left <= 1 ? Emphasis::warn
                                        : Emphasis::none);
        if (!has_due) rows.below(fmt::format("    runs until {}: none yet", held_until));
        return;
    }
    const auto or_null = [&](Cell cell) { return has_due ? cell : Cell{Null{}}; };
    rows.row(std::array<Cell, 14>{
        std::string_view{text.la}, std::string_view{text.case_ref}, std::string_view{text.stage},
        std::string_view{duty.id}, std::string_view{duty.cite}, std::string_view{duty.owed_by},
        text.subject.empty() ? Cell{Null{}} : Cell{std::string_view{text.subject}},
        std::string_view{text.started_on}, or_null(std::string_view{text.due}),
        or_null(static_cast<std::int64_t>(left)), static_cast<std::int64_t>(clock.days_late),
        status_text(clock.status), std::string_view{as_of},
        has_due ? Cell{Absent{}} : Cell{std::string_view{held_until}}});
}

std::string calendar_of(const std::vector<LogAlerts>& all, const law::Law& law, events::Day night) {
    std::vector<CalendarItem> items;
    for (const auto& [log, alert] : in_order(all)) {
        if (alert->stage == projections::held) continue;  // no day to put it on
        const auto text = text_of(*alert, law, log->texts);
        const auto& duty = law.duties[alert->reported.clock.row];
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

Answer alerts(const App& app, Options options) {
    const bool ics = options.reading.format == "ics";
    if (ics) options.reading.format = "jsonl";
    const auto question = question_of(app, options.reading);
    if (!question) return question.error();
    if (options.emit && question->known_at) {
        return usage_error("cannot raise alerts", "--emit and --known-at are both given",
                           "alerts of an old picture would be written into today's log: ask "
                           "without --emit");
    }
    const auto format = format_of(app, options.reading);
    if (!format) return format.error();
    auto in_use = law_in_use(options.reading);
    if (!in_use) return in_use.error();
    const auto* law = &in_use->law;
    auto store =
        options.emit ? open_waiting(app, options.wait) : log::Store::open_for_reading(app.store);
    if (!store) return store.error();
    const auto all = alerts_of_logs(*store, *law, *question, options);
    if (!all) return all.error();
    std::vector<events::AuthorityId> las;
    for (const auto& log : *all) las.push_back(log.texts.la);
    const auto basis = basis_of(*store, las, *question, in_use->marks);  // before --emit writes
    if (!basis) return basis.error();
    // Written before they are shown: an alert that was shown is never forgotten.
    std::uint64_t written = 0;
    if (options.emit) {
        const auto done = write_alerts(*store, *law, question->as_of, *all);
        if (!done) return done.error();
        written = *done;
    }
    if (ics) {
        if (const auto told = tell_basis(options.reading, *basis); !told) return told.error();
        return finished(print_bytes(calendar_of(*all, *law, question->as_of)),
                        "cannot finish the calendar file",
                        "a file cut short hides alerts that the log now remembers as raised",
                        "free space and run the same night again: it gives the same set");
    }
    const bool table = *format == Format::table;
    const auto rows =
        make_writer(*format, table ? table_columns() : field_columns(), STDOUT_FILENO, app.style());
    if (const auto added = add_basis(options.reading, *format, *basis, *rows); !added) {
        return added.error();
    }
    std::uint64_t count = 0;
    for (const auto& [log, alert] : in_order(*all)) {
        write_row(*rows, table, *alert, text_of(*alert, *law, log->texts), *law, question->as_of);
        ++count;
    }
    rows->foot(fmt::format("{} for the night, {}", counted(count, "alert"), asked(*question)));
    rows->foot(options.emit
                   ? fmt::format("{} newly written to the log; the next night raises only new ones",
                                 written)
                   : "not written to the log: --emit remembers them, so that the next night is "
                     "shorter");
    return finished(rows->finish());
}

}  // namespace

void add_alerts(Arguments& arguments, App& app) {
    auto* command =
        arguments.add_subcommand("alerts", "What falls due or fell overdue, once each per stage");
    const auto options = std::make_shared<Options>();
    command->add_option("--la", options->la, "One authority alone")->type_name("LA");
    command
        ->add_option("--within", options->filter.within,
                     "Days before the due date at which a duty is due soon")
        ->capture_default_str()
        ->within(0, 3650)
        ->type_name("DAYS");
    command->add_flag("--emit", options->emit, "Write into the log which alerts were raised");
    command
        ->add_option("--wait", options->wait,
                     "With --emit: seconds to wait for a store that another process holds")
        ->capture_default_str()
        ->within(0, 86400)
        ->needs("--emit")
        ->type_name("SECONDS");
    command->add_flag("--guidance", options->filter.guidance, "Also guidance");
    command->add_flag("--rights", options->filter.rights, "Also rights about to lapse");
    command->add_flag("--excused", options->filter.excused, "Also what is late but excused");
    options->reading.add_to(*command, true);
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return alerts(app, *options); }; });
}

}  // namespace longstop::cli

// longstop diff: what changed between two nights' answers, and why.
#include <date/tz.h>
#include <fmt/format.h>

#include <map>
#include <set>

#include "cli/questions/questions.hpp"
#include "cli/render/pair_rows.hpp"
#include "events/type_no.hpp"
#include "projections/authorities.hpp"
#include "projections/changes.hpp"

namespace longstop::cli {
namespace {

using projections::ChangedClock;
using projections::Snapshot;

// One night as it was asked for. Without a basis, the logs as they are now.
struct Side {
    projections::Question question;
    std::optional<Basis> basis;
};

// A day is that day, with all that was recorded by its end; an instant is the day it lies in.
Result<projections::Question> night_of(std::string_view option, const std::string& text) {
    projections::Question question;
    question.known_at = events::parse_known_at(text);
    if (!question.known_at) {
        return usage_error(fmt::format("cannot read {}", option),
                           fmt::format("\"{}\" is no day and no instant", text),
                           "write 2026-03-31, or 2026-03-31T17:00:00Z");
    }
    if (const auto day = events::parse_day(text)) {
        question.as_of = *day;
    } else {
        const auto london = date::make_zoned("Europe/London", *question.known_at).get_local_time();
        question.as_of = events::Day{date::floor<date::days>(london).time_since_epoch()};
    }
    return question;
}

Result<Side> named_side(std::string_view option, const std::string& text, const std::string& file) {
    if (!file.empty() && !text.empty()) {
        return usage_error("cannot compare",
                           fmt::format("{0} and {0}-basis are both given", option), "give one");
    }
    if (file.empty()) {
        const auto question = night_of(option, text);
        if (!question) return question.error();
        return Side{*question, std::nullopt};
    }
    const auto basis = read_basis(file);
    if (!basis) return basis.error();
    return Side{{basis->as_of, basis->known_at}, *basis};
}

// The second night, where nothing names one: today, with everything recorded.
Result<Side> second_side(const Asked& asked) {
    const auto& to = asked.text("--to");
    const auto& basis = asked.text("--to-basis");
    if (!to.empty() || !basis.empty()) return named_side("--to", to, basis);
    return Side{{asked.app.today(), std::nullopt}, std::nullopt};
}

// The law of a night: a basis says which it must be.
Result<LawInUse> law_of(const Side& night, const std::string& folder, ReadingOptions reading,
                        std::string_view option) {
    reading.law = folder;
    if (night.basis) {
        const auto& was = night.basis->law;
        reading.as_law_stood = was.in_force_on ? events::to_text(*was.in_force_on) : std::string{};
        reading.reading = was.reading;
    }
    auto law = law_in_use(reading);
    if (!law || !night.basis || night.basis->law.law.empty()) return law;
    const auto& was = night.basis->law;
    if (was.law == law->marks.law && was.calendar == law->marks.calendar) return law;
    return usage_error(
        "cannot compare",
        fmt::format("the basis was made under law {} and calendar {}, and this is law {} and "
                    "calendar {}",
                    was.law.substr(0, 12), was.calendar.substr(0, 12), law->marks.law.substr(0, 12),
                    law->marks.calendar.substr(0, 12)),
        fmt::format("name the folder with the law of that night: {} DIR", option));
}

const LogRead* log_in(const Basis& basis, events::AuthorityId la) {
    for (const auto& log : basis.logs) {
        if (log.la == la) return &log;
    }
    return nullptr;
}

// How far each night saw each log; only logs that both nights speak of are compared.
struct Reach {
    std::vector<events::AuthorityId> las;
    std::map<events::AuthorityId, std::pair<std::uint64_t, std::uint64_t>> entries;
    std::size_t left_out = 0;  // logs that one basis alone names
};

Result<std::uint64_t> entries_seen(const Side& night, const log::LogHead& head) {
    if (!night.basis) return head.entries;
    const auto& seen = *log_in(*night.basis, head.la);
    const bool rewritten = seen.entries == head.entries && seen.root != log::to_hex(head.root);
    if (seen.entries <= head.entries && !rewritten) return seen.entries;
    return Error{
        ErrorCode::other_log, fmt::format("cannot compare log {}", events::to_text(head.la)),
        rewritten ? "the log has the same number of entries and another root than the basis"
                  : fmt::format("the basis saw {} entries, and the log has {}", seen.entries,
                                head.entries),
        "the past of a log is never rewritten: this is another store, or an older copy",
        "name the store the basis was made from (--store), and run longstop verify"};
}

Result<Reach> reach_of(const log::Store& store, const std::vector<events::AuthorityId>& las,
                       const Side& first, const Side& second) {
    const auto heads = store.heads();
    if (!heads) return heads.error();
    Reach reach;
    for (const auto& head : *heads) {
        if (std::find(las.begin(), las.end(), head.la) == las.end()) continue;
        const auto names = [&](const Side& night) {
            return !night.basis || log_in(*night.basis, head.la) != nullptr;
        };
        if (!names(first) || !names(second)) {
            ++reach.left_out;
            continue;
        }
        const auto before = entries_seen(first, head);
        if (!before) return before.error();
        const auto after = entries_seen(second, head);
        if (!after) return after.error();
        reach.las.push_back(head.la);
        reach.entries[head.la] = {*before, *after};
    }
    return reach;
}

// An entry that is a cause, as the log has it.
struct Cause {
    events::TypeNo type = 0;
    std::string date;
    std::string recorded_at;
    std::string actor;
};

struct Compared {
    std::vector<ChangedClock> changes;
    std::map<events::Position, Cause> causes;
    log::LogColumns texts;
};

Result<std::map<events::Position, Cause>> causes_of(const log::Store& store, events::AuthorityId la,
                                                    const std::vector<ChangedClock>& changes) {
    std::set<events::Position> wanted;
    for (const auto& change : changes) wanted.insert(change.entries.begin(), change.entries.end());
    const std::vector<events::Position> positions(wanted.begin(), wanted.end());
    std::map<events::Position, Cause> causes;
    const auto read = store.each_entry_at(la, positions, [&](const events::Entry& entry) {
        causes[entry.position] = {entry.event.type, events::to_text(entry.event.date),
                                  events::to_text(entry.recorded_at),
                                  std::string{entry.event.actor}};
        return true;
    });
    if (!read) return read.error();
    return causes;
}

// "event", "retraction", "law", "time": what the second answer would be another without.
std::string cause_text(const ChangedClock& change, const Compared& of) {
    bool event = false;
    bool retraction = false;
    for (const auto position : change.entries) {
        const bool retracts = of.causes.at(position).type == events::type::retracted;
        (retracts ? retraction : event) = true;
    }
    std::string text;
    for (const auto& [is, word] : {std::pair{event, "event"}, std::pair{retraction, "retraction"},
                                   std::pair{change.law, "law"}, std::pair{change.time, "time"}}) {
        if (is) text += (text.empty() ? "" : "+") + std::string{word};
    }
    return text;
}

const auto& diff_fields() {
    static const auto list = [] {
        const auto pair = pair_fields();
        std::vector<Field> all(pair.begin(), pair.end());
        all.insert(all.end(), {"cause"_f, "position"_f, "type"_f, "date"_f, "recorded_at"_f,
                               "actor"_f, "late_news"_f});
        return all;
    }();
    return list;
}

void write_causes(Rows& rows, const ChangedClock& change, const Compared& of) {
    const auto because = [&](std::string_view text) { rows.below("    ", text); };
    for (const auto position : change.entries) {
        const auto& cause = of.causes.at(position);
        because(fmt::format("because of {} of {} (position {}), recorded {}{}{}",
                            events::type_name(cause.type), cause.date, position,
                            cause.recorded_at.substr(0, 10), cause.actor.empty() ? "" : " by ",
                            cause.actor));
    }
    if (change.law) because("because the law differs");
    if (change.time) because("because time passed");
    if (change.late_news) because("LATE NEWS: it was done in time, and recorded weeks later");
}

// Of several entries the first is named here; `audit` has them all.
void fill_cause(Row& row, const ChangedClock& change, const Compared& of) {
    row.keep("cause"_f, cause_text(change, of));
    row["late_news"_f] = change.late_news;
    const auto* entry = change.entries.empty() ? nullptr : &of.causes.at(change.entries.front());
    const auto text = [&](const std::string Cause::*field) {
        return entry == nullptr ? Cell{Null{}} : or_null(entry->*field);
    };
    row["position"_f] = position_cell(entry == nullptr ? 0 : change.entries.front());
    row["type"_f] = entry == nullptr ? Cell{Null{}} : Cell{events::type_name(entry->type)};
    row["date"_f] = text(&Cause::date);
    row["recorded_at"_f] = text(&Cause::recorded_at);
    row["actor"_f] = text(&Cause::actor);
}

void write(Rows& rows, const ChangedClock& change, const Compared& of,
           const law::CompiledLaw& before, const law::CompiledLaw& after) {
    fill_pair(rows, projections::kind_text(change.kind), change.clocks, before, after, of.texts);
    if (rows.needs_all_fields()) fill_cause(rows.row(), change, of);
    rows.write(pair_emphasis(change.clocks));
    if (rows.is_table()) write_causes(rows, change, of);
}

// What is late now first, most days late first.
std::vector<std::pair<const Compared*, const ChangedClock*>> worst_first(
    const std::vector<Compared>& logs, bool late_news_only) {
    std::vector<std::pair<const Compared*, const ChangedClock*>> order;
    for (const auto& log : logs) {
        for (const auto& change : log.changes) {
            if (!late_news_only || change.late_news) order.emplace_back(&log, &change);
        }
    }
    const auto days = [](const ChangedClock& change) {
        const auto& after = change.clocks.after;
        return after ? after->clock.days_late : 0;
    };
    std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
        return days(*a.second) > days(*b.second);
    });
    return order;
}

void write_totals(Rows& rows, const std::vector<Compared>& logs) {
    std::array<std::uint64_t, projections::change_kinds> kinds{};
    std::map<std::string, std::uint64_t> causes;
    std::uint64_t all = 0;
    std::uint64_t late_news = 0;
    for (const auto& log : logs) {
        for (const auto& change : log.changes) {
            ++kinds[static_cast<std::size_t>(change.kind)];
            ++causes[cause_text(change, log)];
            if (change.late_news) ++late_news;
            ++all;
        }
    }
    const auto changes = pluralized(all, "change");
    if (all == 0) return rows.foot("", changes);
    std::vector<std::string> of_kinds;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (kinds[i] == 0) continue;
        const auto kind = static_cast<projections::ChangeKind>(i);
        of_kinds.push_back(fmt::format("{} {}", kinds[i], projections::kind_text(kind)));
    }
    rows.foot("", fmt::format("{}: {}", changes, joined(of_kinds, ", ")));
    std::string by;
    for (const auto& [cause, number] : causes) {
        by += fmt::format("{}{} by {}", by.empty() ? "" : ", ", number, cause);
    }
    rows.foot("causes: ", by);
    rows.foot(
        fmt::format("late news: {} turned out to be in time, by facts recorded more than {} "
                    "days after their day",
                    late_news == 1 ? "1 breach" : fmt::format("{} breaches", late_news),
                    projections::late_news_after.count()));
}

Exit answer(const Asked& asked, Rows& rows) {
    const auto& options = asked.options;
    if (!options.as_of.empty() || !options.known_at.empty()) {
        return usage_error("cannot compare", "--as-of or --known-at is given",
                           "each night has its own: --from NIGHT, --to NIGHT");
    }
    if (asked.text("--from").empty() && asked.text("--from-basis").empty()) {
        return usage_error("cannot compare", "no first night is named",
                           "longstop diff --from 2026-03-31, or --from-basis FILE");
    }
    const auto first = named_side("--from", asked.text("--from"), asked.text("--from-basis"));
    if (!first) return first.error();
    const auto second = second_side(asked);
    if (!second) return second.error();
    const auto law = law_of(*second, options.law, options, "--law");
    if (!law) return law.error();
    const auto& from_law = asked.text("--from-law");
    const auto first_law =
        law_of(*first, from_law.empty() ? options.law : from_law, options, "--from-law");
    if (!first_law) return first_law.error();
    const bool same_law = law->marks.law == first_law->marks.law &&
                          law->marks.calendar == first_law->marks.calendar &&
                          law->marks.in_force_on == first_law->marks.in_force_on &&
                          law->marks.reading == first_law->marks.reading;
    const auto& law_before = same_law ? law->law : first_law->law;
    const auto store = log::Store::open_for_reading(asked.app.store);
    if (!store) return store.error();
    const auto las = authorities_of(*store, asked.given.texts("--la"));
    if (!las) return las.error();
    const auto reach = reach_of(*store, *las, *first, *second);
    if (!reach) return reach.error();
    for (const auto* night : {&*first, &*second}) {
        if (!asked.flag("--prove") || !night->basis) continue;
        if (const auto proved = prove(*store, *night->basis); !proved) return proved.error();
    }
    const auto logs = projections::for_each_authority<Compared>(
        *store, reach->las, [&](log::LogColumns& log) -> Result<Compared> {
            const auto& [before, after] = reach->entries.at(log.la);
            Compared answer;
            answer.changes =
                projections::changes_between(log, Snapshot{law_before, first->question, before},
                                             Snapshot{law->law, second->question, after});
            auto causes = causes_of(*store, log.la, answer.changes);
            if (!causes) return causes.error();
            answer.causes = std::move(*causes);
            projections::drop_headers(log);
            answer.texts = std::move(log);
            return answer;
        });
    if (!logs) return logs.error();
    rows.begin(diff_fields(), pair_fields_in_table());
    auto basis = second->basis;
    if (!basis) {
        auto now = basis_of(*store, reach->las, second->question, law->marks);
        if (!now) return now.error();
        basis = std::move(*now);
    }
    if (const auto added = add_basis(options, *basis, rows); !added) return added.error();
    for (const auto& [log, change] : worst_first(*logs, asked.flag("--late-news"))) {
        write(rows, *change, *log, law_before, law->law);
    }
    write_totals(rows, *logs);
    rows.foot(fmt::format("from {}", describe(first->question)));
    rows.foot(fmt::format("to {}", describe(second->question)));
    if (reach->left_out > 0) {
        rows.foot(fmt::format("not compared: {} that one basis alone names",
                              pluralized(reach->left_out, "log")));
    }
    rows.foot(
        "next: longstop audit LA/CASE shows the entries; longstop deadlines LA/CASE the case");
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({
    {"--from", Takes::text, "NIGHT",
     "The first night: a day, with what was recorded by its end, or an instant"},
    {"--to", Takes::text, "NIGHT", "The second night (default: now)"},
    {"--from-basis", Takes::text, "FILE",
     "The first night as a basis: a file of --basis-file, or an answer in JSON"},
    {"--to-basis", Takes::text, "FILE", "The second night as a basis"},
    {"--from-law", Takes::text, "DIR", "The law of the first night, if another"},
    parameter::la,
    {"--late-news", Takes::flag, "",
     "Only breaches that turned out to be on time, by facts recorded late"},
    {"--prove", Takes::flag, "",
     "First prove that each log still begins with the entries a basis saw"},
});
const std::array lists{List{"", diff_fields(), pair_fields_in_table()}};

}  // namespace

const Question question::diff{
    .name = "diff",
    .asks = "What changed between two nights' answers, and why",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .needs = Needs::itself,
    .example = "longstop diff --from 2026-05-31 --la 999",
};

}  // namespace longstop::cli

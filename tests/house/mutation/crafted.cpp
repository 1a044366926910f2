#include "tests/house/mutation/crafted.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::mutation {
namespace {

using events::Choice;
using events::Day;
using events::EventType;
using events::FieldKind;
using events::FieldNo;
using events::TypeNo;
using law::Duty;
using law::Ground;
using law::Pattern;
namespace type = events::type;

using Fields = std::map<std::string, std::string>;

struct Happening {
    Day date;
    TypeNo type = 0;
    Fields fields;
};
using History = std::vector<Happening>;

constexpr date::days one{1};

Day day(const char* text) { return *events::parse_day(text); }

// A kind of event: type, listed value, whether a concession comes late, whether a direction is
// about the response, and its year.
struct Kind {
    TypeNo type = 0;
    Choice choice = 0;
    bool late = false;
    int year = 0;
    bool response = false;
};

// Every kind that a case's life can hold, save those that only speak of other entries.
std::vector<Kind> all_kinds() {
    std::vector<Kind> kinds;
    for (const auto& one_type : events::event_types()) {
        if (one_type.no >= events::first_own_type || one_type.no == type::retracted ||
            one_type.no == type::exception_relied_on) {
            continue;
        }
        // The issues of the commissioners' notice are those of the request before it.
        const auto& listed = one_type.no == type::mediation_commissioners_told
                                 ? *events::find_type(type::mediation_requested)
                                 : one_type;
        const auto* field = events::choice_field(listed);
        const auto count = field == nullptr ? 0 : field->choices.size();
        for (std::size_t i = field != nullptr && field->needed ? 1 : 0; i <= count; ++i) {
            const auto choice = static_cast<Choice>(i);
            kinds.push_back({one_type.no, choice});
            if (one_type.no == type::appeal_not_opposed) {
                kinds.push_back({one_type.no, choice, true});
            }
            if (one_type.no == type::tribunal_direction) {
                kinds.push_back({one_type.no, choice, false, 0, true});
            }
        }
    }
    return kinds;
}

// The kinds that a pattern fits; for types with a year, those of the years around 2015.
std::vector<Kind> kinds_of(const Pattern& pattern) {
    std::vector<Kind> kinds;
    for (auto kind : all_kinds()) {
        if (kind.type != pattern.type) continue;
        const bool has_year =
            events::find_field(*events::find_type(kind.type), FieldNo::year) != nullptr;
        for (const int year : has_year ? std::vector{2015, 2026, 2014, 2016} : std::vector{0}) {
            kind.year = year;
            if (law::fits(pattern, {kind.type, kind.choice, kind.late, kind.response, year})) {
                kinds.push_back(kind);
            }
        }
    }
    return kinds;
}

class Crafter {
  public:
    Crafter(const law::Law& law, const plain::Law& plain) : law_(law), plain_(plain) {}

    std::string of(const std::vector<law::RowNo>& rows) {
        for (const auto row : rows) {
            row_ = row;
            craft();
        }
        return std::move(lines_);
    }

  private:
    const Duty& duty() const { return law_.rows()[row_]; }

    // -- events ------------------------------------------------------------------------------

    std::string value_of(const events::Field& field, const Kind& kind) const {
        switch (field.kind) {
            case FieldKind::choice:
                return std::string{
                    field
                        .choices[kind.choice == 0 ? 0 : static_cast<std::size_t>(kind.choice - 1)]};
            case FieldKind::year: return std::to_string(kind.year == 0 ? 2026 : kind.year);
            case FieldKind::day:
                return events::to_text(field.no == FieldNo::meeting ? meeting_
                                                                    : meeting_ + date::days{170});
            case FieldKind::text: break;
        }
        if (field.no == FieldNo::body) return body_;
        if (field.no == FieldNo::setting) return "Oak School";
        if (field.no == FieldNo::step) return kind.response ? "response" : "bundle";
        if (field.no == FieldNo::to) {  // whom a recommendation was made to, as its answer names it
            const bool own = duty().subject == law::Subject::to;
            return own ? std::string{events::choice_text(first_start().type, first_start().choice)}
                       : "health";
        }
        return "x";
    }

    Happening event(const Kind& kind, Day date, const Fields& more = {}) const {
        const auto& row = *events::find_type(kind.type);
        Happening made{date, kind.type, {}};
        const auto* listed = events::choice_field(row);
        for (const auto& field : row.fields) {
            const bool is_choice = &field == listed && kind.choice != 0;
            if (!field.needed && !is_choice) continue;
            made.fields[std::string{events::field_name(field.no)}] = value_of(field, kind);
        }
        if (!matter_.empty()) made.fields["matter"] = matter_;
        for (const auto& [name, value] : more) {
            const auto* field = events::find_field(row, name);
            if (field == nullptr) continue;
            if (field->kind == FieldKind::choice && events::choice_of(*field, value) == 0) continue;
            made.fields[name] = value;
        }
        return made;
    }

    // The event, and before it on its day what its derived fields hang on.
    void add(History& history, const Kind& kind, Day date, const Fields& more = {}) const {
        if (kind.late) history.push_back(event({type::appeal_response_sent}, date));
        if (kind.type == type::mediation_commissioners_told) {
            history.push_back(event({type::mediation_requested, kind.choice}, date));
        }
        history.push_back(event(kind, date, more));
    }

    void keep(const History& history) {
        const auto la = std::to_string(first_authority + row_);
        ++case_;
        for (const auto& happening : history) {
            lines_ += "{\"la\":\"" + la + "\",\"case\":\"" + std::to_string(case_) +
                      "\",\"id\":\"" + std::to_string(++id_) + "\",\"type\":\"" +
                      std::string{events::type_name(happening.type)} + "\",\"date\":\"" +
                      events::to_text(happening.date) + "\"";
            for (const auto& [name, value] : happening.fields) {
                lines_ += ",\"" + name + "\":\"" + value + "\"";
            }
            lines_ += "}\n";
        }
    }

    // The due date of the row's clock after these events, by the second opinion.
    std::optional<Day> due_after(const History& history) const {
        std::string lines;
        int id = 0;
        for (const auto& happening : history) {
            lines += "{\"la\":\"101\",\"case\":\"1\",\"id\":\"" + std::to_string(++id) +
                     "\",\"type\":\"" + std::string{events::type_name(happening.type)} +
                     "\",\"date\":\"" + events::to_text(happening.date) + "\"";
            for (const auto& [name, value] : happening.fields) {
                lines += ",\"" + name + "\":\"" + value + "\"";
            }
            lines += "}\n";
        }
        plain::Log log;
        plain::import_jsonl(log, lines);
        std::optional<Day> due;
        for (const auto& clock : plain::clocks(plain_, log.rows, day("2028-06-30"))) {
            if (clock.duty == duty().id && clock.due) due = Day{clock.due->time_since_epoch()};
        }
        return due;
    }

    // -- one row -----------------------------------------------------------------------------

    Kind first_start() const { return starts_.front(); }
    std::vector<Kind> ends() const {
        std::vector<Kind> kinds;
        for (const auto& pattern : duty().ends) {
            const auto of = kinds_of(pattern);
            if (!pattern.self) kinds.insert(kinds.end(), of.begin(), of.end());
        }
        return kinds;
    }

    History started(Day date, const Fields& more = {}) const {
        History history;
        add(history, first_start(), date, more);
        return history;
    }

    void craft() {
        base_ = day(duty().in_force_to ? "2014-11-03"
                    : duty().ends_from ? "2025-10-06"
                                       : "2024-03-04");
        meeting_ = base_ + date::days{30};
        starts_ = kinds_in(duty().starts);
        if (first_start().type == type::review_meeting_held) meeting_ = base_;
        each_start();
        each_day_of_starting();
        each_event();
        each_event_late();
        each_event_of_another_matter();
        each_way_out_of_a_rest();
        each_end();
        plans_beside_others();
        after_an_appeal();
        held_and_released();
        record_begins();
        before_the_start();
        started_again();
        from_fields();
        beside_others();
        excused();
    }

    void each_start() {
        auto kinds = starts_;
        // Those of its types that do not start it must not.
        for (const auto& kind : all_kinds()) {
            if (std::any_of(starts_.begin(), starts_.end(),
                            [&](const Kind& start) { return start.type == kind.type; })) {
                for (const int year : {2014, 2015, 2016, 2026}) {
                    auto of_year = kind;
                    of_year.year = year;
                    kinds.push_back(of_year);
                }
            }
        }
        for (const auto& kind : kinds) {
            History history;
            add(history, kind, base_);
            keep(history);
            if (!ends().empty()) add(history, ends().front(), base_ + date::days{400});
            keep(history);
        }
    }

    // Ends of months, Christmas, August, weekends, and both ends of the time in force.
    void each_day_of_starting() {
        std::vector<Day> days{duty().in_force_from - one, duty().in_force_from,
                              duty().in_force_from + one};
        if (duty().in_force_to) {
            for (const int by : {-1, 0, 1, 2}) days.push_back(*duty().in_force_to + date::days{by});
        } else {
            for (const auto* text : {"2024-01-31", "2024-02-29", "2023-12-31", "2024-06-10",
                                     "2024-10-28", "2024-08-30", "2025-05-31", "2025-10-25",
                                     "2024-03-09", "2024-07-06", "2025-11-24", "2024-12-23"}) {
                days.push_back(day(text));
            }
        }
        for (const auto start : days) {
            const auto meeting = meeting_;
            meeting_ = meeting_ + (start - base_);
            keep(started(start));
            meeting_ = meeting;
        }
    }

    // Every kind of event while the clock is open, and while it rests.
    void each_event() {
        const auto rests = kinds_in(duty().rests);
        for (auto kind : all_kinds()) {
            kind.year = 2026;
            auto open = started(base_);
            add(open, kind, base_ + date::days{5});
            if (!ends().empty()) add(open, ends().front(), base_ + date::days{400});
            keep(open);
            for (const auto& rest : rests) {
                auto resting = started(base_);
                add(resting, rest, base_ + date::days{3});
                add(resting, kind, base_ + date::days{5});
                keep(resting);
                if (!ends().empty()) add(resting, ends().front(), base_ + date::days{400});
                keep(resting);
            }
        }
        // Woken when most of the time had gone.
        for (const auto& rest : rests) {
            for (const auto& pattern : duty().wakes) {
                for (const auto& wake : kinds_of(pattern)) {
                    auto late = started(base_);
                    add(late, rest, base_ + date::days{3});
                    add(late, wake, base_ + date::days{60});
                    keep(late);
                }
            }
        }
        // Another meeting than the clock's.
        auto other = started(base_);
        other.push_back(event({*kind_named("review-meeting-notified")}, base_ + date::days{5},
                              {{"meeting", events::to_text(meeting_ + date::days{7})}}));
        keep(other);
    }

    // What comes when the duty is long late: superseded, or overtaken.
    void each_event_late() {
        for (auto kind : all_kinds()) {
            kind.year = 2026;
            auto late = started(base_);
            add(late, kind, base_ + date::days{420});
            keep(late);
        }
    }

    // The clock of one matter, and every kind of event of another; then of one that shares it.
    void each_event_of_another_matter() {
        for (auto kind : all_kinds()) {
            kind.year = 2026;
            for (const auto* matter : {"q", "q, p"}) {
                matter_ = "p";
                auto history = started(base_);
                matter_ = matter;
                add(history, kind, base_ + date::days{5});
                if (!ends().empty()) add(history, ends().front(), base_ + date::days{400});
                keep(history);
            }
        }
        matter_ = "p";
        auto two = started(base_);
        matter_ = "q";
        add(two, first_start(), base_ + date::days{2});
        keep(two);
        matter_.clear();
    }

    // While the clock rests, every kind of event, and then what would wake it.
    void each_way_out_of_a_rest() {
        for (const auto& rest : kinds_in(duty().rests)) {
            for (const auto& wake : kinds_in(duty().wakes)) {
                for (const auto& kind : all_kinds()) {
                    auto history = started(base_);
                    add(history, rest, base_ + date::days{3});
                    add(history, kind, base_ + date::days{5});
                    add(history, wake, base_ + date::days{9});
                    keep(history);
                }
            }
        }
    }

    // What each group of clocks is started by that plans may answer (4.7).
    static std::vector<std::vector<Happening>> pending(Day date) {
        const auto of = [&](const char* name, const Fields& fields = {}) {
            return Happening{date, kind_named(name)->type, fields};
        };
        return {{},
                {of("tribunal-order", {{"kind", "amend-contents"}})},
                {of("tribunal-order", {{"kind", "assess"}})},
                {of("amendment-notice-sent")},
                {of("reassessment-own-initiative")},
                {of("request-received")},
                {of("review-meeting-held")},
                {of("review-meeting-held"), of("amendment-notice-sent")},
                {of("amendment-notice-sent"), of("reassessment-own-initiative")}};
    }

    // Plans that may answer the row's clock or another matter's, read after the start or on its day
    // before it; of no matter, of the row's, of the other.
    void plans_beside_others() {
        std::vector<Kind> plans;
        for (const auto& kind : all_kinds()) {
            const auto name = events::type_name(kind.type);
            if (name == "amended-plan-sent" || name == "final-plan-sent" ||
                name == "no-amendment-notified") {
                plans.push_back(kind);
            }
        }
        for (const auto& plan : plans) {
            for (const auto& others : pending(base_ - date::days{3})) {
                for (const char* named : {"", "p", "q"}) {
                    const bool by_matter = *named != '\0';
                    History before;
                    for (auto other : others) {
                        if (by_matter) other.fields["matter"] = "q";
                        before.push_back(other);
                    }
                    auto after = before;
                    matter_ = by_matter ? "p" : "";
                    add(after, first_start(), base_);
                    matter_ = named;
                    add(after, plan, base_ + date::days{20});
                    keep(after);
                    add(before, plan, base_);
                    matter_ = by_matter ? "p" : "";
                    add(before, first_start(), base_);
                    keep(before);
                }
            }
        }
        matter_.clear();
    }

    // Orders, concessions and agreements about an appeal, or after a mediation, that began before
    // the clock did.
    void after_an_appeal() {
        for (const auto& kind : all_kinds()) {
            const auto name = events::type_name(kind.type);
            if (name != "tribunal-order" && name != "appeal-not-opposed" &&
                name != "mediation-agreement") {
                continue;
            }
            for (const auto* begins : {"appeal-registered", "mediation-requested"}) {
                History history;
                add(history, *kind_named(begins), base_ - date::days{10});
                add(history, first_start(), base_);
                add(history, kind, base_ + date::days{5});
                keep(history);
                if (ends().empty()) continue;
                add(history, ends().front(), base_ + date::days{400});
                keep(history);
            }
        }
    }

    // What holds, what releases, and the end of the clock before it, on its day and after it.
    void held_and_released() {
        for (const auto& pair : duty().held) {
            for (const auto& by : kinds_in(pair.by)) hold_with(by, pair);
            for (const auto& kind : all_kinds()) {  // those that hold nothing
                auto history = started(base_);
                add(history, kind, base_ + date::days{10});
                keep(history);
                if (!ends().empty()) add(history, ends().front(), base_ + date::days{70});
                keep(history);
            }
        }
    }

    void hold_with(const Kind& by, const law::Hold& pair) {
        for (const auto& until : kinds_in(pair.until)) {
            for (const int days : {80, 90, 100}) {
                auto history = started(base_);
                add(history, by, base_ + date::days{10});
                if (!ends().empty()) add(history, ends().front(), base_ + date::days{90});
                add(history, until, base_ + date::days{days});
                std::stable_sort(history.begin(), history.end(),
                                 [](const auto& a, const auto& b) { return a.date < b.date; });
                keep(history);
            }
            auto again = started(base_);
            add(again, by, base_ + date::days{10});
            add(again, until, base_ + date::days{20});
            keep(again);
            add(again, by, base_ + date::days{30});
            keep(again);
        }
    }

    // A record that is whole from the due day on, and from the day after.
    void record_begins() {
        const auto due = due_after(started(base_));
        if (!due) return;
        for (const int by : {0, 1}) {
            auto history = started(base_);
            if (!ends().empty()) add(history, ends().front(), std::max(base_, *due + one));
            add(history, *kind_named("record-begins"), *due + date::days{by});
            keep(history);
        }
    }

    static std::vector<Kind> kinds_in(const std::vector<Pattern>& patterns) {
        std::vector<Kind> kinds;
        for (const auto& pattern : patterns) {
            const auto of = kinds_of(pattern);
            kinds.insert(kinds.end(), of.begin(), of.end());
        }
        return kinds;
    }

    static std::optional<Kind> kind_named(std::string_view name) {
        return Kind{events::find_type(name)->no};
    }

    // Every act, on the last day and on the day after.
    void each_end() {
        const auto due = due_after(started(base_));
        if (!due) return;
        for (const auto& end : ends()) {
            for (const int by : {-1, 0, 1}) {
                if (*due + date::days{by} < base_) continue;
                auto history = started(base_);
                add(history, end, *due + date::days{by});
                keep(history);
            }
        }
        for (const auto& limb : duty().within.limbs) {
            if (limb.from != law::Limb::From::event) continue;
            for (const int after : {1, 9, 27, 40, 70}) {
                auto history = started(base_);
                add(history, {limb.event}, base_ + date::days{after});
                keep(history);
                add(history, {limb.event}, base_ + date::days{after + 2});
                keep(history);
            }
        }
    }

    // What was done before the start, on its day and earlier.
    void before_the_start() {
        std::vector<Day> days{base_, base_ - one, base_ - date::days{20}};
        for (const auto* text : {"2025-08-30", "2025-08-31", "2025-09-01", "2025-09-02",
                                 "2014-08-30", "2014-08-31", "2014-09-01", "2014-09-02"}) {
            days.push_back(day(text));
        }
        for (const auto& end : ends()) {
            for (const auto done : days) {
                const auto start = done > base_ ? day("2025-10-06") : base_;
                const auto meeting = meeting_;
                meeting_ = meeting_ + (start - base_);
                History history;
                add(history, end, done);
                add(history, first_start(), start);
                keep(history);
                meeting_ = meeting;
            }
        }
        if (!ends().empty()) {  // done, and what the deed started is over, when the start is read
            History history;
            add(history, ends().front(), base_);
            add(history, *kind_named("plan-ceased"), base_);
            add(history, first_start(), base_);
            keep(history);
        }
        if (!duty().ends_from || duty().ends_from->fixed) return;
        // A day named in the start, and acts around a year, and around a month more and less,
        // before it.
        const auto named = base_ + date::days{200};
        for (const int months : {11, 12, 13}) {
            for (const int by : {-1, 0, 1}) {
                History history;
                // A plan that answers nothing counts only where it says that it names the next
                // setting.
                add(history, ends().front(), law::add_months(named, -months) + date::days{by},
                    {{"names_next", "yes"}});
                add(history, first_start(), base_);
                keep(history);
            }
        }
    }

    void started_again() {
        const Fields other_year{{"year", "2027"},
                                {"on", events::to_text(base_ + date::days{230})},
                                {"moved", events::to_text(base_ + date::days{230})}};
        const auto end = ends().empty() ? std::optional<Kind>{} : std::optional{ends().front()};
        for (const auto& more : {Fields{}, other_year}) {
            auto at_once = started(base_);
            add(at_once, first_start(), base_, more);
            keep(at_once);
            auto again = started(base_);
            add(again, first_start(), base_ + date::days{7}, more);
            keep(again);
            if (!end) continue;
            auto late = again;
            add(late, *end, base_ + date::days{420});
            keep(late);
            auto between = started(base_);
            add(between, *end, base_ + date::days{5});
            add(between, first_start(), base_ + date::days{9}, more);
            keep(between);
            add(between, *end, base_ + date::days{11});
            keep(between);
            auto same_day = started(base_);
            add(same_day, *end, base_);
            add(same_day, first_start(), base_, more);
            keep(same_day);
            for (const auto* ending : {"plan-ceased", "case-closed"}) {
                auto after = started(base_);
                add(after, *end, base_ + date::days{5});
                add(after, *kind_named(ending), base_ + date::days{7});
                add(after, first_start(), base_ + date::days{9}, more);
                keep(after);
            }
        }
        two_subjects(end);
    }

    void two_subjects(const std::optional<Kind>& end) {
        auto two = started(base_);
        body_ = "social-care";
        const auto meeting = meeting_;
        const Fields other{{"setting", "Elm School"}};
        meeting_ = meeting_ + date::days{2};
        add(two, first_start(), base_ + date::days{2}, other);
        keep(two);
        if (end) {
            add(two, *end, base_ + date::days{12}, other);
            keep(two);
        }
        body_ = "health";
        meeting_ = meeting;
    }

    // Start days, fixed dates and limbs that count from fields.
    void from_fields() {
        for (const auto* name : {"received", "served", "by", "last_review", "plan_made", "moved"}) {
            for (const int after : {-300, 3, 33, 500}) {
                const auto history =
                    started(base_, {{name, events::to_text(base_ + date::days{after})}});
                keep(history);
            }
        }
        for (const auto* text : {"2024-07-22", "2024-12-16"}) {
            History summer;
            add(summer, first_start(), day(text), {{"moved", "2024-07-01"}});
            keep(summer);
        }
        const auto both = [&](int reviewed, int made) {
            auto history =
                started(base_, {{"last_review", events::to_text(base_ + date::days{reviewed})},
                                {"plan_made", events::to_text(base_ + date::days{made})}});
            keep(history);
            add(history, *kind_named("plan-transferred-out"), base_ + date::days{420});
            keep(history);
        };
        both(-100, -700);
        both(-330, -20);
        both(-29, -10);
    }

    // Duties that stand in its way, or that come first.
    void beside_others() {
        for (const auto* ids : {&duty().unless_open, &duty().not_listed_while}) {
            for (const auto& id : *ids) {
                for (const auto& pattern : law_.find(id)->starts) {
                    const auto kinds = kinds_of(pattern);
                    if (kinds.empty()) continue;
                    History history;
                    add(history, kinds.front(), base_ - date::days{10});
                    add(history, first_start(), base_);
                    keep(history);
                }
            }
        }
    }

    // -- exceptions --------------------------------------------------------------------------

    void rely(History& history, Ground ground, Day on) const {
        History reliance;
        Kind kind{type::exception_relied_on, static_cast<Choice>(ground)};
        history.push_back(event(kind, on, {{"duty", duty().id}, {"reason", "x"}, {"body", body_}}));
    }

    void excused() {
        const auto due = due_after(started(base_));
        if (!due || ends().empty()) return;
        const auto finish = [&](History history, Ground ground) {
            std::stable_sort(history.begin(), history.end(),
                             [](const auto& a, const auto& b) { return a.date < b.date; });
            rely(history, ground, *due + one);
            add(history, ends().front(), *due + date::days{3});
            keep(history);
        };
        for (const auto ground : {Ground::school_closed, Ground::early_years_closed}) {
            auto closed = started(base_);
            closed.push_back(event(
                {type::setting_closed}, base_ + one,
                {{"setting", "Oak School"}, {"reopens", events::to_text(base_ + date::days{29})}}));
            closed.push_back(event({type::advice_requested}, base_ + date::days{2},
                                   {{"body", "x"}, {"setting", "Oak School"}}));
            finish(closed, ground);
        }
        auto ill = started(base_);
        ill.push_back(event({type::personal_circumstances}, base_ + one,
                            {{"until", events::to_text(base_ + date::days{2})}}));
        finish(ill, Ground::personal_circumstances);
        for (const int days : {13, 14, 15, 27, 28, 29}) {
            auto away = started(base_);
            away.push_back(event({type::absence_from_area}, base_ + one,
                                 {{"until", events::to_text(base_ + date::days{days})}}));
            finish(away, Ground::absence);
        }
        auto missed = started(base_);
        missed.push_back(event({type::missed_appointment}, base_ + one, {{"body", body_}}));
        finish(missed, Ground::missed_appointment);
        coronavirus();
    }

    // Starts of which one is due inside the time of the relaxation.
    void coronavirus() {
        const auto meeting = meeting_;
        for (Day start = day("2019-06-03"); start < day("2020-09-20"); start += date::days{28}) {
            meeting_ = meeting + (start - base_);
            auto history = started(start);
            const auto due = due_after(history);
            if (!due || *due < day("2020-04-20") || *due > day("2020-10-05")) continue;
            rely(history, Ground::coronavirus, std::max(start, *due + one));
            add(history, ends().front(), std::max(start, *due + date::days{3}));
            keep(history);
        }
        meeting_ = meeting;
    }

    const law::Law& law_;
    const plain::Law& plain_;
    law::RowNo row_ = 0;
    Day base_{};
    Day meeting_{};
    std::string body_ = "health";
    std::string matter_;  // of the events made
    std::vector<Kind> starts_;
    int case_ = 0;
    int id_ = 0;
    std::string lines_;
};

}  // namespace

std::string crafted_histories(const law::Law& law, const plain::Law& plain,
                              const std::vector<law::RowNo>& rows) {
    return Crafter(law, plain).of(rows);
}

}  // namespace longstop::mutation

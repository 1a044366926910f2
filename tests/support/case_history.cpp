#include "tests/support/case_history.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <ostream>
#include <stdexcept>

#include "engine/law/decisions.hpp"
#include "engine/law/subjects.hpp"
#include "events/event.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"

#include "tests/support/paths.hpp"

namespace longstop::tests {
namespace {

using events::FieldNo;
using events::TypeNo;
using law::Fact;

// By Status and by NotMadeOut, as the answers word them.
constexpr std::array<std::string_view, 8> status_words{"running",   "overdue", "met",    "met-late",
                                                       "too-early", "excused", "lapsed", "unknown"};
constexpr std::array<std::string_view, 12> refusal_codes{"",
                                                         "ground-not-allowed",
                                                         "no-closure-recorded",
                                                         "closure-too-short",
                                                         "no-advice-in-window",
                                                         "no-circumstances-recorded",
                                                         "circumstances-outside-period",
                                                         "no-absence-recorded",
                                                         "absence-too-short",
                                                         "absence-outside-period",
                                                         "no-missed-appointment",
                                                         "outside-coronavirus-period"};

[[noreturn]] void mistake(std::string what) {
    throw std::invalid_argument("in the test: " + std::move(what));
}

std::string in_quotes(std::string_view text) { return '"' + std::string{text} + '"'; }

events::Day day(std::string_view text) {
    const auto parsed = events::parse_day(text);
    if (!parsed) mistake(in_quotes(text) + " is no day");
    return *parsed;
}

std::string text_of_day(std::int32_t number) {
    return number == law::no_day ? std::string{} : events::to_text(events::day_of(number));
}

std::vector<law::LawFile> files_in(const std::filesystem::path& folder) {
    std::vector<law::LawFile> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".toml") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        files.push_back({entry.path().filename().string(),
                         std::string(std::istreambuf_iterator<char>(in), {})});
    }
    return files;
}

law::CompiledLaw load(const std::filesystem::path& folder) {
    auto loaded = law::load_law(files_in(folder));
    if (!loaded) throw std::runtime_error(loaded.error().failed + ": " + loaded.error().found);
    return law::compile(std::move(loaded.value()));
}

// The fields of an event as the engine's events carry them. One that belongs to another type is
// foreign here: kept, and meaning nothing.
events::FieldValues field_values(TypeNo type, const Fields& fields) {
    events::FieldValues values;
    for (const auto& [name, value] : fields) {
        if (events::find_field(name) == FieldNo::foreign) mistake("no field " + in_quotes(name));
        const auto* field = events::find_field(*events::find_type(type), name);
        values.push_back({field == nullptr ? FieldNo::foreign : field->no, name, value});
    }
    events::sort_fields(values);
    return values;
}

// Texts that are the same as subjects have equal numbers.
class Numbers {
  public:
    std::int32_t of(std::string_view text) {
        const auto key = law::subject_key(text);
        if (key.empty()) return Fact::none;
        const auto next = static_cast<std::int32_t>(known_.size()) + 1;
        const auto number = known_.emplace(key, next).first->second;
        if (key == "response") vocabulary_.response = number;
        return number;
    }

    // What has been numbered; matters by number as they were given.
    const law::Vocabulary& vocabulary() const { return vocabulary_; }
    std::int32_t of_matter(std::string_view list) {
        if (law::trimmed(list).empty()) return 0;
        const auto number = of(list);
        vocabulary_.matters.add(static_cast<std::uint32_t>(number), list);
        return vocabulary_.matters.elements(number).empty() ? 0 : number;
    }

  private:
    law::Vocabulary vocabulary_;
    std::map<std::string, std::int32_t> known_;
};

std::int32_t row_number(const law::CompiledLaw& law, std::string_view duty) {
    const auto row = law.written.row_of(duty);
    return row ? static_cast<std::int32_t>(*row) : Fact::none;
}

Fact fact_of(const law::CompiledLaw& law, events::Day date, TypeNo type, const events::Slots& slots,
             Numbers& subjects) {
    Fact fact;
    fact.date = events::number_of(date);
    fact.first = slots.first;
    fact.second = slots.second;
    fact.subject = subjects.of(slots.subject);
    fact.other = type == events::type::exception_relied_on ? row_number(law, slots.other)
                                                           : subjects.of(slots.other);
    fact.type = type;
    fact.choice = slots.choice;
    fact.matter = subjects.of_matter(slots.matter);
    return fact;
}

std::string subject_text(const law::Duty& duty, const law::Clock& clock,
                         const events::Slots& starting) {
    switch (duty.subject) {
        case law::Subject::none: return {};
        case law::Subject::body:
        case law::Subject::setting:
        case law::Subject::to:
        case law::Subject::step:
        case law::Subject::provision: return std::string{law::trimmed(starting.subject)};
        case law::Subject::meeting: return text_of_day(clock.subject);
        case law::Subject::against: return std::string{law::decision_kind_text(clock.subject)};
    }
    return {};
}

}  // namespace

const law::CompiledLaw& england() {
    static const law::CompiledLaw law = load(LONGSTOP_LAW_DIR);
    return law;
}

const law::CompiledLaw& england(const std::string& reading) {
    if (reading.empty()) return england();
    static std::map<std::string, law::CompiledLaw> known;
    if (!known.contains(reading)) {
        auto law = law::under(england().written, reading);
        if (!law) mistake(law.error().found);
        known.emplace(reading, law::compile(std::move(*law)));
    }
    return known.at(reading);
}

Case Case::under(std::string_view reading) const { return under(england(std::string{reading})); }

Case Case::under(const law::CompiledLaw& law) const {
    Case same = *this;
    same.law_ = &law;
    return same;
}

Case Case::on(std::string_view date, std::string_view type, const Fields& fields) const {
    const auto* row = events::find_type(type);
    if (row == nullptr) mistake("no event type " + in_quotes(type));
    for (const auto& field : row->fields) {
        const auto name = events::field_name(field.no);
        const auto given = std::find_if(fields.begin(), fields.end(),
                                        [&](const auto& pair) { return pair.first == name; });
        const bool present = given != fields.end() && !law::trimmed(given->second).empty();
        if (field.needed && !present) mistake(std::string{type} + " needs " + std::string{name});
        if (!present) continue;
        if (field.kind == events::FieldKind::day) day(given->second);
        if (field.kind == events::FieldKind::year && !events::parse_year(given->second)) {
            mistake(in_quotes(given->second) + " is no year");
        }
        if (field.kind == events::FieldKind::choice &&
            events::choice_of(field, given->second) == 0) {
            mistake(in_quotes(given->second) + " is no value of " + std::string{name});
        }
    }
    Case longer = *this;
    longer.happenings_.push_back({day(date), row->no, fields});
    return longer;
}

std::vector<ClockView> Case::clocks(std::string_view as_of) const {
    const auto today = day(as_of);
    const auto& law = law_ == nullptr ? england() : *law_;
    std::vector<const Happening*> visible;
    const Happening* later_beginning = nullptr;
    for (const auto& happening : happenings_) {
        if (happening.date <= today) {
            visible.push_back(&happening);
        } else if (happening.type == events::type::record_begins &&
                   (later_beginning == nullptr || happening.date >= later_beginning->date)) {
            later_beginning = &happening;
        }
    }
    std::stable_sort(visible.begin(), visible.end(),
                     [](const auto* a, const auto* b) { return a->date < b->date; });

    Numbers subjects;
    std::vector<events::Slots> slots;
    std::vector<Fact> facts;
    for (const auto* happening : visible) {
        events::Event event;
        event.type = happening->type;
        event.date = happening->date;
        event.fields = field_values(happening->type, happening->fields);
        slots.push_back(events::slots_of(event));
        facts.push_back(fact_of(law, event.date, event.type, slots.back(), subjects));
    }

    const law::CaseFacts of_case{
        facts, later_beginning == nullptr ? Fact::none : events::number_of(later_beginning->date)};
    std::vector<ClockView> views;
    for (const auto& clock : law::run(law, of_case, today, subjects.vocabulary())) {
        if (clock.started_on > events::number_of(today)) continue;
        const auto type_at = [&](std::uint32_t at) {
            return std::string{at == law::no_fact ? "" : events::type_name(facts[at].type)};
        };
        ClockView view;
        view.duty = law.duty(clock.row).id;
        view.subject = subject_text(law.duty(clock.row), clock, slots[clock.started_by]);
        view.started_by = type_at(clock.started_by);
        view.started_on = text_of_day(clock.started_on);
        view.due = text_of_day(clock.due);
        view.ended_by = type_at(clock.ended_by);
        view.ended_on = text_of_day(clock.ended_on);
        view.status = clock.status;
        view.days_late = clock.days_late;
        view.days_early = clock.days_early;
        if (clock.status == Status::excused) {
            const auto& reliance = facts[clock.excused_by];
            view.excused_by = events::choice_text(reliance.type, reliance.choice);
            view.relied_on = text_of_day(reliance.date);
        }
        view.exception_refused = refusal_codes[static_cast<std::size_t>(clock.refusal)];
        view.listed = clock.listed;
        view.overtaken = clock.overtaken;
        view.held = clock.held != 0;
        view.before_record = clock.because == law::Because::before_the_record_begins;
        views.push_back(std::move(view));
    }
    return views;
}

std::vector<ClockView> Case::clocks(std::string_view as_of, std::string_view duty) const {
    if (england().written.find(duty) == nullptr) mistake("no duty " + in_quotes(duty));
    auto views = clocks(as_of);
    std::erase_if(views, [&](const ClockView& view) { return view.duty != duty; });
    return views;
}

ClockView Case::clock(std::string_view duty, std::string_view as_of) const {
    const auto views = clocks(as_of, duty);
    if (views.size() != 1) {
        mistake(std::to_string(views.size()) + " clocks of " + std::string{duty} + ", not one");
    }
    return views.front();
}

ClockView Case::clock(std::string_view duty, std::string_view as_of, int nth) const {
    const auto views = clocks(as_of, duty);
    const auto at = static_cast<std::size_t>(nth) - 1;
    if (nth < 1 || at >= views.size()) {
        mistake("no clock " + std::to_string(nth) + " of " + std::string{duty});
    }
    return views[at];
}

ClockView Case::clock(std::string_view duty, std::string_view as_of,
                      std::string_view subject) const {
    const auto views = clocks(as_of, duty);
    const auto last = std::find_if(views.rbegin(), views.rend(), [&](const ClockView& view) {
        return law::subject_key(view.subject) == law::subject_key(subject);
    });
    if (last == views.rend()) {
        mistake("no clock of " + std::string{duty} + " for " + in_quotes(subject));
    }
    return *last;
}

std::size_t Case::count(std::string_view duty, std::string_view as_of) const {
    return clocks(as_of, duty).size();
}

}  // namespace longstop::tests

namespace longstop::law {

std::ostream& operator<<(std::ostream& out, Status status) {
    return out << tests::status_words[static_cast<std::size_t>(status)];
}

}  // namespace longstop::law

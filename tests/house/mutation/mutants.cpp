#include "tests/house/mutation/mutants.hpp"

#include <algorithm>
#include <array>

#include "events/type_no.hpp"

namespace longstop::mutation {
namespace {

using law::Duty;
using law::Pattern;

struct PatternList {
    std::string_view key;
    std::vector<Pattern> Duty::*list;
};
constexpr std::array<PatternList, 9> pattern_lists{
    {{"starts", &Duty::starts},
     {"ends", &Duty::ends},
     {"rests", &Duty::rests},
     {"wakes", &Duty::wakes},
     {"lapses", &Duty::lapses},
     {"overtaken_by", &Duty::overtaken_by},
     {"final_by", &Duty::final_by},
     {"by_from", &Duty::directed_by},
     {"whatever_answered", &Duty::whatever_answered}}};

// Patterns that another list of the row may take over: an act then does another thing.
struct Shift {
    PatternList from, to;
};
constexpr std::array<Shift, 6> shifts{
    {{{"lapses", &Duty::lapses}, {"overtaken_by", &Duty::overtaken_by}},
     {{"overtaken_by", &Duty::overtaken_by}, {"lapses", &Duty::lapses}},
     {{"lapses", &Duty::lapses}, {"rests", &Duty::rests}},
     {{"rests", &Duty::rests}, {"lapses", &Duty::lapses}},
     {{"final_by", &Duty::final_by}, {"lapses", &Duty::lapses}},
     {{"lapses", &Duty::lapses}, {"final_by", &Duty::final_by}}}};

template <class T>
struct Word {
    std::string_view name;
    T value;
};
constexpr std::array<Word<law::Counting>, 7> countings{
    {{"after", law::Counting::after},
     {"from-incl", law::Counting::from_incl},
     {"clear", law::Counting::clear},
     {"before-date", law::Counting::before_date},
     {"by-date", law::Counting::by_date},
     {"strictly-before", law::Counting::strictly_before},
     {"clear-days", law::Counting::clear_days}}};
constexpr std::array<Word<law::Adjust>, 3> adjusts{{{"none", law::Adjust::none},
                                                    {"rule12-appeal", law::Adjust::rule12_appeal},
                                                    {"rule12-skip", law::Adjust::rule12_skip}}};
constexpr std::array<Word<law::Restart>, 3> restarts{{{"ignore", law::Restart::ignore},
                                                      {"once", law::Restart::once},
                                                      {"restart", law::Restart::restart}}};
constexpr std::array<Word<law::Missed>, 4> misses{{{"overdue", law::Missed::overdue},
                                                   {"conditional", law::Missed::conditional},
                                                   {"lapsed", law::Missed::lapsed},
                                                   {"window", law::Missed::window}}};
constexpr std::array<Word<law::Unit>, 4> units{{{"days", law::Unit::days},
                                                {"weeks", law::Unit::weeks},
                                                {"months", law::Unit::months},
                                                {"working days", law::Unit::working_days}}};
constexpr std::array<Word<law::Limit::Choose>, 3> choices{
    {{"later of", law::Limit::Choose::later},
     {"earlier of", law::Limit::Choose::earlier},
     {"first of", law::Limit::Choose::first}}};

constexpr std::array<Word<law::Group>, law::group_count> groups{
    {{"order", law::Group::order},
     {"amendment", law::Group::amendment},
     {"reassessment", law::Group::reassessment},
     {"request", law::Group::request},
     {"review", law::Group::review}}};

class Maker {
  public:
    explicit Maker(const law::Law& law) : law_(law) {}

    std::vector<Mutant> all() {
        for (row_ = 0; row_ < law_.rows().size(); ++row_) {
            numbers();
            for (const auto& list : pattern_lists) {
                patterns(list.key, [at = list.list](auto& d) -> auto& { return d.*at; });
            }
            for (const auto& shift : shifts) moved_patterns(shift);
            holds();
            matters();
            words();
            lists();
        }
        return std::move(mutants_);
    }

  private:
    const Duty& duty() const { return law_.rows()[row_]; }

    void add(std::string_view key, std::string change, std::function<void(Duty&)> apply) {
        mutants_.push_back(
            {row_, duty().id, std::string{key}, std::move(change), std::move(apply)});
    }

    void numbers() {
        for (std::size_t i = 0; i < duty().within.limbs.size(); ++i) limb(i);
        for (const int by : {1, -1}) {
            const auto days = date::days{by};
            const auto said = by > 0 ? std::string{"a day later"} : std::string{"a day earlier"};
            add("in_force", "from " + said, [=](Duty& d) { d.in_force_from += days; });
            if (duty().in_force_to) {
                add("in_force", "to " + said, [=](Duty& d) { *d.in_force_to += days; });
            }
            if (duty().absence_days > 0) {
                add("excused_by", "absence(" + std::to_string(duty().absence_days + by) + ")",
                    [=](Duty& d) { d.absence_days += by; });
            }
            if (!duty().ends_from) continue;
            if (duty().ends_from->fixed) {
                add("ends_from", said,
                    [=](Duty& d) { *d.ends_from->fixed = moved(*d.ends_from->fixed, by); });
            } else {
                add("ends_from", "period " + std::to_string(duty().ends_from->period.count + by),
                    [=](Duty& d) { d.ends_from->period.count += by; });
            }
        }
    }

    // The next or the last day of the year.
    static date::month_day moved(date::month_day day, int by) {
        const date::year_month_day next{date::sys_days{date::year{2023} / day} + date::days{by}};
        return {next.month(), next.day()};
    }

    void limb(std::size_t i) {
        const auto& limb = duty().within.limbs[i];
        const auto name = duty().within.text + ", limb " + std::to_string(i + 1);
        const bool has_period =
            limb.from != law::Limb::From::the_field && limb.from != law::Limb::From::before_fixed;
        for (const int by : {1, -1}) {
            if (limb.from == law::Limb::From::before_fixed) {
                add("within", name + (by > 0 ? ": a day later" : ": a day earlier"),
                    [=](Duty& d) { d.within.limbs[i].fixed = moved(d.within.limbs[i].fixed, by); });
            } else if (has_period && limb.period.count + by >= 0) {
                add("within", name + ": count " + std::to_string(limb.period.count + by),
                    [=](Duty& d) { d.within.limbs[i].period.count += by; });
            }
        }
        if (has_period) {
            for (const auto& unit : units) {
                if (unit.value == limb.period.unit || limb.period.count == 0) continue;
                if (limb.from == law::Limb::From::before_field &&
                    unit.value == law::Unit::working_days) {
                    continue;  // no such limit can be written
                }
                add("within", name + ": in " + std::string{unit.name},
                    [=, value = unit.value](Duty& d) { d.within.limbs[i].period.unit = value; });
            }
        }
        if (duty().within.limbs.size() > 1) {
            add("within", name + ": left out", [=](Duty& d) {
                d.within.limbs.erase(d.within.limbs.begin() + static_cast<std::ptrdiff_t>(i));
            });
        }
        for (std::size_t f = 0; limb.fields.size() > 1 && f < limb.fields.size(); ++f) {
            add("within", name + ": without " + std::string{events::field_name(limb.fields[f])},
                [=](Duty& d) {
                    auto& fields = d.within.limbs[i].fields;
                    fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(f));
                });
        }
    }

    // `list` gives the patterns of a duty.
    template <class List>
    void patterns(std::string_view key, List list) {
        const auto& written = list(duty());
        for (std::size_t p = 0; p < written.size(); ++p) {
            add(key, "without " + written[p].text,
                [=](Duty& d) { list(d).erase(list(d).begin() + static_cast<std::ptrdiff_t>(p)); });
            for (std::size_t c = 0; c < written[p].conditions.size(); ++c) {
                conditions(key, list, p, c);
            }
        }
    }

    template <class List>
    void conditions(std::string_view key, List list, std::size_t p, std::size_t c) {
        const auto& pattern = list(duty())[p];
        const auto& condition = pattern.conditions[c];
        const auto number = std::to_string(c + 1);
        add(key, pattern.text + ": without condition " + number, [=](Duty& d) {
            auto& all = list(d)[p].conditions;
            all.erase(all.begin() + static_cast<std::ptrdiff_t>(c));
        });
        for (std::size_t v = 0; v < condition.values.size(); ++v) {
            if (condition.values.size() > 1) {
                add(key,
                    pattern.text + ": condition " + number + " without value " +
                        std::to_string(v + 1),
                    [=](Duty& d) {
                        auto& values = list(d)[p].conditions[c].values;
                        values.erase(values.begin() + static_cast<std::ptrdiff_t>(v));
                    });
            }
            if (condition.on != law::Condition::On::year) continue;
            for (const int by : {1, -1}) {
                add(key, pattern.text + ": year " + std::to_string(condition.values[v] + by),
                    [=](Duty& d) { list(d)[p].conditions[c].values[v] += by; });
            }
        }
    }

    void moved_patterns(const Shift& shift) {
        const auto& written = duty().*shift.from.list;
        for (std::size_t p = 0; p < written.size(); ++p) {
            add(shift.from.key, written[p].text + ": as " + std::string{shift.to.key},
                [=](Duty& d) {
                    auto& from = d.*shift.from.list;
                    (d.*shift.to.list).push_back(from[p]);
                    from.erase(from.begin() + static_cast<std::ptrdiff_t>(p));
                });
        }
    }

    void holds() {
        for (std::size_t i = 0; i < duty().held.size(); ++i) {
            const auto pair = "held, pair " + std::to_string(i + 1);
            add(pair, "left out",
                [=](Duty& d) { d.held.erase(d.held.begin() + static_cast<std::ptrdiff_t>(i)); });
            patterns(pair + ", by", [=](auto& d) -> auto& { return d.held[i].by; });
            patterns(pair + ", until", [=](auto& d) -> auto& { return d.held[i].until; });
        }
    }

    void matters() {
        add("matter", "turned round", [](Duty& d) { d.any_matter = !d.any_matter; });
        for (const auto& group : groups) {
            const auto name = std::string{group.name};
            if (duty().group && *duty().group != group.value) {
                add("group", "as " + name, [=](Duty& d) { d.group = group.value; });
            }
            answer(name, law::in(group.value));
        }
        answer("none", law::no_group);
        if (duty().group) add("group", "left out", [](Duty& d) { d.group.reset(); });
        if (duty().answers != 0) add("answers", "left out", [](Duty& d) { d.answers = 0; });
    }

    void answer(const std::string& name, law::Groups group) {
        if ((duty().answers & group) == 0) return;
        add("answers", "without " + name,
            [=](Duty& d) { d.answers = static_cast<law::Groups>(d.answers & ~group); });
    }

    template <class T, std::size_t N, class Set>
    void swap(std::string_view key, T now, const std::array<Word<T>, N>& all, Set set) {
        for (const auto& word : all) {
            if (word.value == now) continue;
            add(key, "as " + std::string{word.name},
                [set, value = word.value](Duty& d) { set(d, value); });
        }
    }

    void words() {
        swap("counting", duty().counting, countings,
             [](Duty& d, law::Counting value) { d.counting = value; });
        swap("adjust", duty().adjust, adjusts,
             [](Duty& d, law::Adjust value) { d.adjust = value; });
        swap("on_restart", duty().on_restart, restarts,
             [](Duty& d, law::Restart value) { d.on_restart = value; });
        swap("if_missed", duty().if_missed, misses,
             [](Duty& d, law::Missed value) { d.if_missed = value; });
        if (duty().within.limbs.size() > 1) {
            swap("within", duty().within.choose, choices,
                 [](Duty& d, law::Limit::Choose value) { d.within.choose = value; });
        }
        if (duty().by_overrides) {
            add("override", "left out", [](Duty& d) { d.by_overrides = false; });
        }
        if (duty().subject != law::Subject::none) {
            add("subject", "left out", [](Duty& d) { d.subject = law::Subject::none; });
        }
        if (duty().ends_from) {
            add("ends_from", "left out", [](Duty& d) { d.ends_from.reset(); });
        }
        if (duty().in_force_to) {
            add("in_force", "without to", [](Duty& d) { d.in_force_to.reset(); });
        }
    }

    void lists() {
        for (std::size_t i = 0; i < duty().start_fields.size(); ++i) {
            add("start_date", "without " + std::string{events::field_name(duty().start_fields[i])},
                [=](Duty& d) {
                    d.start_fields.erase(d.start_fields.begin() + static_cast<std::ptrdiff_t>(i));
                });
        }
        for (const auto& [key, list] : {std::pair{"unless_open", &Duty::unless_open},
                                        std::pair{"not_listed_while", &Duty::not_listed_while}}) {
            const auto& ids = duty().*list;
            for (std::size_t i = 0; i < ids.size(); ++i) {
                add(key, "without " + ids[i], [=, at = list](Duty& d) {
                    (d.*at).erase((d.*at).begin() + static_cast<std::ptrdiff_t>(i));
                });
            }
        }
        for (std::size_t ground = 1; ground < law::ground_count; ++ground) {
            if (!duty().allows[ground]) continue;
            add("excused_by",
                "without " + std::string{events::choice_text(events::type::exception_relied_on,
                                                             static_cast<events::Choice>(ground))},
                [=](Duty& d) { d.allows[ground] = false; });
        }
    }

    const law::Law& law_;
    law::RowNo row_ = 0;
    std::vector<Mutant> mutants_;
};

}  // namespace

std::vector<Mutant> mutants_of(const law::Law& law) { return Maker(law).all(); }

}  // namespace longstop::mutation

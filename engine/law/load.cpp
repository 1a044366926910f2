// The law's files, read and checked. Every fault is told with file, line, what and why.
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "engine/law/compiled.hpp"
#include "engine/law/decisions.hpp"
#include "engine/law/toml_depth.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::law {
namespace {

using events::Error;
using events::ErrorCode;
using events::Result;

// A fault in a file of the law. Thrown and caught in this file alone.
struct Fault {
    std::string file;
    int line;
    std::string what;
    std::string why;
};

Error to_error(const Fault& fault) {
    return {ErrorCode::bad_law, "cannot load the law",
            fault.file + ":" + std::to_string(fault.line) + ": " + fault.what, fault.why,
            "mend the row, or leave out --law to use the law built into the program"};
}

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

constexpr std::array duty_keys{std::string_view{"id"},
                               std::string_view{"cite"},
                               std::string_view{"source"},
                               std::string_view{"words"},
                               std::string_view{"owed_by"},
                               std::string_view{"duty"},
                               std::string_view{"kind"},
                               std::string_view{"confidence"},
                               std::string_view{"starts"},
                               std::string_view{"start_date"},
                               std::string_view{"subject"},
                               std::string_view{"within"},
                               std::string_view{"counting"},
                               std::string_view{"adjust"},
                               std::string_view{"override"},
                               std::string_view{"ends"},
                               std::string_view{"ends_from"},
                               std::string_view{"rests"},
                               std::string_view{"lapses"},
                               std::string_view{"overtaken_by"},
                               std::string_view{"final_by"},
                               std::string_view{"held"},
                               std::string_view{"matter"},
                               std::string_view{"measures"},
                               std::string_view{"group"},
                               std::string_view{"answers"},
                               std::string_view{"whatever_answered"},
                               std::string_view{"wakes"},
                               std::string_view{"unless_open"},
                               std::string_view{"not_listed_while"},
                               std::string_view{"on_restart"},
                               std::string_view{"excused_by"},
                               std::string_view{"if_missed"},
                               std::string_view{"in_force"},
                               std::string_view{"reading"},
                               std::string_view{"version"},
                               std::string_view{"known_from"},
                               std::string_view{"notes"}};

// What a [[duty.reading]] says of itself, and the keys of the row it may change.
constexpr std::array own_reading_keys{std::string_view{"name"}, std::string_view{"authority"},
                                      std::string_view{"words"}, std::string_view{"side"}};
constexpr std::array changeable_keys{
    std::string_view{"starts"},   std::string_view{"start_date"},   std::string_view{"within"},
    std::string_view{"counting"}, std::string_view{"adjust"},       std::string_view{"override"},
    std::string_view{"ends"},     std::string_view{"ends_from"},    std::string_view{"rests"},
    std::string_view{"lapses"},   std::string_view{"overtaken_by"}, std::string_view{"final_by"},
    std::string_view{"wakes"},    std::string_view{"unless_open"},  std::string_view{"excused_by"}};

// What a [[duty.version]] says of itself. Of the row's keys it may change those that are not of the
// duty itself: its name, what its clocks are told apart by, and the day on which they start, which
// decides which version governs them.
constexpr std::array own_version_keys{std::string_view{"in_force_from"},
                                      std::string_view{"in_force_to"},
                                      std::string_view{"known_from"}, std::string_view{"reading"}};
constexpr std::array keys_of_the_duty{std::string_view{"id"},         std::string_view{"subject"},
                                      std::string_view{"matter"},     std::string_view{"measures"},
                                      std::string_view{"start_date"}, std::string_view{"in_force"},
                                      std::string_view{"version"}};

template <std::size_t N>
bool is_one_of(std::string_view key, const std::array<std::string_view, N>& keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

template <class T>
struct Named {
    std::string_view name;
    T value;
};

constexpr std::array<Named<Kind>, 4> kinds{{{"statute", Kind::statute},
                                            {"case-law", Kind::case_law},
                                            {"tribunal-rule", Kind::tribunal_rule},
                                            {"guidance", Kind::guidance}}};
constexpr std::array<Named<Missed>, 4> misses{{{"overdue", Missed::overdue},
                                               {"conditional", Missed::conditional},
                                               {"lapsed", Missed::lapsed},
                                               {"window", Missed::window}}};
constexpr std::array<Named<Counting>, 7> countings{{{"after", Counting::after},
                                                    {"from-incl", Counting::from_incl},
                                                    {"clear", Counting::clear},
                                                    {"before-date", Counting::before_date},
                                                    {"by-date", Counting::by_date},
                                                    {"strictly-before", Counting::strictly_before},
                                                    {"clear-days", Counting::clear_days}}};
constexpr std::array<Named<Side>, 2> sides{{{"strict", Side::strict}, {"lenient", Side::lenient}}};
constexpr std::array<Named<Adjust>, 2> adjusts{
    {{"rule12-appeal", Adjust::rule12_appeal}, {"rule12-skip", Adjust::rule12_skip}}};
constexpr std::array<Named<Subject>, 7> subjects{{{"body", Subject::body},
                                                  {"setting", Subject::setting},
                                                  {"meeting", Subject::meeting},
                                                  {"to", Subject::to},
                                                  {"step", Subject::step},
                                                  {"provision", Subject::provision},
                                                  {"against", Subject::against}}};
constexpr std::array<Named<bool>, 2> matters{{{"own", false}, {"any", true}}};
constexpr std::array<Named<Group>, group_count> groups{{{"order", Group::order},
                                                        {"amendment", Group::amendment},
                                                        {"reassessment", Group::reassessment},
                                                        {"request", Group::request},
                                                        {"review", Group::review}}};

// A value as text. In lists the order decides nothing, save for the days a clock may start on.
std::string written(std::string_view key, const toml::node& node) {
    if (const auto text = node.value<std::string>(); node.is_string() && text) return *text;
    const auto plain = [](const toml::node& value) {
        std::ostringstream out;
        value.visit([&](const auto& v) { out << v; });
        return out.str();
    };
    const auto* list = node.as_array();
    if (list == nullptr) return plain(node);
    std::vector<std::string> items;
    for (const auto& item : *list) {
        const auto text = item.value<std::string>();
        items.push_back(item.is_string() && text ? *text : plain(item));
    }
    if (key != "start_date") std::sort(items.begin(), items.end());
    std::string joined;
    for (const auto& item : items) joined += (joined.empty() ? "" : ", ") + item;
    return joined;
}

// One [[duty]] table, read key by key.
class RowReader {
  public:
    // A version whose keys take the place of the row's, and a reading whose keys take the place of
    // both. `number`: the place of the version.
    struct Changed {
        const toml::table* version = nullptr;
        unsigned number = 0;
        const toml::table* reading = nullptr;
    };
    RowReader(std::string file, const toml::table& table) : RowReader(std::move(file), table, {}) {}
    RowReader(std::string file, const toml::table& table, const Changed& changed)
        : file_(std::move(file)), table_(table), changed_(changed) {}

    // The row, and one more for each of its versions.
    std::vector<Duty> read_versions() const {
        std::vector<Duty> rows{read()};
        const auto* node = table_.get("version");
        if (node == nullptr) return rows;
        const auto* list = node->as_array();
        if (list == nullptr) fail(*node, "versions are written as [[duty.version]]", "");
        for (const auto& item : *list) {
            const auto* version = item.as_table();
            if (version == nullptr) fail(item, "a version must be a table", "");
            check_version_keys(*version);
            const auto number = static_cast<unsigned>(rows.size());
            rows.push_back(RowReader(file_, table_, {version, number, nullptr}).read());
            check_order(*version, rows[number - 1], rows[number]);
        }
        return rows;
    }

  private:
    Duty read() const {
        for (const auto& [key, node] : table_) {
            if (!is_one_of(key.str(), duty_keys)) {
                fail(node, "the key \"" + std::string{key.str()} + "\" is not known",
                     "a misspelt key would silently change what a duty means");
            }
        }
        Duty duty;
        duty.version = changed_.number;
        if (changed_.reading == nullptr) {
            for (const auto& [key, node] : own()) {
                if (key.str() == "version") continue;
                duty.written.emplace_back(key.str(), written(key.str(), node));
            }
        }
        duty.file = file_;
        duty.line = line_of(own());
        read_words(duty);
        read_course(duty);
        read_limit(duty);
        read_exceptions(duty);
        read_in_force(duty);
        check_fields(duty);
        if (changed_.reading == nullptr) read_readings(duty);
        return duty;
    }

    [[noreturn]] void fail(const toml::node& node, std::string what, std::string why) const {
        throw Fault{file_, line_of(node), std::move(what), std::move(why)};
    }
    [[noreturn]] void fail(std::string what, std::string why) const {
        fail(own(), std::move(what), std::move(why));
    }

    // The table of the version, or of the row where it is the first.
    const toml::table& own() const {
        return changed_.version == nullptr ? table_ : *changed_.version;
    }
    const toml::node* get(std::string_view key) const {
        if (changed_.reading != nullptr && is_one_of(key, changeable_keys)) {
            if (const auto* node = changed_.reading->get(key)) return node;
        }
        if (changed_.version != nullptr && is_changed_by_version(key))
            return changed_.version->get(key);
        return table_.get(key);
    }
    bool is_changed_by_version(std::string_view key) const {
        return is_one_of(key, own_version_keys) || changed_.version->contains(key);
    }

    void check_version_keys(const toml::table& version) const {
        for (const auto& [key, node] : version) {
            if (is_one_of(key.str(), own_version_keys)) continue;
            if (is_one_of(key.str(), keys_of_the_duty) || !is_one_of(key.str(), duty_keys)) {
                fail(node, "a version cannot change \"" + std::string{key.str()} + "\"",
                     "versions are one duty, and what it is known by stays; a misspelt key would "
                     "leave it as it was");
            }
        }
    }

    // A clock is governed by the one version that is in force on the day it starts.
    void check_order(const toml::table& version, const Duty& before, const Duty& duty) const {
        const auto& from = *version.get("in_force_from");
        if (duty.in_force_from <= before.in_force_from) {
            fail(from, "the version does not come into force after the one before it",
                 "versions stand in the order of their days, and one ends where the next begins");
        }
        if (before.in_force_to && *before.in_force_to >= duty.in_force_from) {
            fail(from, "two versions are in force on " + events::to_text(duty.in_force_from),
                 "a clock that starts on that day would have two limits");
        }
    }

    std::string text(std::string_view key) const {
        const auto* node = get(key);
        if (node == nullptr) return {};
        const auto value = node->value<std::string>();
        if (!node->is_string() || !value) {
            fail(*node, std::string{key} + " must be a text", "");
        }
        return *value;
    }
    std::string needed_text(std::string_view key) const {
        auto value = text(key);
        if (value.empty()) {
            fail("the row has no " + std::string{key},
                 "every duty carries its provision, its words and its address; every reading its "
                 "name, its authority and its words");
        }
        return value;
    }
    std::vector<std::string> texts(std::string_view key) const {
        std::vector<std::string> values;
        const auto* node = get(key);
        if (node == nullptr) return values;
        const auto* array = node->as_array();
        if (array == nullptr) fail(*node, std::string{key} + " must be a list of texts", "");
        for (const auto& item : *array) {
            if (!item.is_string()) fail(item, std::string{key} + " must hold texts only", "");
            values.push_back(*item.value<std::string>());
        }
        return values;
    }

    template <class T, std::size_t N>
    T one_of(std::string_view key, const std::array<Named<T>, N>& names, T otherwise) const {
        const auto* node = get(key);
        if (node == nullptr) return otherwise;
        const auto value = text(key);
        for (const auto& named : names) {
            if (named.name == value) return named.value;
        }
        fail(*node, "\"" + value + "\" is not a value of " + std::string{key}, "");
    }

    std::vector<Pattern> patterns(std::string_view key) const {
        std::vector<Pattern> list;
        for (const auto& value : texts(key)) {
            auto parsed = parse_pattern(value);
            if (!parsed.pattern) {
                fail(*get(key), std::string{key} + ": " + parsed.why,
                     "a pattern that fits nothing would leave the duty silent");
            }
            if (parsed.pattern->self && key != "ends") {
                fail(*get(key), "self: belongs in ends only", "");
            }
            if (meeting_condition(*parsed.pattern) != nullptr && key != "lapses") {
                fail(*get(key), "[meeting!=subject] belongs in lapses only", "");
            }
            list.push_back(*parsed.pattern);
        }
        return list;
    }

    FieldNo field(const toml::node& at, std::string_view name) const {
        const auto no = events::find_field(name);
        if (no == FieldNo::foreign) {
            fail(at, "no event has a field \"" + std::string{name} + "\"", "");
        }
        return no;
    }

    void read_words(Duty& duty) const {
        duty.id = needed_text("id");
        duty.cite = needed_text("cite");
        duty.source = needed_text("source");
        if (!duty.source.starts_with("https://")) {
            fail(*get("source"), "source must be an https address", "");
        }
        duty.words = needed_text("words");
        duty.owed_by = needed_text("owed_by");
        duty.duty = needed_text("duty");
        duty.notes = text("notes");
        duty.confidence = text("confidence");
        duty.kind = one_of("kind", kinds, Kind::statute);
        for (const auto& name : texts("measures")) duty.measures |= measure(name);
    }
    Measures measure(const std::string& name) const {
        std::string known;
        for (std::size_t i = 0; i < measures.size(); ++i) {
            if (measures[i].name == name) return law::in(static_cast<Measure>(i));
            known += (known.empty() ? "" : ", ") + std::string{measures[i].name};
        }
        fail(*get("measures"), "no measure is called \"" + name + "\"",
             "nothing would ever count the duty; the measures are " + known);
    }

    void read_course(Duty& duty) const {
        duty.starts = patterns("starts");
        duty.ends = patterns("ends");
        if (duty.starts.empty() || duty.ends.empty()) {
            fail("the row needs starts and ends", "a clock nothing starts or ends shows nothing");
        }
        duty.rests = patterns("rests");
        duty.wakes = patterns("wakes");
        duty.lapses = patterns("lapses");
        duty.overtaken_by = patterns("overtaken_by");
        duty.final_by = patterns("final_by");
        for (const auto& name : texts("start_date")) {
            if (name == "date") break;
            duty.start_fields.push_back(field(*get("start_date"), name));
        }
        duty.subject = one_of("subject", subjects, Subject::none);
        duty.unless_open = texts("unless_open");
        duty.not_listed_while = texts("not_listed_while");
        read_restart(duty);
        read_ends_from(duty);
        read_matter(duty);
        read_held(duty);
    }

    // What the row is among what plans may answer, and which plans touch it.
    void read_matter(Duty& duty) const {
        duty.any_matter = one_of("matter", matters, false);
        if (get("group") != nullptr) duty.group = one_of("group", groups, Group::order);
        for (const auto& name : texts("answers")) duty.answers |= answer(name);
        duty.whatever_answered = patterns("whatever_answered");
        if (duty.group && duty.any_matter) {
            fail(*get("group"), "a row of a group must be of its own matter",
                 "a plan answers the clocks of a matter");
        }
        if (duty.group && duty.ends_from) {
            fail(*get("group"), "a row of a group cannot have ends_from",
                 "whether a plan answers it must hang on the clocks that are open alone");
        }
        if (!duty.whatever_answered.empty() && duty.answers == 0) {
            fail(*get("whatever_answered"), "whatever_answered needs answers",
                 "without them every plan touches the row");
        }
    }
    Groups answer(const std::string& name) const {
        if (name == "none") return no_group;
        for (const auto& group : groups) {
            if (group.name == name) return in(group.value);
        }
        fail(*get("answers"), "\"" + name + "\" is not a value of answers",
             "it takes order, amendment, reassessment, request, review and none");
    }

    void read_held(Duty& duty) const {
        const auto* node = get("held");
        if (node == nullptr) return;
        const auto* list = node->as_array();
        if (list == nullptr)
            fail(*node, "held must be a list of { by = [...], until = [...] }", "");
        for (const auto& item : *list) {
            const auto* table = item.as_table();
            if (table == nullptr || table->size() != 2 || !table->contains("by") ||
                !table->contains("until")) {
                fail(item, "held needs by and until, and nothing else",
                     "a clock that nothing lets run out again would be held for ever");
            }
            const RowReader pair(file_, *table);
            duty.held.push_back({pair.patterns("by"), pair.patterns("until")});
        }
    }

    void read_restart(Duty& duty) const {
        const auto value = needed_text("on_restart");
        if (value == "ignore") {
            duty.on_restart = Restart::ignore;
        } else if (value == "once") {
            duty.on_restart = Restart::once;
        } else if (value == "restart") {
            duty.on_restart = Restart::restart;
        } else if (value.starts_with("restart[") && value.ends_with("]")) {
            duty.on_restart = Restart::restart_on_field;
            duty.restart_field = field(*get("on_restart"), value.substr(8, value.size() - 9));
        } else {
            fail(*get("on_restart"), "\"" + value + "\" is not a value of on_restart", "");
        }
    }

    void read_ends_from(Duty& duty) const {
        const auto value = text("ends_from");
        if (value.empty()) return;
        const auto at = value.find(" before ");
        EndsFrom ends_from;
        if (at != std::string::npos) {
            const auto front = value.substr(0, at);
            ends_from.field = field(*get("ends_from"), value.substr(at + 8));
            ends_from.fixed = parse_month_day(front);
            const auto period = parse_period(front);
            if (period) ends_from.period = *period;
            if (ends_from.fixed || (period && period->unit == Unit::months)) {
                duty.ends_from = ends_from;
                return;
            }
        }
        fail(*get("ends_from"), "cannot read ends_from \"" + value + "\"", "");
    }

    void read_limit(Duty& duty) const {
        const auto value = needed_text("within");
        auto parsed = parse_limit(value);
        if (!parsed.limit) {
            fail(*get("within"), "cannot read the limit \"" + value + "\": " + parsed.why,
                 "a wrong date is worse than no date");
        }
        duty.within = *parsed.limit;
        check_linked(duty);
        duty.counting = one_of("counting", countings, Counting::after);
        duty.adjust = one_of("adjust", adjusts, Adjust::none);
        read_override(duty);
        duty.if_missed = one_of("if_missed", misses, Missed::overdue);
    }

    // The clock remembers one event that its limit counts from.
    void check_linked(const Duty& duty) const {
        TypeNo linked = 0;
        for (const auto& limb : duty.within.limbs) {
            if (limb.from != Limb::From::event) continue;
            if (linked != 0 && linked != limb.event) {
                fail(*get("within"), "the limit counts from two types of event",
                     "a clock remembers one event besides its start");
            }
            linked = limb.event;
        }
    }

    // "by": the day that the starting event names; "by from PATTERN": that a later event fixes.
    void read_override(Duty& duty) const {
        constexpr std::string_view from = "by from ";
        const auto value = text("override");
        duty.by_overrides = value == "by";
        if (value.empty() || duty.by_overrides) return;
        if (!value.starts_with(from)) {
            fail(*get("override"), "override must be \"by\" or \"by from EVENT\"", "");
        }
        auto parsed = parse_pattern(std::string_view{value}.substr(from.size()));
        if (!parsed.pattern) {
            fail(*get("override"), "override: " + parsed.why, "the day fixed would not be known");
        }
        const auto* day = events::find_field(*events::find_type(parsed.pattern->type), FieldNo::by);
        if (day == nullptr || day->kind != events::FieldKind::day) {
            fail(*get("override"), parsed.pattern->text + " names no day in `by`",
                 "the day fixed would not be known");
        }
        if (!duty.rests.empty()) {
            fail(*get("override"), "a row whose day an event fixes cannot rest",
                 "which days count, fixed while it rests, is not written");
        }
        duty.directed_by.push_back(*parsed.pattern);
    }

    void read_exceptions(Duty& duty) const {
        const auto* type = events::find_type(events::type::exception_relied_on);
        for (const auto& value : texts("excused_by")) {
            duty.excused_by.push_back(value);
            std::string name = value;
            if (const auto at = value.find('('); at != std::string::npos) {
                name = value.substr(0, at);
                const auto days =
                    parse_period(value.substr(at + 1, value.size() - at - 2) + " days");
                if (name != "absence" || !value.ends_with(")") || !days) {
                    fail(*get("excused_by"), "cannot read the exception \"" + value + "\"", "");
                }
                duty.absence_days = days->count;
            }
            const auto ground = events::choice_of(*events::choice_field(*type), name);
            if (ground == 0) {
                fail(*get("excused_by"), "no ground is called \"" + name + "\"", "");
            }
            duty.allows[ground] = true;
        }
        if (duty.allows[static_cast<std::size_t>(Ground::absence)] && duty.absence_days == 0) {
            fail(*get("excused_by"), "absence needs its length: absence(28)", "");
        }
    }

    void read_in_force(Duty& duty) const {
        if (changed_.version != nullptr) return read_in_force_of_version(duty);
        const auto* node = get("in_force");
        const auto* table = node == nullptr ? nullptr : node->as_table();
        if (table == nullptr) fail("the row has no in_force = { from = DAY }", "");
        const auto day = [&](std::string_view key) -> std::optional<Day> {
            const auto* value = table->get(key);
            if (value == nullptr) return std::nullopt;
            return date_in(*value, "in_force needs dates");
        };
        for (const auto& [key, value] : *table) {
            if (key.str() != "from" && key.str() != "to") {
                fail(value, "in_force has no \"" + std::string{key.str()} + "\"",
                     "a misspelt `to` would keep a duty in force for ever");
            }
        }
        const auto from = day("from");
        if (!from) fail(*node, "in_force has no from", "");
        duty.in_force_from = *from;
        duty.in_force_to = day("to");
        if (duty.in_force_to && *duty.in_force_to < *from) {
            fail(*node, "in_force ends before it begins", "");
        }
        read_known_from(duty);
    }

    Day date_in(const toml::node& node, std::string what) const {
        const auto date = node.value<toml::date>();
        if (!node.is_date() || !date) fail(node, std::move(what), "");
        return Day{date::year{date->year} / date->month / date->day};
    }

    void read_in_force_of_version(Duty& duty) const {
        const auto* from = get("in_force_from");
        if (from == nullptr) {
            fail("the version has no in_force_from", "it would govern no clock, or every one");
        }
        duty.in_force_from = date_in(*from, "in_force_from must be a date");
        if (const auto* to = get("in_force_to"); to != nullptr) {
            duty.in_force_to = date_in(*to, "in_force_to must be a date");
            if (*duty.in_force_to < duty.in_force_from) {
                fail(*to, "the version ends before it begins", "");
            }
        }
        read_known_from(duty);
    }

    void read_known_from(Duty& duty) const {
        const auto* node = get("known_from");
        if (node == nullptr) return;
        duty.known_from = date_in(*node, "known_from must be a date");
        if (*duty.known_from <= duty.in_force_from) {
            fail(*node, "known_from does not lie after in_force.from",
                 "a row is known from the day it is in force; the key is for what came later");
        }
    }

    void read_readings(Duty& duty) const {
        for (const auto* table : readings_in(own())) {
            duty.readings.push_back(read_reading(duty, *table));
        }
        if (changed_.version != nullptr) read_readings_of_the_duty(duty);
    }
    std::vector<const toml::table*> readings_in(const toml::table& row) const {
        std::vector<const toml::table*> tables;
        const auto* node = row.get("reading");
        if (node == nullptr) return tables;
        const auto* list = node->as_array();
        if (list == nullptr) fail(*node, "readings are written as [[duty.reading]]", "");
        for (const auto& item : *list) {
            const auto* table = item.as_table();
            if (table == nullptr) fail(item, "a reading must be a table", "");
            tables.push_back(table);
        }
        return tables;
    }

    // A version is read as the duty is, save where it says so itself, and where a reading is of
    // words that the version has replaced.
    void read_readings_of_the_duty(Duty& duty) const {
        const auto own_count = duty.readings.size();
        for (const auto* table : readings_in(table_)) {
            const bool replaced = std::any_of(table->begin(), table->end(), [&](const auto& pair) {
                const auto key = pair.first.str();
                return is_one_of(key, changeable_keys) && changed_.version->contains(key);
            });
            if (replaced) continue;
            const RowReader said(file_, *table);
            const auto name = said.needed_text("name");
            const auto side = said.one_of("side", sides, Side::neither);
            const auto end = duty.readings.begin() + static_cast<std::ptrdiff_t>(own_count);
            const bool restated = std::any_of(duty.readings.begin(), end, [&](const Reading& own) {
                return own.name == name || (side != Side::neither && own.side == side);
            });
            if (!restated) duty.readings.push_back(read_reading(duty, *table));
        }
    }

    Reading read_reading(const Duty& duty, const toml::table& table) const {
        for (const auto& [key, value] : table) {
            if (!is_one_of(key.str(), own_reading_keys) && !is_one_of(key.str(), changeable_keys)) {
                fail(value, "a reading cannot change \"" + std::string{key.str()} + "\"",
                     "a key passed over would leave the reading the same as the row");
            }
        }
        const RowReader said(file_, table);
        Reading reading;
        reading.name = said.needed_text("name");
        reading.authority = said.needed_text("authority");
        reading.words = said.needed_text("words");
        reading.side = said.one_of("side", sides, Side::neither);
        if (reading.name == "strict" || reading.name == "lenient" || reading.name == "default" ||
            reading.name == "all" || reading.name == "any") {
            fail(table, "a reading cannot be called \"" + reading.name + "\"",
                 "the word has a meaning of its own in --reading");
        }
        for (const auto& other : duty.readings) {
            const bool same_side = reading.side != Side::neither && other.side == reading.side;
            if (other.name != reading.name && !same_side) continue;
            fail(table, "a second reading of the row with this name or on this side", "");
        }
        reading.row = RowReader(file_, table_, {changed_.version, changed_.number, &table}).read();
        reading.row.written = duty.written;
        return reading;
    }

    // A field the row counts from must be one that its starting events can carry, and of the kind
    // (a day, a year) that the count needs.
    void check_fields(const Duty& duty) const {
        using events::FieldKind;
        for (const auto& limb : duty.within.limbs) {
            const auto kind =
                limb.from == Limb::From::before_fixed ? FieldKind::year : FieldKind::day;
            for (const auto no : limb.fields) check_field(duty, no, kind, "within");
        }
        for (const auto no : duty.start_fields) check_field(duty, no, FieldKind::day, "start_date");
        if (duty.ends_from) {
            check_field(duty, duty.ends_from->field,
                        duty.ends_from->fixed ? FieldKind::year : FieldKind::day, "ends_from");
        }
        if (duty.by_overrides) check_field(duty, FieldNo::by, FieldKind::day, "override");
        if (duty.on_restart == Restart::restart_on_field) {
            check_field(duty, duty.restart_field, std::nullopt, "on_restart");
        }
        check_subject(duty);
        check_self(duty);
    }
    void check_field(const Duty& duty, FieldNo no, std::optional<events::FieldKind> kind,
                     std::string_view key) const {
        for (const auto& pattern : duty.starts) {
            const auto* found = events::find_field(*events::find_type(pattern.type), no);
            const bool is_number = found != nullptr && (found->kind == events::FieldKind::day ||
                                                        found->kind == events::FieldKind::year);
            if (is_number && (!kind || *kind == found->kind)) return;
        }
        fail(*get(key),
             "no starting event of the row has such a " +
                 std::string{kind == events::FieldKind::year ? "year" : "day"} + ": \"" +
                 std::string{events::field_name(no)} + "\"",
             "the due date could never be computed");
    }
    void check_subject(const Duty& duty) const {
        constexpr std::array fields{FieldNo::foreign,   FieldNo::body,   FieldNo::setting,
                                    FieldNo::meeting,   FieldNo::to,     FieldNo::step,
                                    FieldNo::provision, FieldNo::against};
        if (duty.subject == Subject::none) return;
        if (duty.subject == Subject::against) return check_decisions(duty);
        const auto no = fields[static_cast<std::size_t>(duty.subject)];
        for (const auto& pattern : duty.starts) {
            const bool own_date = duty.subject == Subject::meeting &&
                                  pattern.type == events::type::review_meeting_held;
            if (own_date || events::find_field(*events::find_type(pattern.type), no) != nullptr) {
                continue;
            }
            fail(*get("subject"), pattern.text + " carries no " + std::string{field_name(no)},
                 "the clocks of all subjects would be one");
        }
    }
    // Every start must be a decision of some kind (3.5).
    void check_decisions(const Duty& duty) const {
        for (const auto& pattern : duty.starts) {
            if (are_decisions(pattern)) continue;
            fail(*get("subject"), pattern.text + " is no decision of one kind",
                 "the clocks of all kinds would be one");
        }
    }
    void check_self(const Duty& duty) const {
        for (const auto& end : duty.ends) {
            const auto is_start = [&](const Pattern& p) { return p.type == end.type; };
            if (end.self && std::none_of(duty.starts.begin(), duty.starts.end(), is_start)) {
                fail(*get("ends"), end.text + " does not start the row", "it would never end it");
            }
        }
    }

    std::string file_;
    const toml::table& table_;
    Changed changed_;
};

Day day_in(const std::string& file, const toml::table& table, std::string_view key) {
    const auto* node = table.get(key);
    const auto value = node == nullptr ? std::optional<toml::date>{} : node->value<toml::date>();
    if (node == nullptr || !node->is_date() || !value) {
        throw Fault{file, line_of(node == nullptr ? static_cast<const toml::node&>(table) : *node),
                    "the date " + std::string{key} + " is missing or no date", ""};
    }
    return Day{date::year{value->year} / value->month / value->day};
}

// A misspelt key would be passed over, and what it says with it.
void check_keys(const std::string& file, const toml::table& table,
                std::initializer_list<std::string_view> known) {
    for (const auto& [key, node] : table) {
        if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
            throw Fault{file, line_of(node),
                        "the key \"" + std::string{key.str()} + "\" is not known",
                        "what stands under it would silently be no law"};
        }
    }
}

const toml::table& table_in(const std::string& file, const toml::node& node) {
    const auto* table = node.as_table();
    if (table == nullptr) throw Fault{file, line_of(node), "a holiday must be a table", ""};
    return *table;
}

std::vector<Holiday> read_holidays(const std::string& file, const toml::array& list, Day from,
                                   Day until) {
    std::vector<Holiday> holidays;
    for (const auto& node : list) {
        const auto& row = table_in(file, node);
        check_keys(file, row, {"day", "name", "known_from"});
        const auto day = day_in(file, row, "day");
        const auto same = [day](const Holiday& holiday) { return holiday.day == day; };
        if (day < from || day > until || std::any_of(holidays.begin(), holidays.end(), same)) {
            throw Fault{file, line_of(node), "the holiday is listed twice or outside the range",
                        "one of the two days is a slip, and a due date hangs on it"};
        }
        Holiday holiday{day, row["name"].value_or(std::string{}), std::nullopt};
        if (row.contains("known_from")) holiday.known_from = day_in(file, row, "known_from");
        holidays.push_back(std::move(holiday));
    }
    return holidays;
}

// Holidays that stood until a change was published.
std::vector<Withdrawn> read_withdrawn(const std::string& file, const toml::table& table,
                                      const std::vector<Holiday>& holidays) {
    std::vector<Withdrawn> withdrawn;
    const auto* list = table.get_as<toml::array>("withdrawn");
    if (list == nullptr) return withdrawn;
    for (const auto& node : *list) {
        const auto& row = table_in(file, node);
        check_keys(file, row, {"day", "name", "until"});
        const auto day = day_in(file, row, "day");
        if (std::any_of(holidays.begin(), holidays.end(),
                        [day](const Holiday& holiday) { return holiday.day == day; })) {
            throw Fault{file, line_of(node), "the holiday withdrawn is still listed",
                        "it cannot both stand and not stand"};
        }
        withdrawn.push_back({day, row["name"].value_or(std::string{}), day_in(file, row, "until")});
    }
    return withdrawn;
}

Calendar read_calendar(const std::string& file, const toml::table& table) {
    const auto* list = table.get_as<toml::array>("holiday");
    if (list == nullptr) throw Fault{file, 1, "there is no list of [[holiday]]", ""};
    const auto from = day_in(file, table, "verified_from");
    const auto until = day_in(file, table, "verified_until");
    if (until < from || until - from > date::days{400 * 366}) {
        throw Fault{file, 1, "verified_until does not lie after verified_from, within 400 years",
                    "every working day would be unknown"};
    }
    auto holidays = read_holidays(file, *list, from, until);
    auto withdrawn = read_withdrawn(file, table, holidays);
    return {from, until, std::move(holidays), std::move(withdrawn)};
}

std::vector<Authority> read_authorities(const std::string& file, const toml::table& table) {
    std::vector<Authority> authorities;
    const auto* list = table.get_as<toml::array>("authority");
    if (list == nullptr) throw Fault{file, 1, "there is no list of [[authority]]", ""};
    for (const auto& node : *list) {
        const auto& row = table_in(file, node);
        check_keys(file, row, {"id", "cite", "words", "address"});
        const auto text = [&](const char* key) { return row[key].value_or(std::string{}); };
        Authority authority{text("id"), text("cite"), text("words"), text("address")};
        if (authority.id.empty() || authority.cite.empty() || authority.words.empty()) {
            throw Fault{file, line_of(node), "an authority needs id, cite and words",
                        "a step would be explained by nothing"};
        }
        authorities.push_back(std::move(authority));
    }
    return authorities;
}

// Keys of one table of common.toml.
class CommonReader {
  public:
    CommonReader(const std::string& file, const toml::table& all, std::string_view name,
                 std::initializer_list<std::string_view> keys)
        : file_(file), name_(name) {
        const auto* table = all.get_as<toml::table>(name);
        if (table == nullptr) {
            throw Fault{file, 1, "there is no table [" + name_ + "]", "answers hang on it"};
        }
        check_keys(file, *table, keys);
        table_ = table;
    }

    const toml::node& needed(std::string_view key) const {
        const auto* node = table_->get(key);
        if (node == nullptr) fail(*table_, "[" + name_ + "] has no " + std::string{key});
        return *node;
    }
    std::string text(std::string_view key) const {
        const auto value = needed(key).value<std::string>();
        if (!value || value->empty()) fail(needed(key), std::string{key} + " must be a text");
        return *value;
    }
    int days(std::string_view key) const {
        const auto value = needed(key).value<std::int64_t>();
        if (!needed(key).is_integer() || *value < 0 || *value > 3660) {
            fail(needed(key), std::string{key} + " must be a number of days");
        }
        return static_cast<int>(*value);
    }
    Day day(std::string_view key) const { return day_in(file_, *table_, key); }
    std::vector<std::string> texts(std::string_view key) const {
        std::vector<std::string> values;
        const auto* list = needed(key).as_array();
        if (list == nullptr) fail(needed(key), std::string{key} + " must be a list of texts");
        for (const auto& item : *list) {
            const auto value = item.value<std::string>();
            if (!item.is_string()) fail(item, std::string{key} + " must hold texts only");
            values.push_back(*value);
        }
        return values;
    }
    std::array<bool, ground_count> grounds() const {
        const auto* type = events::find_type(events::type::exception_relied_on);
        std::array<bool, ground_count> grounds{};
        for (const auto& name : texts("grounds")) {
            const auto ground = events::choice_of(*events::choice_field(*type), name);
            if (ground == 0) fail(needed("grounds"), "no ground is called \"" + name + "\"");
            grounds[ground] = true;
        }
        return grounds;
    }
    std::vector<Pattern> patterns(std::string_view key) const {
        std::vector<Pattern> list;
        for (const auto& value : texts(key)) {
            auto parsed = parse_pattern(value);
            if (!parsed.pattern) fail(needed(key), std::string{key} + ": " + parsed.why);
            list.push_back(*parsed.pattern);
        }
        return list;
    }

    [[noreturn]] void fail(const toml::node& node, std::string what) const {
        throw Fault{file_, line_of(node), std::move(what), "answers hang on it"};
    }

  private:
    const std::string& file_;
    std::string name_;
    const toml::table* table_ = nullptr;
};

Common read_common(const std::string& file, const toml::table& table) {
    Common common;
    common.stays_closed =
        CommonReader(file, table, "closed_case", {"stays_closed"}).patterns("stays_closed");
    const CommonReader closure(file, table, "closure",
                               {"cite", "grounds", "at_least", "margin", "refused"});
    common.closure = {closure.grounds(), closure.days("at_least"), closure.days("margin"),
                      closure.text("refused")};
    const CommonReader relaxation(file, table, "relaxation",
                                  {"cite", "grounds", "due_from", "due_to", "refused"});
    common.relaxation = {relaxation.grounds(), relaxation.day("due_from"), relaxation.day("due_to"),
                         relaxation.text("refused")};
    for (const auto& [name, node] : table) {
        for (const auto& [key, value] : *node.as_table()) {
            common.written.emplace_back(std::string{name.str()} + "." + std::string{key.str()},
                                        written(key.str(), value));
        }
    }
    if (common.relaxation.due_to < common.relaxation.due_from) {
        relaxation.fail(relaxation.needed("due_to"), "the time ends before it begins");
    }
    return common;
}

Instrument read_instrument(const std::string& file, const toml::table& table) {
    const auto at = table["instrument"];
    return {file, at["title"].value_or(std::string{}), at["address"].value_or(std::string{}),
            at["note"].value_or(std::string{})};
}

void read_duties(const std::string& file, const toml::table& table, std::vector<Duty>& duties) {
    const auto* rows = table.get_as<toml::array>("duty");
    if (rows == nullptr) throw Fault{file, 1, "the file has no [[duty]]", "an empty law is no law"};
    for (const auto& node : *rows) {
        const auto* row = node.as_table();
        if (row == nullptr) throw Fault{file, line_of(node), "a duty must be a table", ""};
        auto versions = RowReader(file, *row).read_versions();
        std::move(versions.begin(), versions.end(), std::back_inserter(duties));
    }
}

// The evaluator keeps what is held and fixed in histories, of which it has room for 64.
void check_histories(const Law& law) {
    std::size_t histories = history::of_rows;
    for (const auto& duty : law.rows()) {
        histories += 3 * duty.held.size() + (duty.directed_by.empty() ? 0 : 1);
        if (histories > max_histories) {
            throw Fault{duty.file, duty.line, "too many rows are held, or have a day that is fixed",
                        "the evaluator keeps 64 histories of events"};
        }
    }
}

// What the program counts by must be there to be counted.
void check_measures(const Law& law) {
    const auto& rows = law.rows();
    for (std::size_t i = 0; i < measures.size(); ++i) {
        const auto carries = [&](const Duty& duty) {
            return duty.counts_as(static_cast<Measure>(i));
        };
        if (std::any_of(rows.begin(), rows.end(), carries)) continue;
        throw Fault{rows.empty() ? "calendar.toml" : rows.front().file, 1,
                    "no row of the law carries the measure \"" + std::string{measures[i].name} +
                        "\" (" + std::string{measures[i].meaning} + ")",
                    "statistics and counts ask for it: they would say 0"};
    }
}

// What only the whole table shows: repeated ids, ids that name no row, measures that no row
// carries, too many rows.
void check_table(const Law& law) {
    check_histories(law);
    if (law.rows().size() > max_rows) {
        const auto& last = law.rows()[max_rows];
        throw Fault{last.file, last.line, "more than 128 rows",
                    "the evaluator holds 128, each version of a duty is one"};
    }
    for (std::size_t i = 0; i < law.rows().size(); ++i) {
        const auto& duty = law.rows()[i];
        for (std::size_t j = 0; j < i; ++j) {
            if (law.rows()[j].id == duty.id && duty.version == 0) {
                throw Fault{duty.file, duty.line, "a second row is called " + duty.id,
                            "answers name a duty by its id"};
            }
        }
        for (const auto* ids : {&duty.unless_open, &duty.not_listed_while}) {
            for (const auto& id : *ids) {
                if (!law.row_of(id)) {
                    throw Fault{duty.file, duty.line, "no row is called " + id, ""};
                }
            }
        }
    }
    check_measures(law);
}

void check_depth(const LawFile& file) {
    if (const auto line = line_too_deep(file.text)) {
        throw Fault{file.name, *line, "values or keys nest too deep",
                    "no row of the law has lists within lists, or keys of many parts"};
    }
}

Law load(std::vector<LawFile>& files) {
    std::sort(files.begin(), files.end(),
              [](const LawFile& a, const LawFile& b) { return a.name < b.name; });
    std::vector<Duty> duties;
    std::optional<Calendar> calendar;
    std::optional<Common> common;
    std::vector<Instrument> instruments;
    std::vector<Authority> authorities;
    for (const auto& file : files) {
        try {
            check_depth(file);
            const auto table = toml::parse(file.text, file.name);
            if (file.name == "calendar.toml") {
                check_keys(file.name, table,
                           {"verified_from", "verified_until", "holiday", "withdrawn", "source"});
                calendar = read_calendar(file.name, table);
            } else if (file.name == "common.toml") {
                check_keys(file.name, table, {"closed_case", "closure", "relaxation"});
                common = read_common(file.name, table);
            } else if (file.name == "authorities.toml") {
                check_keys(file.name, table, {"authority"});
                authorities = read_authorities(file.name, table);
            } else {
                check_keys(file.name, table, {"instrument", "duty"});
                instruments.push_back(read_instrument(file.name, table));
                read_duties(file.name, table, duties);
            }
        } catch (const toml::parse_error& error) {
            throw Fault{file.name, static_cast<int>(error.source().begin.line),
                        std::string{error.description()}, ""};
        }
    }
    if (!calendar) {
        throw Fault{"calendar.toml", 1, "the file is missing", "working days cannot be counted"};
    }
    if (!common) {
        throw Fault{"common.toml", 1, "the file is missing",
                    "whether a closed case opens again, and exceptions, hang on it"};
    }
    Law law(std::move(duties), std::move(*calendar), std::move(*common), std::move(instruments),
            std::move(authorities));
    check_table(law);
    return law;
}

}  // namespace

events::Result<Law> load_law(std::vector<LawFile> files) {
    try {
        return load(files);
    } catch (const Fault& fault) {
        return to_error(fault);
    }
}

}  // namespace longstop::law

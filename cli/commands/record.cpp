// longstop record: one event, typed by hand.
#include <fmt/format.h>

#include <limits>

#include "cli/commands/commands.hpp"
#include "cli/import/local_authorities.hpp"
#include "cli/import/utf8.hpp"
#include "cli/import/validate.hpp"
#include "cli/question/values.hpp"
#include "cli/questions/who_answers.hpp"
#include "cli/reading.hpp"
#include "cli/render/effect_lines.hpp"
#include "cli/writing.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::cli {
namespace {

struct Options {
    std::string case_ref;
    std::string type;
    std::vector<std::string> fields;
    std::string actor;
    std::optional<std::int64_t> expected;
    std::int64_t wait = 0;
    std::string as_of;
    bool unlisted = false;
};

constexpr std::string_view default_source = "record";

Error cannot_record(const Options& options, std::string found, std::string why, std::string hint) {
    return {ErrorCode::bad_row,
            fmt::format("cannot record {} on {}", options.type, options.case_ref), std::move(found),
            std::move(why), std::move(hint)};
}

// What the type needs, as a command to copy.
std::string example(const Options& options) {
    const auto* type = events::find_type(options.type);
    if (type == nullptr) return "longstop help events lists the event types";
    auto text = fmt::format("longstop record {} {} date=YYYY-MM-DD", options.case_ref, type->name);
    for (const auto& field : type->fields) {
        if (!field.needed) continue;
        text += fmt::format(" {}=", events::field_name(field.no));
        if (field.kind == events::FieldKind::day) text += "YYYY-MM-DD";
        if (field.kind == events::FieldKind::year) text += "YYYY";
        if (field.kind == events::FieldKind::text) text += "...";
        for (const auto& choice : field.choices) {
            text += fmt::format("{}{}", &choice == &field.choices.front() ? "" : "|", choice);
        }
    }
    return text;
}

Result<RowFields> fields_of(const Options& options) {
    const auto key = case_argument("cannot record", options.case_ref);
    if (!key) return key.error();
    const auto* type = events::find_type(options.type);
    if (type != nullptr && type->no >= events::first_own_type) {
        return cannot_record(options, "the log writes entries of this type itself", "",
                             "longstop help events lists the event types");
    }
    const std::string_view case_ref{options.case_ref};
    // Views of the options, which outlive the command.
    RowFields fields{
        {"la", case_ref.substr(0, 3)}, {"case", case_ref.substr(4)}, {"type", options.type}};
    for (const auto& text : options.fields) {
        const auto at = text.find('=');
        if (at == std::string::npos || at == 0) {
            return usage_error("cannot record", fmt::format("\"{}\" is no field=value", text),
                               example(options));
        }
        const std::string_view name{text.data(), at};
        if (!is_utf8(text)) {
            return cannot_record(options,
                                 fmt::format("the field `{}` holds bytes that are not UTF-8",
                                             is_utf8(name) ? name : "?"),
                                 "they could be shown and exported to nobody",
                                 "set the terminal to UTF-8");
        }
        for (const auto& field : fields) {
            if (field.name == name) {
                return usage_error("cannot record", fmt::format("{} is given twice", name),
                                   example(options));
            }
        }
        fields.push_back({name, std::string_view{text}.substr(at + 1)});
    }
    return fields;
}

// A field of no meaning for the type is more likely a slip of the hand than a fact.
Result<void> check_fields(const Options& options, const events::Event& event) {
    for (const auto& field : event.fields) {
        if (field.no != events::FieldNo::foreign) continue;
        return cannot_record(options, fmt::format("{} has no field `{}`", options.type, field.name),
                             "a misspelt field would be kept and mean nothing", example(options));
    }
    return {};
}

// An exception for a duty that does not exist would excuse nothing, and nobody would know.
Result<void> check_duty(const Options& options, const events::Event& event) {
    if (event.type != events::type::exception_relied_on) return {};
    const auto law = law_in_use(std::string{});
    if (!law) return law.error();
    const auto duty = field_text(event, events::FieldNo::duty);
    if (law->law.written.find(duty) != nullptr) return {};
    return cannot_record(options, fmt::format("no duty is called \"{}\"", duty),
                         "an exception for it would excuse nothing",
                         "longstop rules lists the duties by their ids");
}

// The position of the retraction that takes an entry out of force; 0 where it is in force.
Result<events::Position> retracted_by(const log::Store& store, events::AuthorityId la,
                                      events::Position position) {
    const auto log = store.columns(la);
    if (!log) return log.error();
    const projections::FoldableLog foldable(*log, law::CompiledLaw{}, std::nullopt);
    if (foldable.in_force(position)) return events::Position{0};
    for (auto p = log->headers.size(); p > position; --p) {
        if (log->headers[p - 1].target == position && foldable.in_force(p)) return p;
    }
    return events::Position{0};
}

// The entry is in the log already: that is well, unless it was retracted since.
Exit already_there(const log::Store& store, const Options& options, events::AuthorityId la,
                   events::Position position) {
    const auto by = retracted_by(store, la, position);
    if (!by) return by.error();
    if (*by == 0) {
        print(fmt::format("already recorded at position {}; nothing was written\n", position));
        return 0;
    }
    return cannot_record(
        options,
        fmt::format("the same entry stands at position {}, but position {} retracts it", position,
                    *by),
        "nothing was written, and the entry would stay without effect",
        fmt::format("give the new entry an id of its own (id=...), or retract position {}", *by));
}

// Where the same entry stands; 0 where it does not.
Result<events::Position> present(const log::Store& store, const events::Event& event) {
    auto named = event;
    const auto id = event.id.empty() ? log::own_id(event, 1) : std::string{event.id};
    named.id = id;
    const auto known = store.compare(event.la, named);
    if (!known) return known.error();
    const bool same = *known && (*known)->what == log::Outcome::What::already_present;
    return same ? (*known)->position : events::Position{0};
}

// A retraction may name its target by position: the entry then says the target's own id and source.
struct Target {
    std::string id;
    std::string source;
};
Result<std::optional<Target>> target_of(const log::Store& store, const Options& options,
                                        const events::Event& event) {
    const auto of = field_text(event, events::FieldNo::of);
    if (event.type != events::type::retracted) return std::optional<Target>{};
    const auto known = store.find(event.la, event.source, of);
    if (!known) return known.error();
    auto position = *known;
    const auto target_here = [&]() -> Result<bool> {
        bool here = false;
        const std::array positions{position};
        const auto read = store.each_entry_at(event.la, positions, [&](const events::Entry& e) {
            here = e.event.case_reference == event.case_reference;
            return true;
        });
        if (!read) return read.error();
        return here;
    };
    if (position != 0) {
        const auto here = target_here();
        if (!here) return here.error();
        if (!*here) position = 0;  // the id is one of another case: then it may be a position
    }
    if (position == 0 && of.find_first_not_of("0123456789") == std::string_view::npos &&
        of.size() < 10) {
        position = std::stoull(std::string{of});
    }
    const auto heads = store.heads();
    if (!heads) return heads.error();
    std::uint64_t entries = 0;
    for (const auto& head : *heads) {
        if (head.la == event.la) entries = head.entries;
    }
    std::optional<Target> target;
    if (position >= 1 && position <= entries) {
        const std::array positions{position};
        const auto read = store.each_entry_at(event.la, positions, [&](const events::Entry& e) {
            if (e.event.case_reference == event.case_reference) {
                target = Target{std::string{e.event.id}, std::string{e.event.source}};
            }
            return true;
        });
        if (!read) return read.error();
    }
    if (!target) {
        return cannot_record(
            options, fmt::format("the case has no entry with the id or position \"{}\"", of),
            "a retraction that meets nothing changes nothing, and nobody would know",
            fmt::format("longstop audit {} shows positions and ids", options.case_ref));
    }
    return target;
}

// An entry of a day to come changes nothing before it: it is looked at as of its own day.
Result<events::Day> day_of_effect(const App& app, const Options& options,
                                  const events::Event& event) {
    if (!options.as_of.empty()) return day_argument("--as-of", options.as_of);
    return std::max(app.today(), event.date);
}

Result<std::string> effect_text(const log::Store& store, const events::Event& event,
                                events::Position position, events::Day as_of) {
    const auto law = law_in_use(std::string{});
    if (!law) return law.error();
    const auto log = store.columns(event.la);
    if (!log) return log.error();
    const auto late = tell_recorded_late(store, *log, event.case_reference, as_of);
    if (!late) return late.error();
    return effect_lines(projections::effect_of(*log, position, law->law, as_of), law->law, *log);
}

// The entry is written whatever becomes of the telling.
Exit told(const App& app, const log::Store& store, const Options& options,
          const events::Event& event, events::Position position, events::Day as_of) {
    const auto effect = effect_text(store, event, position, as_of);
    const bool ahead = event.date > app.today();
    const bool printed = print(fmt::format(
        "recorded {} on {} at position {}\n{}{}", options.type, options.case_ref, position,
        ahead ? fmt::format("  its day, {}, is after today: no answer sees it before then\n",
                            events::to_text(event.date))
              : std::string{},
        effect ? *effect : ""));
    if (!effect) return effect.error();
    return finished(printed, "cannot tell what was recorded", "the entry is in the log",
                    fmt::format("longstop audit {} shows it", options.case_ref));
}

Exit record(const App& app, const Options& options) {
    const auto fields = fields_of(options);
    if (!fields) return fields.error();
    events::Event event;
    Validator validator(default_source);
    if (const auto reason = validator.judge(*fields, event)) {
        return cannot_record(options, reason->sentence, "", example(options));
    }
    if (!options.unlisted) {
        if (const auto reason = judge_authority(event)) {
            return cannot_record(options, reason->sentence, "", example(options));
        }
    }
    if (!events::field_text(event, events::FieldNo::carried_from).empty()) {
        return cannot_record(options, "the log writes the field `carried_from` itself", "",
                             example(options));
    }
    const auto as_of = day_of_effect(app, options, event);
    if (!as_of) return as_of.error();
    const auto actor = actor_of(app, options.actor);
    if (!actor) return actor.error();
    if (event.actor.empty()) event.actor = *actor;
    if (const auto known = check_duty(options, event); !known) return known.error();
    if (const auto known = check_fields(options, event); !known) return known.error();
    // Only a new fact may make a new store; a retraction speaks of an old one.
    const bool create = event.type != events::type::retracted;
    if (create) tell_if_new(app);
    auto store = open_writing(app, create, options.wait);
    if (!store) return store.error();
    const auto target = target_of(*store, options, event);
    if (!target) return target.error();
    if (*target) {
        event.source = (*target)->source;
        for (auto& field : event.fields) {
            if (field.no == events::FieldNo::of) field.value = (*target)->id;
        }
    }
    log::AppendOptions append;
    if (options.expected) append.expected = static_cast<std::uint64_t>(*options.expected);
    const auto outcomes = store->append(event.la, std::span{&event, 1}, append);
    if (!outcomes) {
        // Whoever says the same again, with the version of before, has recorded it already.
        const bool stale = outcomes.error().code == ErrorCode::version_conflict;
        const auto again = stale ? present(*store, event) : Result<events::Position>{0};
        if (!again || *again == 0) return outcomes.error();
        return already_there(*store, options, event.la, *again);
    }
    const auto& outcome = outcomes->front();
    switch (outcome.what) {
        case log::Outcome::What::appended:
            return told(app, *store, options, event, outcome.position, *as_of);
        case log::Outcome::What::already_present:
            return already_there(*store, options, event.la, outcome.position);
        case log::Outcome::What::meets_nothing:  // nobody asked the log to look
        case log::Outcome::What::conflict: break;
    }
    auto conflict = cannot_record(
        options,
        fmt::format("position {} has the same source and id with other content", outcome.position),
        "an entry is never changed; the first stays", "give another id=..., or retract the first");
    conflict.code = ErrorCode::id_conflict;
    return conflict;
}

}  // namespace

void add_record(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand("record", "Append one event: what happened on a case");
    const auto options = std::make_shared<Options>();
    command->add_option("case", options->case_ref, "The case")->required()->type_name("LA/CASE");
    command->add_option("type", options->type, "The event type (longstop help events)")
        ->required()
        ->type_name("TYPE")
        ->values(values::event_types);
    command->add_option("fields", options->fields, "date=YYYY-MM-DD and the type's own fields")
        ->type_name("FIELD=VALUE");
    command
        ->add_option("--expect", options->expected,
                     "Append only if the case has exactly this many events")
        ->within(0, std::numeric_limits<std::int64_t>::max())
        ->type_name("VERSION");
    command
        ->add_option("--as-of", options->as_of,
                     "The day as of which to tell what changed (default: today)")
        ->type_name("DAY");
    command->add_flag("--unlisted-authority", options->unlisted,
                      "The authority may be one that is not listed, or has ended");
    command
        ->add_option("--wait", options->wait,
                     "Seconds to wait for a store that another process holds")
        ->within(0, 86400)
        ->type_name("SECONDS");
    command->add_option("--actor", options->actor, "Who records (default: the user)")
        ->type_name("NAME");
    command->example("longstop record 999/DEMO-1 note date=2026-06-30 text='called the family'");
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return record(app, *options); }; });
}

}  // namespace longstop::cli

#include "cli/import/import_entry.hpp"

#include <string>

#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::cli {
namespace {

using events::AuthorityId;
using events::Event;
using events::FieldNo;
using events::Result;
using log::Outcome;

// The texts an import's entry looks into.
struct Texts {
    std::string file, sha256, read, appended, already_present, refused, options;
};

std::string options_text(const ImportOptions& options, const ImportSummary& summary) {
    std::string text{"format="};
    text += format_name(summary.format);
    if (!summary.source.empty()) text += " source=" + summary.source;
    if (options.trust_recorded_at) text += " trust-recorded-at";
    if (options.mend) text += " mend";
    return text;
}

// `run` tells apart imports of one file that both added something: the second brought rows that
// the first had refused, under a program that knew less.
std::string entry_id(const Texts& texts, AuthorityId la, std::uint64_t run) {
    const auto nth = run == 1 ? std::string{} : std::to_string(run);
    return log::to_hex(
        log::sha256({texts.sha256, "\n", texts.options, "\n", events::to_text(la), nth}));
}

Event entry_of(const Texts& texts, const ImportOptions& options, AuthorityId la) {
    Event event;
    event.la = la;
    event.type = events::type::import_done;
    event.date = options.today;
    event.source = "longstop-import";
    event.actor = options.actor;
    const auto add = [&event](FieldNo no, std::string_view text) {
        event.fields.push_back({no, {}, text});
    };
    add(FieldNo::file, texts.file);
    add(FieldNo::sha256, texts.sha256);
    add(FieldNo::read, texts.read);
    add(FieldNo::appended, texts.appended);
    add(FieldNo::already_present, texts.already_present);
    add(FieldNo::refused, texts.refused);
    add(FieldNo::options, texts.options);
    events::sort_fields(event.fields);
    return event;
}

// An import that added nothing to the log needs an entry only if an earlier run of it was stopped
// before it wrote its own.
Result<void> append_entry(Event event, const Texts& texts, bool added, const Appender& append) {
    for (std::uint64_t run = 1;; ++run) {
        const auto id = entry_id(texts, event.la, run);
        event.id = id;
        const log::Batch batch{event.la, std::span{&event, 1}};
        const auto outcomes = append(std::span{&batch, 1});
        if (!outcomes) return outcomes.error();
        if (!added || outcomes->front().front().what == Outcome::What::appended) return {};
    }
}

}  // namespace

Result<void> append_import_entries(const ImportOptions& options, const ImportSummary& summary,
                                   const Appender& append) {
    const Texts texts{summary.file,
                      summary.sha256,
                      std::to_string(summary.read),
                      std::to_string(summary.appended),
                      std::to_string(summary.already_present),
                      std::to_string(summary.refused),
                      options_text(options, summary)};
    for (const auto& [la, appended] : summary.appended_to) {
        if (auto done = append_entry(entry_of(texts, options, la), texts, appended > 0, append);
            !done) {
            return done;
        }
    }
    return {};
}

}  // namespace longstop::cli

#include "cli/reconcile/reconciliation.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "cli/import/import_entry.hpp"
#include "cli/import/row_names.hpp"
#include "cli/import/row_stream.hpp"
#include "cli/reconcile/differences.hpp"
#include "engine/log/format/mended_id.hpp"
#include "events/codec.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"
#include "projections/in_force.hpp"

namespace longstop::cli {
namespace {

using events::AuthorityId;
using events::Entry;
using events::Event;
using events::Position;
using events::Result;
using log::Outcome;

constexpr std::string_view contradicts =
    "another row of the files has this source and id, with other content";
constexpr std::string_view by_hand =
    "a retraction that is not of the files takes it out of force, and is left to whoever made it";
constexpr std::string_view unnamed_authority =
    "the files have no row of this authority: it is left as it is, without --everywhere";

std::string names_of(const std::vector<ImportOptions>& files) {
    std::string names;
    for (const auto& file : files) {
        names += (names.empty() ? "" : ", ") + imported_name(file.file);
    }
    constexpr std::size_t longest = 200;
    return names.size() <= longest ? names : std::to_string(files.size()) + " files";
}

std::string list_of(const std::vector<FieldDifference>& fields) {
    std::string names;
    for (const auto& field : fields) names += (names.empty() ? "" : ", ") + field.field;
    return names;
}

Finding finding_of(Held held, const Event& event, Position position) {
    Finding finding;
    finding.held = held;
    finding.la = event.la;
    finding.case_reference = event.case_reference;
    finding.type = event.type;
    finding.date = event.date;
    finding.id = event.id;
    finding.position = position;
    return finding;
}

// An entry that stays when the block it came from is gone.
class KeptEntry {
  public:
    explicit KeptEntry(const Entry& entry) : la_(entry.event.la), position_(entry.position) {
        events::encode(entry, record_);
    }
    // Views into this.
    Entry entry() const {
        auto entry = events::decode(record_).value();
        entry.position = position_;
        entry.event.la = la_;
        return entry;
    }
    Position position() const { return position_; }

  private:
    AuthorityId la_;
    Position position_;
    std::string record_;
};

// By which a row is told from others of its log.
std::string name_of(std::string_view source, std::string_view id) {
    std::string name{source};
    name += '\0';
    return name += id;
}

// At these positions, in ascending order, those that `wanted` takes.
template <class Wanted>
Result<std::vector<KeptEntry>> entries_at(const log::Store& store, AuthorityId la,
                                          std::vector<Position> positions, Wanted wanted) {
    std::sort(positions.begin(), positions.end());
    std::vector<KeptEntry> entries;
    const auto read = store.each_entry_at(la, positions, [&](const Entry& entry) {
        if (wanted(entry)) entries.emplace_back(entry);
        return true;
    });
    if (!read) return read.error();
    return entries;
}
constexpr auto every_one = [](const Entry&) { return true; };

Result<Entry> entry_at(const log::Store& store, AuthorityId la, Position position,
                       std::vector<KeptEntry>& kept) {
    auto entries = entries_at(store, la, {position}, every_one);
    if (!entries) return entries.error();
    kept.push_back(std::move(entries->front()));
    return kept.back().entry();
}

// The positions of the entries that an id has stood for: the one recorded under it, and those that
// took its place. Empty where the id is not known.
Result<std::vector<Position>> versions_of(const log::Store& store, AuthorityId la,
                                          std::string_view source, std::string_view id) {
    std::vector<Position> versions;
    for (std::uint64_t nth = 1;; ++nth) {
        const auto found =
            store.find(la, source, nth == 1 ? std::string{id} : log::mended_id(id, nth));
        if (!found) return found.error();
        if (*found == 0) return versions;
        versions.push_back(*found);
    }
}

// The columns of a log as it is now, and what of it is in force.
struct LogNow {
    log::LogColumns columns;
    std::vector<std::uint8_t> in_force;
    bool stands(Position position) const { return in_force[position - 1] != 0; }
    static Result<LogNow> read(const log::Store& store, AuthorityId la) {
        auto columns = store.columns(la);
        if (!columns) return columns.error();
        auto in_force = projections::in_force(*columns);
        return LogNow{std::move(*columns), std::move(in_force)};
    }
};

// The rows of a chunk by authority, in the order of the file within each.
std::vector<std::size_t> by_authority(const std::vector<Event>& events) {
    std::vector<std::size_t> order(events.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return events[a].la < events[b].la; });
    return order;
}

class Reconciliation {
  public:
    Reconciliation(log::Store& store, const ReconcileOptions& options, const FindingFunction& tell)
        : store_(store),
          options_(options),
          tell_(tell),
          mender_(store, options.files.front().actor, options.files.front().today,
                  names_of(options.files), {.retractions_must_meet = options.as_import}) {}

    Result<void> take_files(const ImportProgress& progress);
    // What can be judged only when every row has been seen.
    Result<void> finish();
    ReconcileTotals& totals() { return totals_; }

  private:
    // A row that is to be appended, after the entry was retracted that it differs from.
    struct Correction {
        const Event* row;
        std::size_t finding;  // among those of the chunk
        Position wrong = 0;   // 0: the row is missing
    };

    Result<void> take_file(const ImportOptions& file, const ImportProgress& progress);
    std::optional<Reason> judged(const Event& row) const;
    Result<void> take(Chunk& chunk, RowNames& names);
    Result<void> hold(AuthorityId la, std::span<const Event> rows,
                      std::span<const RowPlace> places);
    Result<void> note_premature(const Event& row, const Outcome& outcome, LogState& log);
    void find(const Event& row, const RowPlace& place, const Outcome& outcome, LogState& log);
    Result<void> compare(AuthorityId la);
    Result<void> correct(AuthorityId la);
    void tell_chunk();
    void tell(const Finding& finding);

    Result<LogState*> state_of(AuthorityId la);
    Result<void> finish_log(AuthorityId la, bool named);
    Result<void> find_lacking(AuthorityId la, LogState& state, bool named);
    Result<void> lacking(AuthorityId la, std::vector<Position> positions, bool named);
    Result<std::set<Position>> retracted_by_files(AuthorityId la, const LogNow& now,
                                                  const LogState& state);
    Result<Position> target_of(const Entry& retraction, const LogNow& now, const LogState& state);
    Result<void> still_standing(AuthorityId la, const std::set<Position>& retracted,
                                const LogNow& now);
    Result<void> find_last(AuthorityId la, LogState& state);
    Result<void> out_of_force(AuthorityId la, const OutOfForce& row, const LogNow& now);

    log::Store& store_;
    const ReconcileOptions& options_;
    const FindingFunction& tell_;
    Mender mender_;
    ReconcileTotals totals_;
    std::map<AuthorityId, LogState> logs_;
    std::set<AuthorityId> named_;  // by rows of the files
    std::size_t file_ = 0;

    // Of the chunk at hand.
    std::vector<Event> rows_;
    std::vector<RowPlace> places_;
    std::vector<Finding> findings_;
    std::vector<Correction> corrections_;  // of the authority at hand
};

Result<void> Reconciliation::take_files(const ImportProgress& progress) {
    for (file_ = 0; file_ < options_.files.size(); ++file_) {
        if (auto done = take_file(options_.files[file_], progress); !done) return done;
    }
    return {};
}

Result<void> Reconciliation::take_file(const ImportOptions& file, const ImportProgress& progress) {
    auto& summary = totals_.files.emplace_back();
    summary.file = imported_name(file.file);
    summary.source = file.source;
    summary.format = format_of(file);
    auto rows = RowStream::open(file.file, summary.format, file.source);
    if (!rows) return rows.error();
    RowNames names(scratch_of(file));
    for (;;) {
        const auto chunk = (*rows)->next();
        if (!chunk) return chunk.error();
        if (*chunk == nullptr) break;
        if (auto done = take(**chunk, names); !done) return done;
        summary.read += (*chunk)->rows;
        summary.bytes = (*chunk)->bytes_done;
        if (progress) progress(summary.bytes, (*rows)->bytes_total(), summary.read);
    }
    summary.sha256 = log::to_hex((*rows)->digest());
    return {};
}

// As an import of the file at hand would have it.
std::optional<Reason> Reconciliation::judged(const Event& row) const {
    if (!options_.as_import) return std::nullopt;
    const auto& file = options_.files[file_];
    return judge_row(file, row, file.now ? file.now() : events::Instant{});
}

Result<void> Reconciliation::take(Chunk& chunk, RowNames& names) {
    if (auto done = names.name(chunk.events); !done) return done;
    rows_.clear();
    places_.clear();
    for (const auto at : by_authority(chunk.events)) {
        if (auto reason = judged(chunk.events[at])) {
            const auto& place = chunk.places[at];
            chunk.refusals.push_back({place.line, std::move(*reason), place.text, true, true});
            continue;
        }
        rows_.push_back(std::move(chunk.events[at]));
        places_.push_back(chunk.places[at]);
    }
    for (std::size_t from = 0; from < rows_.size();) {
        auto to = from;
        while (to < rows_.size() && rows_[to].la == rows_[from].la) ++to;
        auto done = hold(rows_[from].la, std::span{rows_}.subspan(from, to - from),
                         std::span{places_}.subspan(from, to - from));
        if (!done) return done;
        from = to;
    }
    for (auto& refusal : chunk.refusals) {
        auto& finding = findings_.emplace_back();
        finding.held = Held::refused;
        finding.line = refusal.line;
        finding.reason = refusal.reason.sentence;
        finding.refusal = std::move(refusal);
    }
    tell_chunk();
    return {};
}

Result<void> Reconciliation::hold(AuthorityId la, std::span<const Event> rows,
                                  std::span<const RowPlace> places) {
    const auto log = state_of(la);
    if (!log) return log.error();
    named_.insert(la);
    corrections_.clear();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto known = store_.compare(la, rows[i]);
        if (!known) return known.error();
        if (auto done = note_premature(rows[i], known->value_or(Outcome{}), **log); !done) {
            return done;
        }
        find(rows[i], places[i], known->value_or(Outcome{}), **log);
    }
    if (auto done = compare(la); !done) return done;
    return options_.mend ? correct(la) : Result<void>{};
}

// A retraction takes out what was recorded before it. Where its target was recorded late, or will
// be by this run, the files still say that the target is retracted.
Result<void> Reconciliation::note_premature(const Event& row, const Outcome& outcome,
                                            LogState& log) {
    if (row.type != events::type::retracted || outcome.position == 0) return {};
    const auto of = events::field_text(row, events::FieldNo::of);
    const auto target = store_.find(row.la, row.source, of);
    if (!target) return target.error();
    const bool later = *target == 0 ? log.missing.count(name_of(row.source, of)) == 1
                                    : *target > outcome.position && log.met(*target);
    if (later) log.premature.insert(outcome.position);
    return {};
}

void Reconciliation::find(const Event& row, const RowPlace& place, const Outcome& outcome,
                          LogState& log) {
    const auto position = outcome.position;
    const bool disputed = log.disputed.count(position) == 1;
    if (outcome.what == Outcome::What::already_present && !disputed) {
        log.meet(position);
        if (log.in_force(position)) {
            ++totals_.held[static_cast<std::size_t>(Held::same)];
        } else {
            log.out_of_force.push_back({file_, place.line, position, std::string{row.id}});
        }
        return;
    }
    const bool missing = position == 0;
    bool contradicted = !missing && !log.meet(position);
    if (missing) {
        const auto content = std::hash<std::string>{}(events::content_bytes(row));
        const auto [first, is_first] = log.missing.emplace(name_of(row.source, row.id), content);
        if (!is_first && first->second == content) {
            ++totals_.held[static_cast<std::size_t>(Held::same)];
            return;
        }
        contradicted = !is_first;
    }
    auto& finding = findings_.emplace_back(finding_of(contradicted ? Held::refused
                                                      : missing    ? Held::missing
                                                                   : Held::different,
                                                      row, position));
    finding.line = place.line;
    finding.refusal = {place.line, {}, place.text};  // should it come to be one
    if (contradicted) {
        finding.reason = contradicts;
        return;
    }
    if (!missing) log.disputed.insert(position);
    corrections_.push_back({&row, findings_.size() - 1, position});
}

// Field by field, for the rows that differ.
Result<void> Reconciliation::compare(AuthorityId la) {
    std::map<Position, const Correction*> of;
    std::vector<Position> positions;
    for (const auto& correction : corrections_) {
        if (correction.wrong == 0) continue;
        of.emplace(correction.wrong, &correction);
        positions.push_back(correction.wrong);
    }
    std::sort(positions.begin(), positions.end());
    return store_.each_entry_at(la, positions, [&](const Entry& entry) {
        const auto& correction = *of.at(entry.position);
        findings_[correction.finding].fields = differences(*correction.row, entry.event);
        return true;
    });
}

// The log's own entries are nobody's to mend.
Result<void> Reconciliation::correct(AuthorityId la) {
    std::erase_if(corrections_,
                  [](const auto& one) { return one.row->type >= events::first_own_type; });
    std::vector<Position> positions;
    for (const auto& one : corrections_) {
        if (one.wrong != 0) positions.push_back(one.wrong);
    }
    const auto wrong = entries_at(store_, la, positions, every_one);
    if (!wrong) return wrong.error();
    auto& log = logs_.at(la);
    for (const auto& one : corrections_) {
        auto& finding = findings_[one.finding];
        std::uint64_t nth = 1;
        if (one.wrong != 0) {
            const auto versions = versions_of(store_, la, one.row->source, one.row->id);
            if (!versions) return versions.error();
            nth = versions->size() + 1;
            const auto at = std::lower_bound(
                wrong->begin(), wrong->end(), one.wrong,
                [](const KeptEntry& entry, Position p) { return entry.position() < p; });
            // Also where something else takes it out of force, which may not last.
            const auto entry = at->entry();
            const auto ours = mender_.has_retracted(entry.event);
            if (!ours) return ours.error();
            if (log.in_force(one.wrong) || !*ours) {
                const auto why = "differs in " + list_of(finding.fields);
                if (auto done = mender_.retract(finding, entry.event, why); !done) return done;
            }
        }
        mender_.append(finding, *one.row, nth);
    }
    if (auto done = mender_.apply(la); !done) return done;
    for (const auto& one : corrections_) {
        const auto& finding = findings_[one.finding];
        if (finding.recorded_at == 0) continue;
        log.meet(finding.recorded_at);
        log.missing.erase(name_of(one.row->source, one.row->id));  // the store knows it now
    }
    return {};
}

// In the order of the file.
void Reconciliation::tell_chunk() {
    std::stable_sort(findings_.begin(), findings_.end(),
                     [](const Finding& a, const Finding& b) { return a.line < b.line; });
    for (auto& finding : findings_) {
        finding.file = file_;
        if (finding.held == Held::refused && finding.reason.empty()) finding.reason = contradicts;
        tell(finding);
    }
    findings_.clear();
}

void Reconciliation::tell(const Finding& finding) {
    if (finding.held == Held::refused && !finding.refusal.first) return tell_(finding);
    ++totals_.held[static_cast<std::size_t>(finding.held)];
    if (finding.held == Held::same) return;
    auto& summary = totals_.files[std::min(finding.file, totals_.files.size() - 1)];
    if (finding.held == Held::refused) ++summary.refused;
    if (finding.mended()) {
        ++totals_.mended;
        ++summary.appended_to[finding.la];
        if (finding.line != 0) ++summary.appended;
    }
    tell_(finding);
}

Result<LogState*> Reconciliation::state_of(AuthorityId la) {
    const auto found = logs_.find(la);
    if (found != logs_.end()) return &found->second;
    auto state = LogState::read(store_, la);
    if (!state) return state.error();
    return &logs_.emplace(la, std::move(*state)).first->second;
}

Result<void> Reconciliation::finish() {
    file_ = options_.files.size();
    const auto heads = store_.heads();
    if (!heads) return heads.error();
    for (const auto& head : *heads) {
        const bool named = named_.count(head.la) == 1;
        if (options_.part && !named) continue;
        if (auto done = finish_log(head.la, named); !done) return done;
        logs_.erase(head.la);
    }
    return {};
}

Result<void> Reconciliation::finish_log(AuthorityId la, bool named) {
    const auto state = state_of(la);
    if (!state) return state.error();
    if (auto done = find_last(la, **state); !done) return done;
    if (!options_.part) {
        if (auto done = find_lacking(la, **state, named); !done) return done;
    }
    if (!named) return {};
    const auto now = LogNow::read(store_, la);
    if (!now) return now.error();
    const auto retracted = retracted_by_files(la, *now, **state);
    if (!retracted) return retracted.error();
    if (auto done = still_standing(la, *retracted, *now); !done) return done;
    for (const auto& row : (*state)->out_of_force) {
        if (now->stands(row.position) || retracted->count(row.position) == 1) {
            ++totals_.held[static_cast<std::size_t>(Held::same)];
        } else if (auto done = out_of_force(la, row, *now); !done) {
            return done;
        }
    }
    return {};
}

// The rows met entries out of force: what stands for their ids now is met by them too.
Result<void> Reconciliation::find_last(AuthorityId la, LogState& state) {
    for (auto& row : state.out_of_force) {
        std::vector<KeptEntry> kept;
        const auto said = entry_at(store_, la, row.position, kept);
        if (!said) return said.error();
        const auto versions = versions_of(store_, la, said->event.source, row.id);
        if (!versions) return versions.error();
        row.versions = versions->size();
        row.last = versions->back();
        row.last_met = row.last != row.position && !state.meet(row.last);
    }
    return {};
}

// Entries in force that no row has met; what this run has appended is none of them.
Result<void> Reconciliation::find_lacking(AuthorityId la, LogState& state, bool named) {
    constexpr std::size_t at_once = 65536;
    const auto now = LogNow::read(store_, la);
    if (!now) return now.error();
    std::vector<Position> positions;
    for (Position position = 1; position <= state.entries(); ++position) {
        const bool own = now->columns.headers[position - 1].type >= events::first_own_type;
        if (own || state.met(position) || !now->stands(position)) continue;
        positions.push_back(position);
        if (positions.size() < at_once) continue;
        if (auto done = lacking(la, std::exchange(positions, {}), named); !done) return done;
    }
    return lacking(la, std::move(positions), named);
}

// A retraction that somebody recorded by hand bears the source of what it speaks of, and an id of
// the log's own: the source knows nothing of it, and it is no fault.
Result<void> Reconciliation::lacking(AuthorityId la, std::vector<Position> positions, bool named) {
    const auto& source = options_.files.front().source;
    const auto entries = entries_at(store_, la, std::move(positions), [&](const Entry& entry) {
        const bool of_no_row =
            entry.event.type == events::type::retracted &&
            (entry.event.id.starts_with('~') || Mender::is_own_retraction(entry.event));
        return entry.event.source == source && !of_no_row;
    });
    if (!entries) return entries.error();
    std::vector<Finding> findings;
    findings.reserve(entries->size());  // the mender tells them where their entries stand
    for (const auto& kept : *entries) {
        const auto entry = kept.entry();
        auto& finding =
            findings.emplace_back(finding_of(Held::lacking, entry.event, entry.position));
        if (!options_.mend) continue;
        if (!named && !options_.everywhere) {
            finding.reason = unnamed_authority;
        } else if (auto done = mender_.retract(finding, entry.event, "no row has it"); !done) {
            return done;
        }
    }
    if (auto done = mender_.apply(la); !done) return done;
    for (auto& finding : findings) {
        finding.file = file_;
        tell(finding);
    }
    return {};
}

// What the retractions among the rows take out of force.
Result<std::set<Position>> Reconciliation::retracted_by_files(AuthorityId la, const LogNow& now,
                                                              const LogState& state) {
    std::vector<Position> positions;
    for (Position position = 1; position <= now.in_force.size(); ++position) {
        const bool retracts = now.columns.headers[position - 1].type == events::type::retracted;
        if (retracts && state.met(position) && now.stands(position)) positions.push_back(position);
    }
    const auto retractions = entries_at(store_, la, std::move(positions), every_one);
    if (!retractions) return retractions.error();
    std::set<Position> targets;
    for (const auto& kept : *retractions) {
        const auto target = target_of(kept.entry(), now, state);
        if (!target) return target.error();
        if (*target != 0) targets.insert(*target);
    }
    return targets;
}

// The source names its own id: where that was mended, it speaks of what took its place.
Result<Position> Reconciliation::target_of(const Entry& retraction, const LogNow& now,
                                           const LogState& state) {
    const auto& header = now.columns.headers[retraction.position - 1];
    if (Mender::is_own_retraction(retraction.event)) return Position{header.target};
    const auto versions = versions_of(store_, retraction.event.la, retraction.event.source,
                                      events::field_text(retraction.event, events::FieldNo::of));
    if (!versions) return versions.error();
    const bool premature = header.target == 0 && state.premature.count(retraction.position) == 1;
    if (versions->empty() || (versions->size() < 2 && !premature)) return Position{header.target};
    const bool of_case = now.columns.headers[versions->back() - 1].case_no == header.case_no;
    return of_case ? versions->back() : Position{header.target};
}

// Mended entries that a row of the files retracts, by the id they had before.
Result<void> Reconciliation::still_standing(AuthorityId la, const std::set<Position>& retracted,
                                            const LogNow& now) {
    std::vector<Position> positions;
    for (const auto position : retracted) {
        if (now.stands(position)) positions.push_back(position);
    }
    const auto entries = entries_at(store_, la, std::move(positions), every_one);
    if (!entries) return entries.error();
    for (const auto& kept : *entries) {
        const auto entry = kept.entry();
        auto finding = finding_of(Held::different, entry.event, entry.position);
        finding.fields = {{"in_force", "false", "true"}};
        finding.file = file_;
        if (options_.mend) {
            auto done = mender_.retract(finding, entry.event, "a row retracts it");
            if (!done) return done;
            if (auto applied = mender_.apply(la); !applied) return applied;
        }
        tell(finding);
    }
    return {};
}

// The files say it, and nothing in them retracts it.
Result<void> Reconciliation::out_of_force(AuthorityId la, const OutOfForce& row,
                                          const LogNow& now) {
    std::vector<KeptEntry> kept;
    kept.reserve(2);
    auto said = entry_at(store_, la, row.position, kept);
    if (!said) return said.error();
    const auto last = entry_at(store_, la, row.last, kept);
    if (!last) return last.error();
    const bool stands = now.stands(row.last);
    auto right = said->event;
    right.id = row.id;
    auto finding = finding_of(Held::different, right, row.last);
    finding.file = row.file;
    finding.line = row.line;
    finding.fields = differences(right, last->event);
    if (finding.fields.empty() && stands) {
        finding.held = Held::same;
        tell(finding);
        return {};
    }
    const bool contradicted = !finding.fields.empty() && row.last_met;
    if (finding.fields.empty()) finding.fields = {{"in_force", "true", "false"}};
    auto ours = mender_.has_retracted(last->event);
    if (!ours) return ours.error();
    if (contradicted) {
        finding.held = Held::refused;
        finding.reason = contradicts;
    } else if (!stands && !*ours) {
        finding.reason = by_hand;
    } else if (options_.mend) {
        if (stands) {
            const auto why = "differs in " + list_of(finding.fields);
            if (auto done = mender_.retract(finding, last->event, why); !done) return done;
        }
        mender_.append(finding, right, row.versions + 1);
        if (auto done = mender_.apply(la); !done) return done;
    }
    tell(finding);
    return {};
}

Result<void> tell_logs(log::Store& store, const ReconcileOptions& options,
                       std::vector<ImportSummary>& files) {
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto& summary = files[i];
        summary.already_present = summary.read - summary.appended - summary.refused;
        if (summary.appended_to.empty()) continue;
        const auto append = [&](std::span<const log::Batch> batches) {
            return store.append(batches, {});
        };
        auto done = append_import_entries(options.files[i], summary, append);
        if (!done) return done;
    }
    return {};
}

}  // namespace

Result<ReconcileTotals> reconcile(log::Store& store, const ReconcileOptions& options,
                                  const FindingFunction& tell, const ImportProgress& progress) {
    Reconciliation work(store, options, tell);
    if (auto done = work.take_files(progress); !done) return done.error();
    if (auto done = work.finish(); !done) return done.error();
    auto& totals = work.totals();
    if (options.mend) {
        if (auto done = tell_logs(store, options, totals.files); !done) return done.error();
    }
    return std::move(totals);
}

}  // namespace longstop::cli

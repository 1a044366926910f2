#include "cli/import/import_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "cli/import/import_entry.hpp"
#include "cli/import/local_authorities.hpp"
#include "cli/import/rejected_file.hpp"
#include "cli/import/row_names.hpp"
#include "cli/import/row_stream.hpp"
#include "cli/import/utf8.hpp"
#include "events/field_no.hpp"

namespace longstop::cli {
namespace {

namespace fs = std::filesystem;
using events::Error;
using events::Event;
using events::Result;
using log::Outcome;

// The source of rows that name none; empty where they must name one.
Result<std::string> source_of(const ImportOptions& options) {
    const auto unusable = [](std::string found) {
        return Error{events::ErrorCode::bad_usage, "cannot import the file", std::move(found),
                     "a row is known by its source and its id: without a source the same row "
                     "could be added twice",
                     "name the source system: --source NAME"};
    };
    const auto& source = options.source;
    if (is_blank(source)) {
        if (options.file == "-") return unusable("standard input comes with no --source");
        return std::string{};
    }
    if (source.size() > longest_id) return unusable("the source is longer than 1024 bytes");
    if (!is_utf8(source)) return unusable("the source is not UTF-8");
    return source;
}

// One import under way: takes chunk after chunk.
class Import {
  public:
    Import(const ImportOptions& options, const Appender& append, ImportSummary& summary,
           RejectedFile rejected)
        : options_(options),
          append_(append),
          summary_(summary),
          names_(scratch_of(options)),
          rejected_(std::move(rejected)) {}

    Result<void> take(Chunk& chunk);
    Result<void> finish();

  private:
    void sift(Chunk& chunk);
    void group(Chunk& chunk);
    Result<void> append_groups();
    void record_outcome(const Outcome& outcome, const Event& event, const RowPlace& place);
    Result<void> write_refusals(Chunk& chunk);

    const ImportOptions& options_;
    const Appender& append_;
    events::Instant now_{};  // when the chunk at hand is taken
    ImportSummary& summary_;
    RowNames names_;
    RejectedFile rejected_;

    // Of the chunk at hand.
    std::vector<Event> events_;  // grouped by authority, in file order within each
    std::vector<RowPlace> places_;
    std::vector<log::Batch> batches_;
    std::vector<RejectedRow> refusals_;
};

Result<void> Import::take(Chunk& chunk) {
    refusals_.clear();
    if (options_.now) now_ = options_.now();
    sift(chunk);
    if (auto done = names_.name(chunk.events); !done) return done;
    group(chunk);
    if (auto done = append_groups(); !done) return done;
    summary_.read += chunk.rows;
    summary_.bytes = chunk.bytes_done;
    return write_refusals(chunk);
}

Result<void> Import::finish() {
    if (!rejected_.empty()) summary_.rejected = rejected_.path();
    return rejected_.finish(options_.keep_rejected);
}

void Import::sift(Chunk& chunk) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < chunk.events.size(); ++i) {
        if (auto reason = judge_row(options_, chunk.events[i], now_)) {
            const auto& place = chunk.places[i];
            refusals_.push_back({place.line, std::move(*reason), place.text, true, true});
            continue;
        }
        if (kept != i) {
            chunk.events[kept] = std::move(chunk.events[i]);
            chunk.places[kept] = chunk.places[i];
        }
        ++kept;
    }
    chunk.events.resize(kept);
    chunk.places.resize(kept);
}

// Brings the chunk's events of each authority together (a stable counting sort by its code).
void Import::group(Chunk& chunk) {
    constexpr std::size_t codes = 1000;
    std::array<std::size_t, codes + 1> at{};
    for (const auto& event : chunk.events) ++at[event.la.code + 1U];
    for (std::size_t code = 0; code < codes; ++code) at[code + 1] += at[code];
    events_.resize(chunk.events.size());
    places_.resize(chunk.events.size());
    for (std::size_t i = 0; i < chunk.events.size(); ++i) {
        const auto to = at[chunk.events[i].la.code]++;
        events_[to] = std::move(chunk.events[i]);
        places_[to] = chunk.places[i];
    }
}

// The chunk's authorities share one sync.
Result<void> Import::append_groups() {
    batches_.clear();
    for (std::size_t from = 0; from < events_.size();) {
        auto to = from;
        while (to < events_.size() && events_[to].la == events_[from].la) ++to;
        batches_.push_back({events_[from].la, std::span{events_}.subspan(from, to - from)});
        from = to;
    }
    if (batches_.empty()) return {};
    const auto outcomes = append_(batches_);
    if (!outcomes) return outcomes.error();
    std::size_t i = 0;
    for (const auto& of_batch : *outcomes) {
        for (const auto& outcome : of_batch) {
            record_outcome(outcome, events_[i], places_[i]);
            ++i;
        }
    }
    assert(i == events_.size());
    return {};
}

void Import::record_outcome(const Outcome& outcome, const Event& event, const RowPlace& place) {
    switch (outcome.what) {
        case Outcome::What::appended:
            ++summary_.appended;
            if (event.date > options_.today && event.type < events::first_own_type) {
                summary_.note_ahead(event);
            }
            ++summary_.appended_to[event.la];
            return;
        case Outcome::What::already_present:
            ++summary_.already_present;
            summary_.appended_to.try_emplace(event.la, 0);
            return;
        case Outcome::What::meets_nothing:
            refusals_.push_back(
                {place.line,
                 reason_for(Why::retracts_nothing,
                            {"of", events::field_text(event, events::FieldNo::of), {}}),
                 place.text, true, true});
            return;
        case Outcome::What::conflict: break;
    }
    const auto position = std::to_string(outcome.position);
    refusals_.push_back({place.line, reason_for(Why::conflict, {"id", event.id, position}),
                         place.text, true, true});
}

// In the order of the file: what the log refused between what could not be read.
Result<void> Import::write_refusals(Chunk& chunk) {
    for (auto& refusal : chunk.refusals) refusals_.push_back(std::move(refusal));
    std::stable_sort(refusals_.begin(), refusals_.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    for (const auto& refusal : refusals_) {
        if (refusal.first) ++summary_.refused;
        if (auto done = rejected_.add(refusal); !done) return done;
    }
    return {};
}

Result<void> take_all(RowStream& rows, Import& import, const ImportProgress& progress,
                      const ImportSummary& summary) {
    for (;;) {
        const auto chunk = rows.next();
        if (!chunk) return chunk.error();
        if (*chunk == nullptr) return {};
        if (auto done = import.take(**chunk); !done) return done;
        if (progress) progress(summary.bytes, rows.bytes_total(), summary.read);
    }
}

}  // namespace

// Only an export brings entries that a log wrote itself: taken from any file, they could silence an
// alert or invent an import. Only a trusted import takes instants, and none that is yet to come:
// the entry would be missing from every question until then.
std::optional<Reason> judge_row(const ImportOptions& options, const Event& event,
                                events::Instant now) {
    const bool judged = options.trust_recorded_at && event.from_export;
    if (!options.unlisted_authority && !judged) {
        if (auto reason = judge_authority(event)) return reason;
    }
    if (!options.trust_recorded_at) {
        if (event.type >= events::first_own_type) {
            return reason_for(Why::own_type, {"type", events::type_name(event.type), {}});
        }
        if (const auto mark = events::field_text(event, events::FieldNo::carried_from);
            !mark.empty()) {
            return reason_for(Why::own_field, {"carried_from", mark, {}});
        }
        return std::nullopt;
    }
    if (!options.now || !event.recorded_at || *event.recorded_at <= now) return std::nullopt;
    return reason_for(Why::instant_to_come,
                      {"recorded_at", events::to_text(*event.recorded_at), {}});
}

void ImportSummary::note_ahead(const Event& event) {
    constexpr std::size_t few = 3;
    if (++dated_ahead > few) return;
    some_ahead.push_back(fmt::format("{}/{} {} on {}", events::to_text(event.la),
                                     event.case_reference, events::type_name(event.type),
                                     events::to_text(event.date)));
}

Result<std::optional<FileFormat>> file_format(std::string_view option, std::string_view text) {
    if (text.empty()) return std::optional<FileFormat>{};
    for (const auto format : {FileFormat::jsonl, FileFormat::csv}) {
        if (text == format_name(format)) return std::optional{format};
    }
    return Error{events::ErrorCode::bad_usage, fmt::format("cannot read {}", option),
                 fmt::format("\"{}\" is no file format", text), "",
                 "use jsonl or csv, or leave it to the file's ending"};
}

std::filesystem::path scratch_of(const ImportOptions& options) {
    return options.scratch.empty() ? scratch_folder() : options.scratch;
}

FileFormat format_of(const ImportOptions& options) {
    if (options.format) return *options.format;
    auto ending = fs::path{options.file}.extension().string();
    for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return ending == ".csv" ? FileFormat::csv : FileFormat::jsonl;
}

std::string imported_name(const std::string& file) {
    if (file == "-") return "stdin";
    auto name = fs::path{file}.filename().string();
    if (is_utf8(name) && !is_blank(name)) return name;
    std::string text;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        text += byte > 0x20 && byte < 0x7F ? std::string{c} : fmt::format("\\x{:02X}", byte);
    }
    return text;
}

bool names_no_source(const ImportOptions& options) {
    std::error_code ignored;
    if (!is_blank(options.source) || !fs::is_regular_file(options.file, ignored)) return false;
    auto input = Input::open(options.file);
    if (!input) return false;
    ChunkReader reader(std::move(*input), format_of(options), {});
    Chunk chunk;
    const auto more = reader.fill(chunk);
    return more && chunk.events.empty() && !chunk.refusals.empty() &&
           std::all_of(chunk.refusals.begin(), chunk.refusals.end(), [](const RejectedRow& row) {
               return row.reason.why == Why::source_missing;
           });
}

Result<void> check_import(const ImportOptions& options) {
    if (const auto source = source_of(options); !source) return source.error();
    const auto rejected = RejectedFile::make(rejected_path(options.file, options.rejected_folder));
    if (!rejected) return rejected.error();
    return {};
}

Result<ImportSummary> import_file(const ImportOptions& options, const Appender& append,
                                  const ImportProgress& progress) {
    auto input = Input::open(options.file);
    if (!input) return input.error();
    return import_input(std::move(*input), options, append, progress);
}

Result<ImportSummary> import_input(Input input, const ImportOptions& options,
                                   const Appender& append, const ImportProgress& progress) {
    auto source = source_of(options);
    if (!source) return source.error();
    auto rejected = RejectedFile::make(rejected_path(options.file, options.rejected_folder));
    if (!rejected) return rejected.error();
    ImportSummary summary;
    summary.file = imported_name(options.file);
    summary.source = *source;
    summary.format = format_of(options);
    RowStream rows(std::move(input), summary.format, std::move(*source));
    Import import(options, append, summary, std::move(*rejected));
    if (auto done = take_all(rows, import, progress, summary); !done) return done.error();
    summary.sha256 = log::to_hex(rows.digest());
    summary.read_as = rows.read_as();
    if (auto done = import.finish(); !done) return done.error();
    if (!options.dry_run) {
        if (auto done = append_import_entries(options, summary, append); !done) {
            return done.error();
        }
    }
    return summary;
}

}  // namespace longstop::cli

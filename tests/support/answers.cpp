#include "tests/support/answers.hpp"

#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "cli/import/import_file.hpp"
#include "cli/render/clock_rows.hpp"
#include "engine/law/england.hpp"
#include "projections/statistics.hpp"
#include "tests/support/plain_evaluator.hpp"

namespace longstop::tests {
namespace {

namespace fs = std::filesystem;

template <class T>
T good(events::Result<T> result) {
    if (!result) throw std::runtime_error(result.error().failed + ": " + result.error().found);
    return std::move(*result);
}

plain::Day plain_day(std::int32_t day) { return plain::Day{std::chrono::days{day}}; }

plain::Clock plain_clock(const projections::ReportedClock& reported, const law::CompiledLaw& law,
                         const log::LogColumns& log, const cli::Reliances& reliances,
                         events::Day as_of) {
    const auto& clock = reported.clock;
    const auto& duty = law.duty(clock.row);
    plain::Clock out;
    out.la = events::to_text(log.la);
    out.case_ref = log.cases[reported.case_no - 1];
    out.duty = duty.id;
    out.citation = duty.cite;
    out.owed_by = duty.owed_by;
    if (duty.subject != law::Subject::none) {
        out.subject = projections::subject_text(reported, law, log);
    }
    out.started_by = events::type_name(reported.started_type);
    out.started_on = plain_day(clock.started_on);
    if (clock.due != law::no_day) out.due = plain_day(clock.due);
    if (reported.ended_by != 0) {
        out.ended_by = events::type_name(reported.ended_type);
        out.ended_on = plain_day(clock.ended_on);
    }
    out.status = cli::status_text(clock.status);
    out.days_late = clock.days_late;
    if (clock.days_early > 0) out.days_early = clock.days_early;
    if (clock.status == law::Status::excused) {
        const auto& reliance = reliances.at(reported.excused_by);
        out.excused_by = plain::Excuse{reliance.ground, reliance.relied_on, reliance.reason};
    }
    if (clock.refusal != law::NotMadeOut::none) {
        const auto text = cli::refusal_text(clock.refusal, law.written);
        out.exception_refused = text.substr(0, text.find(':'));
    }
    if (clock.because == law::Because::before_the_record_begins) {
        out.unknown_because = "before-the-record-begins";
    }
    out.as_of = plain_day(events::number_of(as_of));
    return out;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "longstop-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
}
TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

const law::CompiledLaw& law_of_england() {
    static const law::CompiledLaw law = law::compile(good(law::load_law(law::england())));
    return law;
}

std::string file_text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::string normal_line(const std::string& json) {
    auto value = boost::json::parse(json);
    if (auto* refused = value.as_object().if_contains("exception_refused")) {
        const std::string text{refused->as_string()};
        *refused = text.substr(0, text.find(':'));
    }
    return boost::json::serialize(value);
}

events::Instant vectors_imported_at() {
    return events::Instant{*events::parse_day("2026-11-27")} + std::chrono::hours{12};
}

FilledStore::FilledStore(const std::string& lines, events::Instant imported_at) {
    const auto file = folder_.path() / "events.jsonl";
    std::ofstream(file, std::ios::binary) << lines;
    store_.emplace(
        good(log::Store::open_for_writing(folder_.path() / "store", [=] { return imported_at; })));
    cli::ImportOptions options;
    options.file = file.string();
    options.source = "events";
    options.now = [=] { return imported_at; };
    options.trust_recorded_at = true;
    options.unlisted_authority = true;
    log::AppendOptions append;
    append.trust_recorded_at = true;
    good(cli::import_file(options, [&](std::span<const log::Batch> batches) {
        return store_->append(batches, append);
    }));
}

std::vector<std::string> FilledStore::clocks(const projections::Question& question,
                                             const law::CompiledLaw& law) const {
    std::vector<std::string> lines;
    for (const auto& head : good(store_->heads())) {
        const auto log = good(store_->columns(head.la));
        const projections::FoldableLog foldable(log, law, question.known_at);
        std::vector<projections::ReportedClock> clocks;
        projections::fold(foldable, law, question.as_of, [&](auto of_case) {
            clocks.insert(clocks.end(), of_case.begin(), of_case.end());
        });
        projections::sort_for_reading(clocks, law, log);
        const auto reliances = good(cli::reliances_of(*store_, head.la, clocks));
        for (const auto& clock : clocks) {
            lines.push_back(
                plain::json_line(plain_clock(clock, law, log, reliances, question.as_of), false));
        }
    }
    return lines;
}

std::vector<std::string> FilledStore::breaches(const projections::Question& question,
                                               const projections::BreachFilter& filter,
                                               const law::CompiledLaw& whole) const {
    const auto law = projections::law_asked(whole, filter);
    std::vector<log::LogColumns> logs;
    std::vector<projections::LogBreaches> lists;
    for (const auto& head : good(store_->heads())) {
        logs.push_back(good(store_->columns(head.la)));
        const projections::FoldableLog foldable(logs.back(), law, question.known_at);
        lists.push_back(projections::breaches_of(foldable, law, question.as_of, filter));
    }
    std::vector<std::string> lines;
    for (const auto& at : projections::worst_first(lists)) {
        const auto& clock = lists[at.log].clocks[at.clock];
        const auto reliances = good(cli::reliances_of(*store_, logs[at.log].la, {clock}));
        lines.push_back(plain::json_line(
            plain_clock(clock, law, logs[at.log], reliances, question.as_of), false));
    }
    return lines;
}

std::vector<std::string> FilledStore::statistics(events::Day as_of, int year,
                                                 const law::CompiledLaw& law) const {
    std::vector<std::string> lines;
    for (const auto& head : good(store_->heads())) {
        const auto log = good(store_->columns(head.la));
        const projections::FoldableLog foldable(log, law, std::nullopt);
        const auto s =
            projections::statistics_of(foldable, law, as_of, projections::days_of_year(year));
        if (!s.has_events) continue;
        const auto count = [](std::uint64_t n) { return static_cast<int>(n); };
        plain::Stats out;
        out.la = events::to_text(s.la);
        out.year = year;
        out.plans_issued = count(s.plans.all);
        out.within_20_weeks = count(s.plans.on_time);
        out.exceptions_relied_on = count(s.relied_on);
        out.exceptions_made_out = count(s.made_out);
        out.plans_excluding_exceptions = count(s.plans_without_excused.all);
        out.within_20_weeks_excluding_exceptions = count(s.plans_without_excused.on_time);
        out.assess = {count(s.assess_decisions.all), count(s.assess_decisions.on_time)};
        out.no_plan = {count(s.no_plan_decisions.all), count(s.no_plan_decisions.on_time)};
        out.review = {count(s.review_decisions.all), count(s.review_decisions.on_time)};
        lines.push_back(plain::json_line(out, false));
    }
    return lines;
}

}  // namespace longstop::tests

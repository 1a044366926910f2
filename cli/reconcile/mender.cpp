#include "cli/reconcile/mender.hpp"

#include <algorithm>
#include <utility>

#include "engine/log/format/mended_id.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::cli {
namespace {

using events::Event;
using events::FieldNo;
using events::Result;

// On disk for ever: by it a retraction of ours is told from one recorded by hand.
constexpr std::string_view retraction_ending = "~retracted";

std::string retraction_id(std::string_view id, std::uint64_t nth) {
    const auto number = nth == 1 ? std::string{} : "-" + std::to_string(nth);
    return log::derived_id(id, std::string{retraction_ending} + number);
}

}  // namespace

Mender::Mender(log::Store& store, std::string actor, events::Day today, std::string because,
               const log::AppendOptions& append)
    : store_(store),
      actor_(std::move(actor)),
      today_(today),
      because_(std::move(because)),
      append_(append) {}

bool Mender::is_own_retraction(const Event& entry) {
    const auto at = entry.id.rfind(retraction_ending);
    if (entry.type != events::type::retracted || at == std::string_view::npos) return false;
    const auto number = entry.id.substr(at + retraction_ending.size());
    return number.empty() || (number.front() == '-' && number.size() > 1 &&
                              number.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

Result<bool> Mender::has_retracted(const Event& entry) const {
    const auto found = store_.find(entry.la, entry.source, retraction_id(entry.id, 1));
    if (!found) return found.error();
    return *found != 0;
}

// Somebody may have retracted an earlier retraction of ours: its id is taken.
Result<std::string> Mender::free_id(const Event& wrong) const {
    for (std::uint64_t nth = 1;; ++nth) {
        auto id = retraction_id(wrong.id, nth);
        const auto taken = store_.find(wrong.la, wrong.source, id);
        if (!taken) return taken.error();
        if (*taken == 0) return id;
    }
}

Result<void> Mender::retract(Finding& finding, const Event& wrong, std::string_view reason) {
    auto id = free_id(wrong);
    if (!id) return id.error();
    Event event;
    event.la = wrong.la;
    event.case_reference = keep(std::string{wrong.case_reference});
    event.type = events::type::retracted;
    event.date = today_;
    event.id = keep(std::move(*id));
    event.source = keep(std::string{wrong.source});  // a retraction speaks of its own source's ids
    event.actor = actor_;
    event.fields.push_back({FieldNo::of, {}, keep(std::string{wrong.id})});
    event.fields.push_back(
        {FieldNo::reason, {}, keep("held against " + because_ + ": " + std::string{reason})});
    events::sort_fields(event.fields);
    planned_.push_back({std::move(event), &finding, true});
    return {};
}

Event Mender::copy(const Event& event) {
    auto copied = event;
    for (auto* text : {&copied.case_reference, &copied.id, &copied.source, &copied.actor,
                       &copied.source_recorded_at}) {
        *text = keep(std::string{*text});
    }
    for (auto& field : copied.fields) {
        field.name = keep(std::string{field.name});
        field.value = keep(std::string{field.value});
    }
    return copied;
}

void Mender::append(Finding& finding, const Event& right, std::uint64_t nth) {
    auto event = copy(right);
    if (nth > 1) event.id = keep(log::mended_id(event.id, nth));
    planned_.push_back({std::move(event), &finding, false});
}

Result<void> Mender::apply(events::AuthorityId la) {
    if (planned_.empty()) return {};
    std::vector<Event> events;
    events.reserve(planned_.size());
    for (auto& planned : planned_) events.push_back(std::move(planned.event));
    const auto outcomes = store_.append(la, events, append_);
    if (!outcomes) return outcomes.error();
    for (std::size_t i = 0; i < planned_.size(); ++i) {
        const auto& outcome = (*outcomes)[i];
        auto& finding = *planned_[i].finding;
        if (outcome.what == log::Outcome::What::appended) {
            ++appended_;
            (planned_[i].retracts ? finding.retracted_by : finding.recorded_at) = outcome.position;
        } else if (outcome.what == log::Outcome::What::meets_nothing) {
            finding.held = Held::refused;
            finding.refusal.reason = reason_for(
                Why::retracts_nothing, {"of", events::field_text(events[i], FieldNo::of), {}});
            finding.reason = finding.refusal.reason.sentence;
        } else {
            // Two rows of the file bear one id that nobody knew.
            finding.held =
                outcome.what == log::Outcome::What::conflict ? Held::refused : Held::same;
            finding.position = outcome.position;
        }
    }
    planned_.clear();
    texts_.clear();
    return {};
}

}  // namespace longstop::cli

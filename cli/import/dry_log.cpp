#include "cli/import/dry_log.hpp"

#include <algorithm>
#include <string>

#include "engine/log/format/digest.hpp"
#include "events/codec.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::cli {
namespace {

using events::Event;
using events::Result;
using log::Outcome;

std::array<unsigned char, 16> front_of(const log::Digest& digest) {
    std::array<unsigned char, 16> front{};
    std::copy_n(digest.begin(), front.size(), front.begin());
    return front;
}

// The source's length parts it from the id.
std::array<unsigned char, 16> key_of(events::AuthorityId la, std::string_view source,
                                     std::string_view id) {
    const auto source_size = std::to_string(source.size());
    return front_of(log::sha256({events::to_text(la), source_size, ":", source, id}));
}

}  // namespace

Result<DryLog> DryLog::open(std::optional<log::Store> real, std::filesystem::path scratch) {
    DryLog dry(std::move(real), std::move(scratch));
    if (!dry.real_) return dry;
    const auto heads = dry.real_->heads();
    if (!heads) return heads.error();
    for (const auto& head : *heads) dry.heads_[head.la] = head.entries;
    return dry;
}

Result<log::Outcomes> DryLog::append(std::span<const log::Batch> batches,
                                     bool retractions_must_meet) {
    log::Outcomes outcomes;
    for (const auto& batch : batches) {
        auto& of_batch = outcomes.emplace_back();
        for (const auto& event : batch.events) {
            const auto outcome = append_one(batch.la, event, retractions_must_meet);
            if (!outcome) return outcome.error();
            of_batch.push_back(*outcome);
        }
    }
    return outcomes;
}

// A dry run does not know of which case a new entry is: a retraction of another case's is let pass.
Result<bool> DryLog::meets_something(events::AuthorityId la, const Event& event) {
    if (event.type != events::type::retracted) return true;
    const auto of = events::field_text(event, events::FieldNo::of);
    if (real_) {
        const auto known = real_->find(la, event.source, of);
        if (!known) return known.error();
        if (*known != 0) return true;
    }
    const Slot wanted{key_of(la, event.source, of), {}, 0};
    const auto slot =
        new_.find(wanted.hash(), [&](const Slot& other) { return other.key == wanted.key; });
    if (!slot) return slot.error();
    return !(*slot)->free();
}

Result<Outcome> DryLog::append_one(events::AuthorityId la, const Event& event,
                                   bool retractions_must_meet) {
    if (real_) {
        const auto known = real_->compare(la, event);
        if (!known) return known.error();
        if (*known) return **known;
    }
    if (retractions_must_meet) {
        const auto meets = meets_something(la, event);
        if (!meets) return meets.error();
        if (!*meets) return Outcome{Outcome::What::meets_nothing, 0};
    }
    Slot wanted{key_of(la, event.source, event.id),
                front_of(log::sha256({events::content_bytes(event)})), 0};
    const auto slot =
        new_.find(wanted.hash(), [&](const Slot& other) { return other.key == wanted.key; });
    if (!slot) return slot.error();
    if (!(*slot)->free()) {
        const bool same = (*slot)->content == wanted.content;
        return Outcome{same ? Outcome::What::already_present : Outcome::What::conflict,
                       (*slot)->position};
    }
    wanted.position = ++heads_[la];
    **slot = wanted;
    return Outcome{Outcome::What::appended, wanted.position};
}

}  // namespace longstop::cli

#include "cli/import/dry_log.hpp"

#include <algorithm>
#include <string>

#include "engine/log/format/digest.hpp"
#include "events/codec.hpp"

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

}  // namespace

Result<DryLog> DryLog::open(std::optional<log::Store> real, std::filesystem::path scratch) {
    DryLog dry(std::move(real), std::move(scratch));
    if (!dry.real_) return dry;
    const auto heads = dry.real_->heads();
    if (!heads) return heads.error();
    for (const auto& head : *heads) dry.heads_[head.la] = head.entries;
    return dry;
}

Result<log::Outcomes> DryLog::append(std::span<const log::Batch> batches) {
    log::Outcomes outcomes;
    for (const auto& batch : batches) {
        auto& of_batch = outcomes.emplace_back();
        for (const auto& event : batch.events) {
            const auto outcome = append_one(batch.la, event);
            if (!outcome) return outcome.error();
            of_batch.push_back(*outcome);
        }
    }
    return outcomes;
}

Result<Outcome> DryLog::append_one(events::AuthorityId la, const Event& event) {
    if (real_) {
        const auto known = real_->compare(la, event);
        if (!known) return known.error();
        if (*known) return **known;
    }
    // The source's length parts it from the id.
    const auto source_size = std::to_string(event.source.size());
    Slot wanted{
        front_of(log::sha256({events::to_text(la), source_size, ":", event.source, event.id})),
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

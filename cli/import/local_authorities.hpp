// The local authorities of England that answer for children with special educational needs: their
// three-digit codes, when one came and went, and who followed it. Data: local_authorities.tsv.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/demo/real_cases.hpp"
#include "cli/import/reasons.hpp"
#include "events/event.hpp"

namespace longstop::cli {

struct LocalAuthority {
    events::AuthorityId code;
    std::string name;
    std::optional<events::Day> until;  // its last day
    std::vector<events::AuthorityId> successors;
};

std::vector<EmbeddedFile> local_authorities_file();

// In the order of the codes.
std::span<const LocalAuthority> local_authorities();
const LocalAuthority* find_local_authority(events::AuthorityId code);

// Listed, and not gone by the day. What lies before its first day may be history that it carried
// over from a predecessor.
bool answers_on(events::AuthorityId code, events::Day day);

// Refuses what is recorded of an authority that is not listed, or was gone on the day. A correction
// is of whatever day, and a log's own entries come from an export.
std::optional<Reason> judge_authority(const events::Event& event);

// What is wrong with a code that does not answer on the day, and which are meant perhaps.
std::string why_not_listed(events::AuthorityId code, events::Day day);

}  // namespace longstop::cli

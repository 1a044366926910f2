// Who and where: authorities, case references, positions.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace longstop::events {

// A local authority by its DfE code: exactly three decimal digits ("330").
struct AuthorityId {
    std::uint16_t code = 0;  // 0..999
    auto operator<=>(const AuthorityId&) const = default;
};

// The place of an entry in its authority's log: 1, 2, 3, ... without gaps. 0 is no position.
using Position = std::uint64_t;

struct CaseKey {
    AuthorityId la;
    std::string reference;
    auto operator<=>(const CaseKey&) const = default;
};

std::optional<AuthorityId> parse_authority(std::string_view text);
bool is_case_reference(std::string_view text);                 // 1-64 of A-Z a-z 0-9 . _ -
std::optional<CaseKey> parse_case_key(std::string_view text);  // "330/EHC-1023"

std::array<char, 3> authority_text(AuthorityId la);
std::string to_text(AuthorityId la);
std::string to_text(const CaseKey& key);

}  // namespace longstop::events

// A basis, or an answer that carries one: what is read is written, and read again is the same.
#include "cli/basis.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::cli;

void fuzz(std::string_view text) {
    const auto basis = parse_basis(text);
    if (!basis) return;
    const auto written = basis_json(*basis);
    const auto again = parse_basis(written);
    promise(again && basis_json(*again) == written);
    promise(again->as_of == basis->as_of && again->known_at == basis->known_at);
    promise(again->logs.size() == basis->logs.size());
    promise(again->law.reading == basis->law.reading);
}

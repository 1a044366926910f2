// Facts for another law than the one their log was made foldable with: a reliance names a duty by
// its row, and each law has rows of its own.
#pragma once

#include <algorithm>

#include "events/type_no.hpp"
#include "projections/fold.hpp"

namespace longstop::projections {

class OtherLaw {
  public:
    OtherLaw(const log::LogColumns& log, const law::CompiledLaw& law) : log_(log) {
        for (const auto& text : log.texts) {
            const auto row = law.written.row_of(text);
            rows_.push_back(row ? std::int32_t{*row} : law::Fact::none);
        }
    }

    // The same facts where none is a reliance; else a copy in `buffer`, with the rows of this law.
    law::CaseFacts of(const law::CaseFacts& of_case, std::vector<law::Fact>& buffer) const {
        const auto facts = of_case.facts;
        if (std::none_of(facts.begin(), facts.end(), is_reliance)) return of_case;
        buffer.assign(facts.begin(), facts.end());
        for (auto& fact : buffer) {
            if (is_reliance(fact)) fact.other = row_of(log_.headers[fact.source - 1].other);
        }
        return {buffer, of_case.later_record_begins};
    }

  private:
    static bool is_reliance(const law::Fact& fact) {
        return fact.type == events::type::exception_relied_on;
    }
    std::int32_t row_of(std::uint32_t text) const {
        return text == 0 ? law::Fact::none : rows_[text - 1];
    }

    const log::LogColumns& log_;
    std::vector<std::int32_t> rows_;  // by text number - 1: the row of that id
};

}  // namespace longstop::projections

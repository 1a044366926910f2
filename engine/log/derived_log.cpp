#include "engine/log/derived_log.hpp"

#include <cassert>

#include "engine/log/derive.hpp"
#include "engine/log/format/index_block.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::log {
namespace {

std::string name_of(std::string_view source, std::string_view id) {
    return std::string{source} + '\0' + std::string{id};
}

}  // namespace

DerivedLog::Parts DerivedLog::add(const Entry& entry, std::string_view record) {
    assert(entry.position == frontier_.size() + 1);
    auto header = header_of(
        entry.event, entry.recorded_at,
        [&](std::string_view text) { return number_in(text, case_numbers_, cases_); },
        [&](std::string_view text) { return number_in(text, text_numbers_, texts_); });
    const auto id = id_hash(entry.event.source, entry.event.id);
    if (entry.event.type == events::type::retracted)
        header.target = target_of(entry.event, header.case_no);
    frontier_.add(record);
    places_.add(id, entry.position);
    names_ += name_of(entry.event.source, entry.event.id);
    name_ends_.push_back(names_.size());
    case_of_.push_back(header.case_no);
    if (!entry.trusted) {
        ran_backwards_ = ran_backwards_ || header.recorded_at < last_recorded_at_;
        last_recorded_at_ = header.recorded_at;
    }
    return {header, id};
}

std::uint32_t DerivedLog::target_of(const Event& retraction, std::uint32_t case_no) const {
    const auto of = events::field_text(retraction, events::FieldNo::of);
    const auto name = name_of(retraction.source, of);
    std::uint32_t target = 0;
    places_.any(id_hash(retraction.source, of), [&](Position position) {
        if (name_at(position) != name) return false;
        if (case_of_[position - 1] == case_no) target = events::size32(position);
        return true;
    });
    return target;
}

std::string_view DerivedLog::name_at(Position position) const {
    assert(position >= 1 && position <= name_ends_.size());
    const auto begin = position == 1 ? 0 : name_ends_[position - 2];
    return std::string_view{names_}.substr(begin, name_ends_[position - 1] - begin);
}

}  // namespace longstop::log

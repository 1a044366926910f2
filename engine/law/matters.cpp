#include "engine/law/matters.hpp"

#include <algorithm>

#include "engine/law/subjects.hpp"

namespace longstop::law {

void MatterLists::add(std::uint32_t number, std::string_view list) {
    if (number >= lists_.size()) lists_.resize(number + std::size_t{1});
    auto& added = lists_[number];
    if (added.known) return;
    added = {elements_.size(), 0, true};
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        auto key = subject_key(list.substr(0, comma));
        list.remove_prefix(std::min(comma + 1, list.size()));
        if (key.empty()) continue;
        const auto next = static_cast<std::int32_t>(numbers_.size());
        elements_.push_back(numbers_.try_emplace(std::move(key), next).first->second);
    }
    const auto first = elements_.begin() + static_cast<std::ptrdiff_t>(added.begin);
    std::sort(first, elements_.end());
    elements_.erase(std::unique(first, elements_.end()), elements_.end());
    added.size = elements_.size() - added.begin;
}

std::span<const std::int32_t> MatterLists::elements(std::int32_t number) const {
    const auto place = static_cast<std::size_t>(number);
    if (place >= lists_.size()) return {};
    return std::span{elements_}.subspan(lists_[place].begin, lists_[place].size);
}

bool MatterLists::share_none(std::span<const std::int32_t> a, std::span<const std::int32_t> b) {
    if (a.empty() || b.empty()) return false;
    const auto& [few, many] = a.size() < b.size() ? std::pair{a, b} : std::pair{b, a};
    return std::none_of(few.begin(), few.end(), [&many = many](std::int32_t element) {
        return std::binary_search(many.begin(), many.end(), element);
    });
}

}  // namespace longstop::law

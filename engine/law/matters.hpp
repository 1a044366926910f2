// Which processes the events of a log belong to. `matter` is a list joined by commas; its elements
// are the same where they are the same as subjects.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace longstop::law {

using MatterNo = std::int32_t;

// The lists of a log by number. A number stands for one text, whoever reads the log; 0 for none.
class MatterLists {
  public:
    // What a number stands for. To say it again costs nothing.
    void add(std::uint32_t number, std::string_view list);

    // The numbers of the elements, ascending, each once. Empty ones do not count, so a list may
    // have none.
    std::span<const std::int32_t> elements(std::int32_t number) const;

    bool names(MatterNo number, std::int32_t element) const {
        const auto list = elements(number);
        return std::binary_search(list.begin(), list.end(), element);
    }

    // Both have elements, and none in common. The shorter is looked up in the longer.
    bool different(std::int32_t a, std::int32_t b) const {
        return a != 0 && b != 0 && a != b && share_none(elements(a), elements(b));
    }

  private:
    struct List {
        std::size_t begin = 0;
        std::size_t size = 0;
        bool known = false;
    };
    static bool share_none(std::span<const std::int32_t> a, std::span<const std::int32_t> b);

    std::unordered_map<std::string, std::int32_t> numbers_;  // of elements, by their keys
    std::vector<std::int32_t> elements_;
    std::vector<List> lists_;  // by number
};

// What the law asks of a log's texts beyond which are equal. Whoever folds the log owns it, and it
// outlives the evaluators of that log.
struct Vocabulary {
    MatterLists matters;
    std::int32_t response = INT32_MIN;  // of the texts that equal "response"; Fact::none: no such
};

}  // namespace longstop::law

#include "engine/log/format/heads_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace longstop::log {

ClosedHead Closed::head_of(events::AuthorityId la) const {
    const auto found = std::find_if(heads.begin(), heads.end(),
                                    [la](const ClosedHead& head) { return head.la == la; });
    return found == heads.end() ? ClosedHead{la, 0, {}} : *found;
}

std::string to_text(const Closed& closed) {
    auto text = fmt::format("wal {}{}\n", closed.wal, closed.cleanly ? " closed" : "");
    for (const auto& [la, entries, root] : closed.heads) {
        text += fmt::format("{} {} {}\n", events::to_text(la), entries, root);
    }
    return text;
}

std::optional<Closed> parse_closed(const std::string& text) {
    Closed closed;
    std::istringstream in(text);
    std::string word;
    std::string first_line;
    std::getline(in, first_line);
    std::istringstream first(first_line);
    if (!(first >> word >> closed.wal) || word != "wal") return std::nullopt;
    if (first >> word) {
        if (word != "closed") return std::nullopt;
        closed.cleanly = true;
    }
    ClosedHead head;
    while (in >> word >> head.entries >> head.root) {
        const auto la = events::parse_authority(word);
        if (!la) return std::nullopt;
        head.la = *la;
        closed.heads.push_back(head);
    }
    if (to_text(closed) != text) return std::nullopt;  // another text than was ever written
    return closed;
}

}  // namespace longstop::log

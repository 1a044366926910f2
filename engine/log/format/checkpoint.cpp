#include "engine/log/format/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace longstop::log {

CheckpointHead Checkpoint::head_of(events::AuthorityId la) const {
    const auto found = std::find_if(heads.begin(), heads.end(),
                                    [la](const CheckpointHead& head) { return head.la == la; });
    return found == heads.end() ? CheckpointHead{la, 0, {}} : *found;
}

std::string to_text(const Checkpoint& checkpoint) {
    auto text = fmt::format("wal {}{}\n", checkpoint.wal, checkpoint.cleanly ? " closed" : "");
    for (const auto& [la, entries, root] : checkpoint.heads) {
        text += fmt::format("{} {} {}\n", events::to_text(la), entries, root);
    }
    return text;
}

std::optional<Checkpoint> parse_checkpoint(const std::string& text) {
    Checkpoint checkpoint;
    std::istringstream in(text);
    std::string word;
    std::string first_line;
    std::getline(in, first_line);
    std::istringstream first(first_line);
    if (!(first >> word >> checkpoint.wal) || word != "wal") return std::nullopt;
    if (first >> word) {
        if (word != "closed") return std::nullopt;
        checkpoint.cleanly = true;
    }
    CheckpointHead head;
    while (in >> word >> head.entries >> head.root) {
        const auto la = events::parse_authority(word);
        if (!la) return std::nullopt;
        head.la = *la;
        checkpoint.heads.push_back(head);
    }
    if (to_text(checkpoint) != text) return std::nullopt;  // another text than was ever written
    return checkpoint;
}

}  // namespace longstop::log

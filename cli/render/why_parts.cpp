#include "cli/render/why_parts.hpp"

#include <fmt/format.h>

namespace longstop::cli::steps {

std::string Writer::event_text(std::uint32_t at) const {
    const auto type = events::type_name(fact(at).type);
    const auto details = details_.find(fact(at).source);
    return details == details_.end() || details->second.empty()
               ? std::string{type}
               : fmt::format("{} ({})", type, details->second);
}

WhyStep& Writer::add(What what, std::string says, std::string_view authority) {
    auto& step = add_uncited(what, std::move(says));
    cite(step, authority);
    return step;
}

WhyStep& Writer::add(What what, std::uint32_t fact, std::string says, std::string_view authority) {
    auto& step = add(what, std::move(says), authority);
    const auto& of = why_.facts[fact];
    step.date = events::day_of(of.date);
    step.position = of.source;
    step.event = of.type;
    return step;
}

WhyStep& Writer::add_uncited(What what, std::string says) {
    auto& step = steps_.emplace_back();
    step.what = what;
    step.says = std::move(says);
    return step;
}

void Writer::cite(WhyStep& step, std::string_view authority) const {
    if (const auto* found = law_.written.authority(authority); found != nullptr) {
        step.cite = found->cite;
        step.words = found->words;
        step.address = found->address;
    } else {
        step.cite = duty_.cite;
        step.address = duty_.source;
    }
}

}  // namespace longstop::cli::steps

// 4.7: which groups of clocks an amended plan, a final plan or a notice of no amendment answers.
#include <algorithm>

#include "plain_parts.hpp"

namespace longstop::plain {
namespace {

using Asked = std::vector<const Running*>;

// Empty for the rows of no group.
std::string group_of(const Duty& duty) {
    static const std::map<std::string, std::string> groups = {
        {"reg22.3-final-amended", "amendment"}, {"reg27.2-final", "reassessment"},
        {"reg13.2-final-plan", "request"},      {"reg20.9-report", "review"},
        {"reg20.10-decision", "review"},        {"devon-4w-amendments", "review"},
        {"devon-12w-final", "review"}};
    for (const char* order : {"reg42", "reg44", "reg45"}) {
        if (duty.id.starts_with(order)) return "order";
    }
    const auto found = groups.find(duty.id);
    return found == groups.end() ? "" : found->second;
}

// 4.7e: an amendment of the plan was announced on or after the day of the meeting.
bool is_amending(const Running& review, const std::vector<Event>& events, Place now) {
    return std::any_of(events.begin(), events.begin() + long(now), [&](const Event& event) {
        const bool announces =
            event.type == "amendment-notice-sent" ||
            (event.type == "review-decision-notified" && event.fields.at("outcome") == "amend");
        return announces && event.date >= review.started_by->date &&
               !of_different_matters(event.matters, review.started_by->matters);
    });
}

// Open, or resting and woken by the act; and 3.8 and 4.8 leave it to the act.
Asked clocks_asked(const Event& act, const std::deque<Running>& clocks) {
    Asked asked;
    for (const auto& clock : clocks) {
        const bool stands =
            clock.state == State::open || (clock.state == State::resting && wakes(clock, act));
        if (stands && !group_of(*clock.duty).empty() && !is_left_alone(clock, act))
            asked.push_back(&clock);
    }
    return asked;
}

// 4.7a; empty where no group has one.
std::string first_group(const Event& act, const Asked& asked) {
    static const std::vector<std::string> order = {"order", "amendment", "reassessment", "request",
                                                   "review"};
    static const std::vector<std::string> order_of_final = {"order", "reassessment", "amendment",
                                                            "request", "review"};
    const auto& groups = act.type == "final-plan-sent" ? order_of_final : order;
    for (const bool by_ending : {true, false}) {
        for (const auto& group : groups) {
            const bool found = std::any_of(asked.begin(), asked.end(), [&](const Running* clock) {
                const auto does = effect(*clock, act);
                return group_of(*clock->duty) == group &&
                       (by_ending ? does == Effect::ends : does != Effect::none);
            });
            if (found) return group;
        }
    }
    return "";
}

std::set<std::string> groups_answered(const Event& act, const Asked& asked) {
    std::set<std::string> groups;
    for (const auto& matter : act.matters) {  // 4.7b
        auto of_matter = asked;
        std::erase_if(of_matter, [&](const Running* clock) {
            return !clock->started_by->matters.contains(matter);
        });
        groups.insert(first_group(act, of_matter));
    }
    groups.erase("");
    if (groups.empty()) groups.insert(first_group(act, asked));
    return groups.contains("") ? std::set<std::string>{"none"} : groups;  // 4.7c
}

}  // namespace

bool is_plan_act(const Event& event) {
    return event.type == "amended-plan-sent" || event.type == "final-plan-sent" ||
           event.type == "no-amendment-notified";
}

Answers settled(const Event& act, const std::deque<Running>& clocks,
                const std::vector<Event>& events) {
    const auto asked = clocks_asked(act, clocks);
    const bool amending = std::any_of(asked.begin(), asked.end(), [&](const Running* clock) {
        return group_of(*clock->duty) == "review" && effect(*clock, act) != Effect::none &&
               is_amending(*clock, events, act.place);
    });
    return {groups_answered(act, asked), amending};
}

bool answers_to(const Event& act, const Running& clock, const std::vector<Event>& events,
                Place now) {
    const auto& duty = *clock.duty;
    if (duty.id.starts_with("reg18.")) {  // 4.7d
        const auto* names_next = act.field("names_next");
        if (names_next && *names_next == "yes") return true;
    }
    const auto& groups = act.answers.groups;
    const bool named = std::any_of(duty.answers.begin(), duty.answers.end(),
                                   [&](const auto& name) { return groups.contains(name); });
    if (!named) return duty.answers.empty();
    if (group_of(duty) != "review") return true;
    if (groups.contains("review") && !act.answers.only_amending) return true;  // 4.7e
    return is_amending(clock, events, now);
}

}  // namespace longstop::plain

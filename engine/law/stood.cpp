#include "engine/law/stood.hpp"

#include <algorithm>

namespace longstop::law {

bool stood_on(const Duty& duty, Day day) {
    const bool in_force =
        duty.in_force_from <= day && (!duty.in_force_to || day <= *duty.in_force_to);
    return in_force && (!duty.known_from || *duty.known_from <= day);
}

LawAsItStood as_it_stood(Law law, Day day) {
    LawAsItStood answer;
    for (const auto& duty : law.duties) {
        if (!stood_on(duty, day)) answer.left_out.push_back(duty.id);
    }
    std::erase_if(law.duties, [day](const Duty& duty) { return !stood_on(duty, day); });
    compile(law);  // row numbers have moved
    answer.law = std::move(law);
    return answer;
}

}  // namespace longstop::law

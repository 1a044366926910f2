#include "engine/law/stood.hpp"

namespace longstop::law {

bool stood_on(const Duty& duty, Day day) {
    const bool in_force =
        duty.in_force_from <= day && (!duty.in_force_to || day <= *duty.in_force_to);
    return in_force && (!duty.known_from || *duty.known_from <= day);
}

LawAsItStood as_it_stood(const Law& law, Day day) {
    LawAsItStood answer;
    std::vector<Duty> rows;
    for (const auto& duty : law.rows()) {
        if (stood_on(duty, day)) {
            rows.push_back(duty);
        } else {
            answer.left_out.push_back(duty.id);
        }
    }
    answer.law = law.with(std::move(rows));
    return answer;
}

}  // namespace longstop::law

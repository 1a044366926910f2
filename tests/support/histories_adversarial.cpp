// Cases that hardly happen: any event on any day, crowded around the days on which answers change.
#include <algorithm>

#include "histories.hpp"
#include "histories_parts.hpp"

namespace longstop::histories {
namespace {

constexpr const char* settings[] = {"Oak School", "Hill View College", "Little Acorns Nursery"};
constexpr const char* grounds[] = {"school-closed", "early-years-closed", "personal-circumstances",
                                   "absence",       "missed-appointment", "coronavirus"};
constexpr const char* order_kinds[] = {"dismiss-cease", "assess",         "make-plan",
                                       "remit",         "amend-contents", "amend-setting",
                                       "continue",      "continue-amend"};
constexpr const char* decision_kinds[] = {"assess", "issue", "plan", "reassess", "cease"};
constexpr const char* directed_steps[] = {"response", "bundle", "final evidence"};
constexpr const char* provisions[] = {"speech therapy", "École Zoé", "one to one"};
constexpr const char* concession_kinds[] = {"assess",  "make-plan",      "contents",
                                            "setting", "cease-continue", "cease-amend"};

// Types that wake, end and displace one another: a case keeps mostly to one group.
const std::vector<std::vector<Text>>& themes() {
    static const std::vector<std::vector<Text>> lists = {
        {"request-received", "became-responsible", "request-withdrawn", "assess-decision-notified",
         "issue-decision-made", "no-plan-decision-notified", "draft-plan-sent", "final-plan-sent",
         "case-closed"},
        {"assess-decision-notified", "no-plan-decision-notified", "appeal-registered",
         "appeal-received", "appeal-not-opposed", "appeal-response-sent", "appeal-not-opposed",
         "tribunal-order", "order-assessment-notified", "draft-plan-sent", "final-plan-sent",
         "request-received", "appeal-withdrawn"},
        {"mediation-adviser-contacted", "mediation-declined", "mediation-requested",
         "mediation-commissioners-told", "mediation-held", "mediation-certificate-issued",
         "mediation-agreement", "agreement-step-done", "plan-ceased", "amended-plan-sent",
         "appeal-registered"},
        {"review-meeting-notified", "review-advice-circulated", "review-meeting-held",
         "review-report-sent", "review-decision-notified", "amendment-notice-sent",
         "amended-plan-sent", "no-amendment-notified"},
        {"phase-transfer-planned", "post-16-move-planned", "amended-plan-sent", "final-plan-sent",
         "review-decision-notified", "no-amendment-notified", "plan-ceased"},
        {"move-known", "plan-transferred-out", "plan-transferred-in", "transfer-information-sent",
         "review-decision-notified", "cease-decision-notified", "case-closed"},
        {"advice-requested", "advice-received", "missed-appointment", "setting-consulted",
         "setting-replied", "setting-closed", "exception-relied-on", "personal-circumstances",
         "absence-from-area", "assess-decision-notified"},
        {"reassessment-requested", "reassessment-decision-notified", "reassessment-own-initiative",
         "recommendation-made", "recommendation-answered", "draft-plan-sent", "final-plan-sent"},
        // Plans that may answer several groups at once.
        {"review-meeting-held", "review-decision-notified", "amendment-notice-sent",
         "amended-plan-sent", "amended-plan-sent", "no-amendment-notified", "final-plan-sent",
         "tribunal-order", "mediation-agreement", "appeal-not-opposed",
         "reassessment-own-initiative", "phase-transfer-planned", "request-received",
         "review-meeting-held", "review-report-sent", "advice-requested"},
        // Rights that are held, and plans that are kept.
        {"cease-decision-notified", "review-decision-notified", "plan-ceased",
         "mediation-adviser-contacted", "mediation-declined", "mediation-requested",
         "mediation-certificate-issued", "mediation-agreement", "appeal-registered",
         "appeal-withdrawn", "tribunal-order", "appeal-not-opposed", "final-plan-sent"},
        // Orders and agreements, and requests that came before and after the appeal.
        {"appeal-registered", "appeal-received", "mediation-requested", "tribunal-order",
         "appeal-not-opposed", "mediation-agreement", "request-received", "draft-plan-sent",
         "reassessment-own-initiative", "advice-requested", "no-plan-decision-notified"},
        {"appeal-registered", "appeal-received", "tribunal-direction", "tribunal-direction",
         "direction-complied", "appeal-response-sent", "tribunal-order", "appeal-withdrawn"},
        {"provision-specified", "provision-in-place", "plan-ceased", "case-closed",
         "final-plan-sent", "plan-transferred-out", "record-begins"},
        {"representations-received", "note", "retracted", "request-received", "final-plan-sent",
         "record-begins", "case-closed", "issue-decision-made"},
    };
    return lists;
}

// A duty, what starts it, and the days from start to due, for pleas at the edge of its period.
struct Host {
    const char *duty, *type, *field, *value;
    int days;
};

constexpr Host hosts[] = {
    {"reg5.1-decide-whether-to-assess", "request-received", "", "", 42},
    {"reg10.1-no-plan", "became-responsible", "", "", 112},
    {"reg13.2-final-plan", "request-received", "", "", 140},
    {"reg8.1-advice", "advice-requested", "body", "school", 42},
    {"reg27.2-final", "reassessment-own-initiative", "", "", 98},
    {"reg44.2b.ii-final", "tribunal-order", "kind", "assess", 98},
    {"reg44.2c.i-draft", "tribunal-order", "kind", "make-plan", 35},
    {"reg42.2-assess-notify", "mediation-agreement", "kind", "assess", 14},
    {"reg45.6-final", "appeal-not-opposed", "kind", "make-plan", 77},
    {"reg22.3-final-amended", "amendment-notice-sent", "", "", 56},
};

const std::vector<Day>& anchors() {
    static const std::vector<Day> days = {
        day(2014, 8, 31),  day(2014, 9, 1),   day(2015, 3, 22),  day(2015, 3, 23),
        day(2015, 8, 31),  day(2015, 9, 1),   day(2016, 2, 29),  day(2018, 4, 2),
        day(2018, 4, 3),   day(2019, 12, 24), day(2019, 12, 25), day(2020, 2, 28),
        day(2020, 2, 29),  day(2020, 5, 1),   day(2020, 9, 25),  day(2021, 1, 1),
        day(2021, 5, 31),  day(2021, 6, 30),  day(2021, 7, 31),  day(2021, 8, 1),
        day(2021, 8, 31),  day(2022, 12, 25), day(2022, 12, 27), day(2023, 1, 31),
        day(2023, 3, 31),  day(2024, 2, 14),  day(2024, 2, 29),  day(2024, 12, 31),
        day(2025, 10, 31), day(2026, 3, 31),  day(2026, 7, 31),  day(2027, 8, 30),
        day(2028, 2, 29),  day(2028, 6, 30)};
    return days;
}

// The lengths of limits; drawn with a day more or less they land on due days and beside them.
constexpr int steps[] = {0,  0,  0,  0,  1,  2,  3,  5,  14, 15,  21,  27,  28,  30, 31,
                         35, 42, 56, 61, 70, 77, 84, 98, 92, 112, 140, 151, 365, 366};

class AdversarialCase {
  public:
    AdversarialCase(Dice& dice, std::vector<Entry>& out, int& last_id, Text la, Text case_ref)
        : dice_(dice),
          out_(out),
          last_id_(last_id),
          la_(std::move(la)),
          case_ref_(std::move(case_ref)),
          matters_(dice) {}

    void make() {
        first_ = out_.size();
        // A quarter of the cases stand at the changes of the law of 2014 and 2015, many of them
        // appeals, whose rules changed.
        const bool old_law = dice_.chance(25);
        base_ = anchors()[dice_.below(old_law ? 4 : anchors().size())];
        if (dice_.chance(50)) base_ -= chrono::days(dice_.pick(steps));
        const auto& theme = old_law && dice_.chance(60) ? themes()[1] : dice_.pick(themes());
        const auto& second = dice_.pick(themes());
        const bool quiet = dice_.chance(25);  // little besides the pleas, so that some succeed
        for (int left = quiet ? dice_.between(0, 5) : dice_.between(4, 34); left > 0; --left) {
            const int kind = dice_.between(1, 100);
            const auto& list = kind <= 60 ? theme : kind <= 75 ? second : event_types();
            add(dice_.pick(list), near());
        }
        if (dice_.chance(35)) crowd(theme);
        if (quiet || dice_.chance(40)) plead();
        if (dice_.chance(50)) take_back();
        shuffle();
    }

  private:
    // Many facts of one day, in whatever order.
    void crowd(const std::vector<Text>& theme) {
        const Day date = near();
        for (int left = dice_.between(3, 9); left > 0; --left) add(dice_.pick(theme), date);
        if (dice_.chance(60)) base_ = date + chrono::days(dice_.pick(steps));
    }

    Day near() {
        if (dice_.chance(3)) return dice_.pick(anchors());
        const int step = dice_.pick(steps);
        if (dice_.chance(12)) base_ += chrono::days(step);  // the case moves on
        return base_ + chrono::days(step + (dice_.chance(40) ? dice_.between(-1, 1) : 0));
    }

    // A second date of an event: near, before, or far past any as-of day.
    Day second_day(Day date) {
        if (dice_.chance(8)) return date + chrono::days(dice_.between(-400, 1500));
        return date + chrono::days(dice_.pick(steps) * (dice_.chance(15) ? -1 : 1));
    }

    Text varied(const Text& text) {
        if (dice_.chance(8))
            return dice_.pick({"Équipe", "équipe", "École Zoé", "x", "Oak  School"});
        return spelled(dice_, text);
    }

    void add(const Text& type, Day date) { add(type, date, fields_of(type, date)); }

    void add(const Text& type, Day date, Fields fields) {
        date = std::min(date, last_day);
        if (dice_.chance(10)) add_foreign(type, fields, date);
        Entry entry{
            la_,  case_ref_,        type, "t" + std::to_string(++last_id_), instant_near(date),
            date, std::move(fields)};
        if (dice_.chance(8)) {  // another source may use an id again
            entry.fields.emplace_back("source", dice_.pick({"old-system", "Old-System"}));
            if (dice_.chance(50)) entry.id = any_id();
        }
        matters_.put_on(entry.fields, matters_.any() % 3);
        if (dice_.chance(6))
            entry.fields.emplace_back("actor", dice_.pick({"j.smith", "night \"import\"", "Zoë"}));
        out_.push_back(std::move(entry));
    }

    Fields fields_of(const Text& type, Day date) {
        const auto day_text = [&] { return text_of(second_day(date)); };
        const auto maybe = [&](const char* name, int percent) {
            return dice_.chance(percent) ? Fields{{name, day_text()}} : Fields{};
        };
        const auto with = [](Fields fields, const Fields& more) {
            fields.insert(fields.end(), more.begin(), more.end());
            return fields;
        };
        if (type == "request-received" && dice_.chance(50))
            return {{"by", dice_.pick({"parent", "setting", "other"})}};
        if (type == "assess-decision-notified" || type == "reassessment-decision-notified") {
            return {{"outcome", dice_.pick({"yes", "no"})}};
        }
        if (type == "review-decision-notified")
            return {{"outcome", dice_.pick({"maintain", "amend", "cease"})}};
        if (type == "advice-requested") {
            Fields fields = with({{"body", varied(dice_.pick(bodies))}}, maybe("received", 25));
            if (dice_.chance(30)) fields.emplace_back("setting", varied(dice_.pick(settings)));
            return fields;
        }
        if (type == "advice-received" || type == "missed-appointment")
            return {{"body", varied(dice_.pick(bodies))}};
        if (type == "draft-plan-sent" || type == "amendment-notice-sent")
            return maybe("served", 25);
        if (type == "setting-consulted" || type == "setting-replied")
            return {{"setting", varied(dice_.pick(settings))}};
        if (type == "setting-closed") {
            const Text setting =
                varied(dice_.chance(60) ? dice_.pick(settings) : dice_.pick(bodies));
            const int length = dice_.between(26, 30) * (dice_.chance(10) ? -1 : 1);
            return {{"setting", setting}, {"reopens", text_of(date + chrono::days(length))}};
        }
        if (type == "personal-circumstances" || type == "absence-from-area")
            return maybe("until", 75);
        if (type == "exception-relied-on") return reliance();
        if (type == "review-meeting-notified" || type == "review-advice-circulated") {
            const Day meeting = dice_.chance(60) ? base_ + chrono::days(14)
                                                 : date + chrono::days(dice_.between(12, 16));
            return {{"meeting", text_of(meeting)}};
        }
        if (type == "phase-transfer-planned") {
            const int year = int(chrono::year_month_day(date).year()) + dice_.between(0, 2);
            return {{"transfer", dice_.pick({"post-16", "other"})}, {"year", std::to_string(year)}};
        }
        if (type == "post-16-move-planned") return {{"on", day_text()}};
        if (type == "move-known") return {{"moved", day_text()}};
        if (type == "plan-transferred-in") {
            return with({{"from_la", "352"}, {"plan_made", day_text()}}, maybe("last_review", 40));
        }
        if (type == "mediation-requested" && dice_.chance(80)) {
            return {{"issues", dice_.pick({"education", "health", "mixed"})}};
        }
        if (type == "mediation-agreement" || type == "tribunal-order") {
            const char* own = type == "mediation-agreement" ? "other" : "dismiss";
            return with({{"kind", dice_.chance(12) ? own : dice_.pick(order_kinds)}},
                        maybe("by", 20));
        }
        if (type == "appeal-registered" || type == "appeal-received") {
            return dice_.chance(55) ? Fields{{"against", dice_.pick(decision_kinds)}} : Fields{};
        }
        if (type == "amended-plan-sent" || type == "final-plan-sent") {
            return dice_.chance(35) ? Fields{{"names_next", dice_.pick({"yes", "no"})}} : Fields{};
        }
        if (type == "tribunal-direction")
            return {{"step", varied(dice_.pick(directed_steps))}, {"by", day_text()}};
        if (type == "direction-complied") return {{"step", varied(dice_.pick(directed_steps))}};
        if (type == "provision-specified" || type == "provision-in-place")
            return {{"provision", varied(dice_.pick(provisions))}};
        if (type == "appeal-not-opposed") return {{"kind", dice_.pick(concession_kinds)}};
        if (type == "recommendation-made") return {{"to", dice_.pick({"health", "social-care"})}};
        if (type == "recommendation-answered")
            return {{"to", varied(dice_.pick({"health", "social-care"}))}};
        if (type == "case-closed")
            return {{"reason", dice_.pick({"withdrawn", "moved", "died", "other"})}};
        if (type == "note")
            return {{"text", dice_.pick({"see letter", "parent’s e-mail, “urgent”", "tab\there"})}};
        if (type == "retracted") return {{"of", any_id()}, {"reason", "entered in error"}};
        return {};
    }

    Fields reliance() {
        Text duty = dice_.pick(duties_with_exceptions());
        if (dice_.chance(5))
            duty = dice_.pick({"reg99.9-none", "reg13.2-final-plan ", "REG13.2-FINAL-PLAN",
                               "rule21-la-response"});
        Fields fields{{"ground", dice_.pick(grounds)},
                      {"duty", duty},
                      {"reason", dice_.pick({"see letter", "second ground"})}};
        if (dice_.chance(25)) fields.emplace_back("body", varied(dice_.pick(bodies)));
        return fields;
    }

    // Fields of other types, and derived ones: kept by an import, and without meaning.
    void add_foreign(const Text& type, Fields& fields, Day date) {
        const Text name = dice_.pick({"body", "setting", "meeting", "outcome", "kind", "issues",
                                      "late", "by", "year", "served", "on", "until", "colour",
                                      "against", "names_next", "step", "provision", "response"});
        const Text value =
            dice_.pick({"yes", "no", "school", "health", "assess", "not a day", "2015"});
        const bool there = std::any_of(fields.begin(), fields.end(),
                                       [&](const auto& f) { return f.first == name; });
        // What the type may have of its own is not foreign, and might be refused.
        static const std::vector<std::pair<Text, std::vector<Text>>> own = {
            {"body", {"exception-relied-on"}},
            {"setting", {"advice-requested"}},
            {"issues", {"mediation-requested"}},
            {"by", {"request-received", "mediation-agreement", "tribunal-order"}},
            {"against", {"appeal-registered", "appeal-received"}},
            {"names_next", {"amended-plan-sent", "final-plan-sent"}},
            {"served", {"draft-plan-sent", "amendment-notice-sent"}},
            {"until", {"personal-circumstances", "absence-from-area"}}};
        for (const auto& [field, types] : own) {
            if (field == name && std::find(types.begin(), types.end(), type) != types.end()) return;
        }
        if (!there) fields.emplace_back(name, name == "meeting" ? text_of(date) : value);
    }

    Text any_id() {  // earlier, later, its own, of another case, of none
        if (dice_.chance(5)) return "nowhere";
        const int reach = dice_.chance(85) ? 12 : 200;
        return "t" + std::to_string(std::max(1, last_id_ + dice_.between(-reach, 3)));
    }

    // A clock, facts at the edges of its period, and several reliances upon them.
    void plead() {
        const Host& host = dice_.pick(hosts);
        const Day by_chance = near();
        const Day covid = (dice_.chance(50) ? day(2020, 5, 1) : day(2020, 9, 25)) -
                          chrono::days(host.days + dice_.between(-1, 1));
        const bool at_covid = dice_.chance(30);
        const Day start = at_covid ? covid : by_chance;
        const Day due = start + chrono::days(host.days);
        add(host.type, start, *host.field ? Fields{{host.field, host.value}} : Fields{});
        Text ground = "coronavirus";
        if (!at_covid || dice_.chance(40)) {
            for (int facts = dice_.between(1, 3); facts > 0; --facts)
                ground = plead_fact(start, due);
        }
        const bool per_body = Text(host.duty) == "reg8.1-advice";
        for (int left = dice_.between(1, 3); left > 0; --left) {
            const Text relied = dice_.chance(65) ? ground : dice_.pick(grounds);
            Fields fields{
                {"ground", relied}, {"duty", host.duty}, {"reason", "no. " + std::to_string(left)}};
            if (dice_.chance(per_body ? 50 : 15)) fields.emplace_back("body", varied("school"));
            add("exception-relied-on", due + chrono::days(dice_.between(-3, 3)), fields);
        }
    }

    // Gives the ground that the fact may make out.
    Text plead_fact(Day start, Day due) {
        const Day edge = dice_.chance(50) ? start : due;
        const Day from = edge + chrono::days(dice_.pick(shifts));
        const Day until = from + chrono::days(dice_.pick(lengths));
        const auto span = dice_.chance(80) ? Fields{{"until", text_of(until)}} : Fields{};
        switch (dice_.between(1, 4)) {
            case 1: add("personal-circumstances", from, span); return "personal-circumstances";
            case 2: add("absence-from-area", from, span); return "absence";
            case 3:
                add("missed-appointment", from, {{"body", varied("school")}});
                return "missed-appointment";
            default: break;
        }
        add("setting-closed", from,
            {{"setting", varied("Oak School")}, {"reopens", text_of(until)}});
        const Day asked = dice_.chance(50) ? from : until;
        add("advice-requested", asked - chrono::days(7 + dice_.between(-1, 1)),
            {{"body", "school"}, {"setting", varied("Oak School")}});
        return dice_.pick({"school-closed", "early-years-closed"});
    }

    void take_back() {
        for (int left = dice_.between(1, 4); left > 0; --left) {
            const auto& wrong = out_[first_ + dice_.below(out_.size() - first_)];
            Fields fields{{"of", wrong.id}, {"reason", "entered in error"}};
            add("retracted", near(), fields);
            if (dice_.chance(40))
                add("retracted", near(), {{"of", out_.back().id}, {"reason", "right after all"}});
        }
    }

    // Positions in any order, so that a retraction may come before what it names.
    void shuffle() {
        for (auto i = out_.size() - 1; i > first_; --i) {
            if (dice_.chance(60)) std::swap(out_[i], out_[first_ + dice_.below(i - first_ + 1)]);
        }
    }

    // Any time around the date, in any form RFC 3339 allows.
    Text instant_near(Day date) {
        Day on =
            date + chrono::days(dice_.chance(60) ? dice_.between(0, 3) : dice_.between(-30, 450));
        if (dice_.chance(4)) on = day(2021, 7, 15) + chrono::days(dice_.between(0, 1));
        Text text = text_of(on) + dice_.pick({"T", "T", "T", "t", " "});
        if (dice_.chance(10))
            return text + dice_.pick({"23:59:59.999999Z", "23:59:59.9999999Z",
                                      "23:59:59.999999999Z", "00:00:00Z", "00:59:59+01:00"});
        char clock[16];
        const int seconds = dice_.between(0, 86399);
        std::snprintf(clock, sizeof clock, "%02d:%02d:%02d", seconds / 3600 % 24, seconds / 60 % 60,
                      seconds % 60);
        text += clock;
        if (dice_.chance(40)) {
            text += '.';
            for (int digits = dice_.between(1, 9); digits > 0; --digits)
                text += char('0' + dice_.between(0, 9));
        }
        return text + dice_.pick({"Z", "Z", "z", "+01:00", "-05:30", "+14:00", "-00:00"});
    }

    static constexpr int lengths[] = {-1, 0, 12, 13, 14, 26, 27, 28, 29, 60};
    static constexpr int shifts[] = {-29, -28, -27, -14, -13, -1, 0, 1, 14, 28};

    Dice& dice_;
    std::vector<Entry>& out_;
    int& last_id_;
    Text la_, case_ref_;
    Matters matters_;
    Day base_{};
    std::size_t first_ = 0;
};

}  // namespace

void adversarial_case(Dice& dice, std::vector<Entry>& out, int& last_id, const Text& la,
                      const Text& case_ref) {
    AdversarialCase(dice, out, last_id, la, case_ref).make();
}

const std::vector<std::string>& event_types() {
    static const std::vector<Text> types = [] {
        std::vector<Text> all;
        for (const auto& theme : themes()) all.insert(all.end(), theme.begin(), theme.end());
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
        return all;
    }();
    return types;
}

const std::vector<std::string>& duties_with_exceptions() {
    static const std::vector<Text> duties = {"reg5.1-decide-whether-to-assess",
                                             "reg8.1-advice",
                                             "reg10.1-no-plan",
                                             "reg13.2-final-plan",
                                             "reg13.1-representations",
                                             "reg15.4-new-la-informs",
                                             "cfa44.1a-first-review",
                                             "cfa44.1b-later-review",
                                             "reg20.9-report",
                                             "reg20.10-decision",
                                             "devon-4w-amendments",
                                             "devon-12w-final",
                                             "reg22.2c-representations",
                                             "reg22.3-final-amended",
                                             "reg25.1-reassess-decision",
                                             "reg27.2-final",
                                             "reg33-contact-adviser",
                                             "reg34.1-certificate-no-mediation",
                                             "reg35.2-tell-commissioners",
                                             "reg36.2-la-arrange",
                                             "reg39.1-certificate-after",
                                             "reg42.2-assess-notify",
                                             "reg42.2-assess-no-plan",
                                             "reg42.2-assess-final",
                                             "reg42.2-make-plan-final",
                                             "reg42.2-amend-setting",
                                             "reg42.3-agreement-other",
                                             "reg44.2b-notify",
                                             "reg44.2b.i-no-plan",
                                             "reg44.2b.ii-final",
                                             "reg44.2c.i-draft",
                                             "reg44.2c.ii-final",
                                             "reg44.2e-amend-provision",
                                             "reg45.3-notify",
                                             "reg45.3A.a-no-plan",
                                             "reg45.3A.b-final",
                                             "reg45.6-draft",
                                             "reg45.6-final",
                                             "rec-health-response",
                                             "rec-social-care-response"};
    return duties;
}

}  // namespace longstop::histories

// Lives of cases as authorities know them: requests, refusals, plans, reviews, appeals, moves; some
// of it late, some recorded late, some taken back.
#include "histories_parts.hpp"

namespace longstop::histories {
namespace {

class Life {
  public:
    Life(Dice& dice, std::vector<Entry>& out, int& last_id, Text la, Text case_ref)
        : dice_(dice),
          out_(out),
          last_id_(last_id),
          la_(std::move(la)),
          case_ref_(std::move(case_ref)) {}

    void live() {
        first_ = out_.size();
        now_ = day(2014, 9, 20) + chrono::days(dice_.between(0, 4100));
        if (dice_.chance(8)) {
            const Day made = now_ - chrono::days(dice_.between(20, 700));
            note("plan-transferred-in", now_, {{"from_la", "352"}, {"plan_made", text_of(made)}});
            if (dice_.chance(80)) note("transfer-information-sent", later(20, 50));
            keep_plan();
        } else {
            ask();
        }
        correct();
    }

  private:
    Day later(int least, int most) {
        now_ += chrono::days(dice_.between(least, most));
        return now_;
    }

    Text note(const Text& type, Day date, Fields fields = {}) {
        if (date > last_day) return "";
        Entry entry{la_,  case_ref_,        type, "e" + std::to_string(++last_id_), "",
                    date, std::move(fields)};
        const int delay =
            dice_.chance(85) ? dice_.between(0, 6) : dice_.between(7, 200);  // late recording
        entry.recorded_on = date + chrono::days(delay);
        char clock[16];
        const int seconds = dice_.between(8 * 3600, 18 * 3600);
        std::snprintf(clock, sizeof clock, "T%02d:%02d:%02dZ", seconds / 3600 % 24,
                      seconds / 60 % 60, seconds % 60);
        entry.recorded_at = text_of(entry.recorded_on) + clock;
        out_.push_back(entry);
        return entry.id;
    }

    void ask() {
        if (dice_.chance(85)) {
            note("request-received", now_,
                 {{"by", dice_.pick({"parent", "young-person", "setting"})}});
        } else {
            note("became-responsible", now_);
        }
        const Day asked = now_;
        if (dice_.chance(30)) hinder("reg13.2-final-plan", asked, 140);
        if (dice_.chance(15)) hinder("reg5.1-decide-whether-to-assess", asked, 42);
        if (dice_.chance(4)) return (void)note("request-withdrawn", later(5, 60));
        const bool assess = dice_.chance(75);
        note("assess-decision-notified", later(25, 48), {{"outcome", assess ? "yes" : "no"}});
        if (!assess) return refused("assess");
        gather_advice(asked);
        if (dice_.chance(18)) {
            note("no-plan-decision-notified", later(20, 75));
            return refused("make-plan");
        }
        make_plan();
    }

    // A hindrance and the reliance on it, made out or not.
    void hinder(const Text& duty, Day start, int limit) {
        const Text ground =
            dice_.pick({"school-closed", "personal-circumstances", "absence", "coronavirus"});
        const Day from = start + chrono::days(dice_.between(-20, limit));
        const Text end = text_of(from + chrono::days(dice_.between(10, 60)));
        if (ground == "school-closed") {
            note("setting-closed", from, {{"setting", "Oak School"}, {"reopens", end}});
        } else if (ground == "absence") {
            note("absence-from-area", from, dice_.chance(85) ? Fields{{"until", end}} : Fields{});
        } else if (ground == "personal-circumstances") {
            note(ground, from, dice_.chance(70) ? Fields{{"until", end}} : Fields{});
        }
        const Day relied = start + chrono::days(limit + dice_.between(-10, 10));
        note("exception-relied-on", relied,
             {{"ground", ground}, {"duty", duty}, {"reason", "as noted on file"}});
    }

    void gather_advice(Day asked) {
        for (const char* body : bodies) {
            if (dice_.chance(15)) continue;
            const Day on = asked + chrono::days(dice_.between(3, 30));
            Fields fields{{"body", body}};
            if (dice_.chance(30))
                fields.emplace_back("received", text_of(on + chrono::days(dice_.between(0, 3))));
            if (Text(body) == "school") fields.emplace_back("setting", "Oak School");
            note("advice-requested", on, fields);
            if (dice_.chance(10)) {
                note("missed-appointment", on + chrono::days(dice_.between(5, 40)),
                     {{"body", body}});
                note("exception-relied-on", on + chrono::days(45),
                     {{"ground", "missed-appointment"},
                      {"duty", "reg8.1-advice"},
                      {"reason", "missed"},
                      {"body", body}});
            }
            if (dice_.chance(85))
                note("advice-received", on + chrono::days(dice_.between(15, 60)), {{"body", body}});
        }
    }

    void make_plan() {
        if (dice_.chance(50)) note("issue-decision-made", later(20, 50));
        note("draft-plan-sent", later(5, 40));
        if (dice_.chance(25))
            note("setting-consulted", later(0, 3), {{"setting", "Hill View College"}});
        if (dice_.chance(20))
            note("setting-replied", later(5, 20), {{"setting", "hill view college "}});
        if (dice_.chance(60)) note("representations-received", later(4, 16));
        if (dice_.chance(10)) note("draft-plan-sent", later(5, 20));
        note("final-plan-sent", later(10, 50));
        if (dice_.chance(15)) appeal_the_plan();
        keep_plan();
    }

    void appeal_the_plan() {
        switch (dice_.between(1, 4)) {
            case 1: return dispute("amend-setting", "setting");
            case 2: return dispute("continue-amend", "cease-amend");
            default: return dispute("amend-contents", "contents");
        }
    }

    void refused(const Text& matter) {
        if (dice_.chance(25)) return;  // nobody contests it
        if (dice_.chance(20)) {        // a change of mind: the 20 weeks wake
            if (matter == "assess")
                note("assess-decision-notified", later(10, 60), {{"outcome", "yes"}});
            return make_plan();
        }
        if (dice_.chance(15)) {
            later(60, 400);
            return ask();  // a new request, once
        }
        dispute(matter, matter);
        if (dice_.chance(80)) note("order-assessment-notified", later(3, 20));
        make_plan();
    }

    void dispute(const Text& order, const Text& concession) {
        note("mediation-adviser-contacted", later(3, 50));
        if (dice_.chance(40)) {
            note("mediation-requested", later(1, 10),
                 {{"issues", dice_.pick({"education", "health", "mixed"})}});
            if (dice_.chance(50)) note("mediation-commissioners-told", later(0, 6));
            if (dice_.chance(85)) note("mediation-held", later(15, 45));
            if (dice_.chance(30))
                return (void)note("mediation-agreement", later(0, 5), {{"kind", order}});
        } else {
            note("mediation-declined", later(0, 10));
        }
        note("mediation-certificate-issued", later(0, 7));
        note("appeal-registered", later(2, 70));
        note("appeal-received", later(1, 8));
        if (dice_.chance(35))
            return (void)note("appeal-not-opposed", later(5, 35), {{"kind", concession}});
        note("appeal-response-sent", later(20, 60));
        if (dice_.chance(15)) return (void)note("appeal-withdrawn", later(5, 60));
        Fields fields{{"kind", order}};
        const Day ordered = later(40, 150);
        if (dice_.chance(20))
            fields.emplace_back("by", text_of(ordered + chrono::days(dice_.between(10, 60))));
        note("tribunal-order", ordered, fields);
        if (dice_.chance(20)) note("recommendation-made", ordered, {{"to", "health"}});
        if (dice_.chance(15)) note("recommendation-answered", later(10, 45), {{"to", "health"}});
        if (order.find("amend") != Text::npos) note("amended-plan-sent", later(10, 50));
    }

    void keep_plan() {
        for (int reviews = dice_.between(0, 6); reviews > 0 && now_ < last_day; --reviews) {
            if (dice_.chance(12)) plan_a_move();
            review();
            if (dice_.chance(8)) reassess();
        }
        if (dice_.chance(12)) {
            const Day known = later(20, 90);
            note("move-known", known,
                 {{"moved", text_of(known + chrono::days(dice_.between(-10, 60)))}});
            note("plan-transferred-out", later(5, 50));
        } else if (dice_.chance(15)) {
            note("cease-decision-notified", later(60, 300));
            note("plan-ceased", later(60, 80));
        } else if (dice_.chance(15)) {
            note("case-closed", later(30, 200),
                 {{"reason", dice_.pick({"moved", "aged-out", "other"})}});
        }
    }

    void plan_a_move() {
        const int year = int(chrono::year_month_day(now_).year()) + 1;
        if (dice_.chance(80)) {
            note("phase-transfer-planned", later(5, 60),
                 {{"transfer", dice_.pick({"post-16", "other"})}, {"year", std::to_string(year)}});
        } else {
            note("post-16-move-planned", later(5, 60), {{"on", text_of(day(year, 9, 1))}});
        }
    }

    void review() {
        const Day meeting = later(230, 330);
        const Fields of_meeting{{"meeting", text_of(meeting)}};
        if (dice_.chance(80))
            note("review-meeting-notified", meeting - chrono::days(dice_.between(8, 30)),
                 of_meeting);
        if (dice_.chance(70))
            note("review-advice-circulated", meeting - chrono::days(dice_.between(8, 20)),
                 of_meeting);
        note("review-meeting-held", meeting);
        if (dice_.chance(80)) note("review-report-sent", later(5, 20));
        if (dice_.chance(10)) return;  // left undecided
        const Text outcome = dice_.pick({"maintain", "amend", "amend", "maintain", "cease"});
        note("review-decision-notified", later(5, 30), {{"outcome", outcome}});
        if (outcome != "amend") return;
        note("amendment-notice-sent", later(0, 30));
        if (dice_.chance(85))
            note("amended-plan-sent", later(14, 70));
        else
            note("no-amendment-notified", later(14, 50));
    }

    void reassess() {
        const Day asked = later(10, 60);
        note("reassessment-requested", asked);
        const bool yes = dice_.chance(70);
        note("reassessment-decision-notified", later(8, 22), {{"outcome", yes ? "yes" : "no"}});
        if (!yes) return;
        gather_advice(asked);
        note("draft-plan-sent", later(30, 70));
        note("final-plan-sent", later(12, 40));
    }

    // Wrong entries are taken back, and now and then the taking back as well.
    void correct() {
        const auto last = out_.size();
        for (auto i = first_; i < last; ++i) {
            if (!dice_.chance(3)) continue;
            const Day date = out_[i].recorded_on + chrono::days(dice_.between(0, 40));
            const auto id =
                note("retracted", date, {{"of", out_[i].id}, {"reason", "entered in error"}});
            if (id.empty() || !dice_.chance(25)) continue;
            note("retracted", date + chrono::days(dice_.between(0, 20)),
                 {{"of", id}, {"reason", "was right after all"}});
        }
    }

    Dice& dice_;
    std::vector<Entry>& out_;
    int& last_id_;
    Text la_, case_ref_;
    Day now_{};
    std::size_t first_ = 0;
};

}  // namespace

void ordinary_life(Dice& dice, std::vector<Entry>& out, int& last_id, const Text& la,
                   const Text& case_ref) {
    Life(dice, out, last_id, la, case_ref).live();
}

}  // namespace longstop::histories

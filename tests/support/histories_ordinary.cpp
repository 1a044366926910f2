// Lives of cases as authorities know them: requests, refusals, plans, reviews, appeals, moves, and
// several of these at once; some of it late, some recorded late, some taken back.
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
          case_ref_(std::move(case_ref)),
          matters_(dice) {}

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
        if (dice_.chance(12))
            note("record-begins", first_day() + chrono::days(dice_.between(0, 900)));
        if (dice_.chance(10)) reopen();
        bring_together();
        correct();
    }

  private:
    // What goes on as a matter of its own, and time with it.
    template <class Story>
    void as_next_matter(Story story) {
        const auto before = std::exchange(matter_, ++last_matter_);
        story();
        matter_ = before;
    }

    // The same, while what was going on goes on.
    template <class Story>
    void beside(Story story) {
        const auto now = now_;
        as_next_matter(story);
        now_ = now;
    }

    Day first_day() const { return out_[first_].date; }

    Day later(int least, int most) {
        now_ += chrono::days(dice_.between(least, most));
        return now_;
    }

    Text note(const Text& type, Day date, Fields fields = {}) {
        if (date > last_day) return "";
        matters_.put_on(fields, matter_);
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
        send_plan("final-plan-sent", later(10, 50));
        if (dice_.chance(15)) as_next_matter([&] { appeal_the_plan(); });
        keep_plan();
    }

    void send_plan(const Text& type, Day date) {
        Fields fields;
        if (dice_.chance(30)) fields = {{"names_next", dice_.pick({"yes", "no"})}};
        note(type, date, fields);
        if (!dice_.chance(20)) return;
        const char* provision = dice_.pick({"speech therapy", "one to one"});
        note("provision-specified", date, {{"provision", provision}});
        if (dice_.chance(80))
            note("provision-in-place", date + chrono::days(dice_.between(-5, 60)),
                 {{"provision", spelled(dice_, provision)}});
    }

    void appeal_the_plan() {
        if (dice_.chance(30)) return dispute("amend-setting", "setting", "plan");
        return dispute("amend-contents", "contents", "plan");
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
            return as_next_matter([&] { ask(); });  // a new request, once
        }
        if (dice_.chance(12)) beside([&] { later(5, 80), note("request-received", now_); });
        dispute(matter, matter, matter == "assess" ? "assess" : "issue");
        if (dice_.chance(80)) note("order-assessment-notified", later(3, 20));
        make_plan();
    }

    // `against`: the kind of decision.
    void dispute(const Text& order, const Text& concession, const Text& against) {
        if (!mediated(order)) return;
        const auto kind = dice_.chance(60) ? Fields{{"against", against}} : Fields{};
        note("appeal-registered", later(2, 70), kind);
        if (dice_.chance(30)) direct("response", 20, 45);
        note("appeal-received", later(1, 8), kind);
        if (dice_.chance(35))
            return (void)note("appeal-not-opposed", later(5, 35), {{"kind", concession}});
        if (dice_.chance(15)) direct("response", 10, 40);
        if (dice_.chance(90)) note("appeal-response-sent", later(20, 60));
        if (dice_.chance(8)) note("appeal-not-opposed", later(1, 20), {{"kind", concession}});
        if (dice_.chance(25)) direct("final evidence", 20, 60);
        if (dice_.chance(15)) return (void)note("appeal-withdrawn", later(5, 60));
        decide(order, against);
    }

    // False where an agreement came of it.
    bool mediated(const Text& order) {
        if (dice_.chance(70)) note("mediation-adviser-contacted", later(3, 50));
        if (dice_.chance(40)) {
            note("mediation-requested", later(1, 10),
                 {{"issues", dice_.pick({"education", "health", "mixed"})}});
            if (dice_.chance(50)) note("mediation-commissioners-told", later(0, 6));
            if (dice_.chance(85)) note("mediation-held", later(15, 45));
            if (dice_.chance(30)) {
                note("mediation-agreement", later(0, 5), {{"kind", order}});
                return false;
            }
        } else {
            note("mediation-declined", later(0, 10));
        }
        if (dice_.chance(85)) note("mediation-certificate-issued", later(0, 45));
        return true;
    }

    void direct(const Text& step, int least, int most) {
        const Day given = later(1, 10);
        const Day by = given + chrono::days(dice_.between(least, most));
        note("tribunal-direction", given, {{"step", step}, {"by", text_of(by)}});
        if (step != "response" && dice_.chance(75))
            note("direction-complied", by + chrono::days(dice_.between(-10, 4)),
                 {{"step", spelled(dice_, step)}});
    }

    void decide(const Text& order, const Text& against) {
        const Day ordered = later(40, 150);
        if (dice_.chance(25)) {
            note("tribunal-order", ordered,
                 {{"kind", against == "cease" ? "dismiss-cease" : "dismiss"}});
            return;
        }
        Fields fields{{"kind", order}};
        if (dice_.chance(20))
            fields.emplace_back("by", text_of(ordered + chrono::days(dice_.between(10, 60))));
        note("tribunal-order", ordered, fields);
        if (dice_.chance(20)) note("recommendation-made", ordered, {{"to", "health"}});
        if (dice_.chance(15)) note("recommendation-answered", later(10, 45), {{"to", "health"}});
        if (order.find("amend") != Text::npos) send_plan("amended-plan-sent", later(10, 50));
    }

    void keep_plan() {
        for (int reviews = dice_.between(0, 6); reviews > 0 && now_ < last_day; --reviews) {
            if (dice_.chance(15)) plan_a_move();
            if (dice_.chance(15)) beside([&] { later(30, 300), appeal_the_plan(); });
            if (dice_.chance(12)) beside([&] { later(150, 300), reassess(); });
            if (dice_.chance(6)) beside([&] { later(30, 300), review(); });
            as_next_matter([&] { review(); });
            if (dice_.chance(8)) as_next_matter([&] { reassess(); });
        }
        if (dice_.chance(12)) {
            const Day known = later(20, 90);
            note("move-known", known,
                 {{"moved", text_of(known + chrono::days(dice_.between(-10, 60)))}});
            note("plan-transferred-out", later(5, 50));
        } else if (dice_.chance(25)) {
            as_next_matter([&] { cease(); });
        } else if (dice_.chance(15)) {
            note("case-closed", later(30, 200),
                 {{"reason", dice_.pick({"moved", "aged-out", "other"})}});
        }
    }

    // The plan ends too early, in time, or after an appeal.
    void cease() {
        note("cease-decision-notified", later(60, 300));
        const int end = dice_.between(1, 4);
        if (end == 1) note("plan-ceased", now_ + chrono::days(dice_.between(0, 59)));
        if (end == 2) note("plan-ceased", later(60, 80));
        if (end <= 2 && dice_.chance(50)) return;
        dispute(dice_.pick({"continue", "continue-amend"}),
                dice_.pick({"cease-continue", "cease-amend"}), "cease");
        if (end == 4) note("plan-ceased", later(0, 20));
    }

    // A case closed on the last day of its life, and something that comes after all.
    void reopen() {
        note("case-closed", later(0, 60), {{"reason", "other"}});
        note(dice_.pick({"request-received", "review-meeting-held", "draft-plan-sent",
                         "plan-ceased", "request-withdrawn", "setting-replied"}),
             later(0, 90), {{"setting", "Oak School"}});
    }

    // Some facts fall on the day of the one before; which is recorded first is chance.
    void bring_together() {
        for (auto i = first_ + 1; i < out_.size(); ++i) {
            if (dice_.chance(4)) out_[i].date = out_[i - 1].date;
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
            send_plan("amended-plan-sent", later(14, 70));
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
        send_plan(dice_.pick({"final-plan-sent", "amended-plan-sent"}), later(12, 40));
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
    Matters matters_;
    std::size_t matter_ = 0, last_matter_ = 0;
    Day now_{};
    std::size_t first_ = 0;
};

}  // namespace

void ordinary_life(Dice& dice, std::vector<Entry>& out, int& last_id, const Text& la,
                   const Text& case_ref) {
    Life(dice, out, last_id, la, case_ref).live();
}

}  // namespace longstop::histories

// The law's files are checked when they are read: a row that would be silently wrong is refused,
// and the error says in which file, on which line, what, and why.
#include <catch2/catch.hpp>

#include <algorithm>

#include "engine/law/law.hpp"
#include "tests/support/case_history.hpp"
#include "tests/support/small_law.hpp"

using namespace longstop::law;

namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;  // key, value as TOML

const std::string calendar =
    "verified_from = 2014-01-01\nverified_until = 2028-12-31\n"
    "holiday = [ { day = 2025-12-25, name = \"Christmas Day\" } ]\n";

const std::string common{longstop::tests::small_common};
const std::string measured{longstop::tests::measured_duty};

const Rows sound = {{"id", "\"first\""},
                    {"cite", "\"reg 1\""},
                    {"source", "\"https://www.legislation.gov.uk/\""},
                    {"words", "\"within 6 weeks\""},
                    {"owed_by", "\"LA\""},
                    {"duty", "\"answer\""},
                    {"starts", "[\"request-received\"]"},
                    {"within", "\"6 weeks\""},
                    {"ends", "[\"assess-decision-notified\"]"},
                    {"on_restart", "\"ignore\""},
                    {"in_force", "{ from = 2014-09-01 }"}};

std::string table(const Rows& rows) {
    std::string text = "[[duty]]\n";
    for (const auto& [key, value] : rows) text += key + " = " + value + "\n";
    return text;
}

// The sound row with one key put in, changed, or (with no value) left out.
Rows with(std::string key, std::string value, Rows rows = sound) {
    const auto at =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.first == key; });
    if (value.empty()) {
        rows.erase(at);
    } else if (at == rows.end()) {
        rows.push_back({key, value});
    } else {
        at->second = value;
    }
    return rows;
}

longstop::events::Result<Law> load(const std::string& text) {
    return load_law({{"rows.toml", text},
                     {"measured.toml", measured},
                     {"calendar.toml", calendar},
                     {"common.toml", common}});
}

std::string fault(const std::string& text) {
    const auto law = load(text);
    return law ? "no fault" : law.error().found;
}

// "rows.toml:9: " where `key` stands in the text; where it is left out, the line of the row.
std::string at_line_of(const Rows& rows, std::string_view key) {
    const auto at =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.first == key; });
    const auto line = at == rows.end() ? 1 : at - rows.begin() + 2;
    return "rows.toml:" + std::to_string(line) + ": ";
}

// That the row with `key` so written is refused, on that key's line, with these words.
void refused(std::string key, std::string value, const std::string& what) {
    INFO(key << " = " << value);
    const auto rows = with(key, value);
    const auto found = fault(table(rows));
    CHECK(found == at_line_of(rows, key) + what);
}

}  // namespace

TEST_CASE("load: the sound row loads, and so does the law of England") {
    REQUIRE(load(table(sound)).has_value());
    CHECK(longstop::tests::england().rows().size() == 72);
}

TEST_CASE("load: of the notes the sentences that begin Reading: are the row's choices") {
    const auto choices = [](const std::string& notes) {
        return load(table(with("notes", '"' + notes + '"'))).value().find("first")->choices;
    };
    using Texts = std::vector<std::string>;
    CHECK(choices("No reading of ours.").empty());
    CHECK(choices("Seen. Reading: the day counts. More. Reading: so does the next.") ==
          Texts{"the day counts.", "so does the next."});
}

TEST_CASE("load: an error says what failed, where, why and what to do") {
    const auto law = load(table(with("wihtin", "\"6 weeks\"")));
    REQUIRE_FALSE(law.has_value());
    CHECK(law.error().failed == "cannot load the law");
    CHECK(law.error().found == "rows.toml:13: the key \"wihtin\" is not known");
    CHECK_FALSE(law.error().why.empty());
    CHECK_FALSE(law.error().hint.empty());
    CHECK(law.error().code == longstop::events::ErrorCode::bad_law);
}

TEST_CASE("load: a row without its words, its provision, its address, ...") {
    for (const auto* key :
         {"id", "cite", "source", "words", "owed_by", "duty", "within", "on_restart"}) {
        refused(key, "", "the row has no " + std::string{key});
    }
    refused("starts", "", "the row needs starts and ends");
    refused("ends", "", "the row needs starts and ends");
    refused("in_force", "", "the row has no in_force = { from = DAY }");
    CHECK(fault(table(with("words", "\"\""))) == "rows.toml:1: the row has no words");
    CHECK(fault(table(with("starts", "[]"))) == "rows.toml:1: the row needs starts and ends");
}

TEST_CASE("load: an address that is none") {
    refused("source", "\"www.legislation.gov.uk\"", "source must be an https address");
    refused("source", "\"http://www.legislation.gov.uk\"", "source must be an https address");
}

TEST_CASE("load: values of the wrong kind") {
    refused("words", "6", "words must be a text");
    refused("starts", "\"request-received\"", "starts must be a list of texts");
    refused("in_force", "{ from = \"2014-09-01\" }", "in_force needs dates");
    refused("in_force", "{ to = 2014-09-01 }", "in_force has no from");
    refused("in_force", "{ from = 2014-09-01, to = 2014-08-31 }", "in_force ends before it begins");
    CHECK(fault(table(with("starts", "[1]"))) == "rows.toml:8: starts must hold texts only");
}

TEST_CASE("load: an event nobody knows, a field it has not, a value that is not in its list") {
    refused("starts", "[\"request-recieved\"]",
            "starts: no event type is called \"request-recieved\"");
    refused("ends", "[\"import-done\"]", "ends: no event type is called \"import-done\"");
    refused("lapses", "[\"tribunal-order[sort=assess]\"]",
            "lapses: tribunal-order has no field \"sort\" that a row can ask about");
    refused("lapses", "[\"tribunal-order[by=2025-01-01]\"]",
            "lapses: tribunal-order has no field \"by\" that a row can ask about");
    refused("lapses", "[\"tribunal-order[kind=assess|asses]\"]",
            "lapses: \"asses\" is not a value of kind of tribunal-order");
    refused("rests", "[\"tribunal-order[kind=other]\"]",
            "rests: \"other\" is not a value of kind of tribunal-order");
    refused("wakes", "[\"appeal-not-opposed[late=maybe]\"]",
            "wakes: \"maybe\" is not a value of late of appeal-not-opposed");
    refused("starts", "[\"phase-transfer-planned[year=15]\"]",
            "starts: \"15\" is not a value of year of phase-transfer-planned");
    refused("lapses", "[\"tribunal-order[kind]\"]", "lapses: a condition needs = or !=");
    refused("lapses", "[\"tribunal-order[kind=assess\"]", "lapses: the bracket is not closed");
    refused("lapses", "[\"review-meeting-notified[meeting=other]\"]",
            "lapses: meeting takes only =subject and !=subject");
}

TEST_CASE("load: what belongs in one list only") {
    refused("lapses", "[\"self:request-received\"]", "self: belongs in ends only");
    refused("ends", "[\"review-meeting-notified[meeting!=subject]\"]",
            "[meeting!=subject] belongs in lapses only");
}

TEST_CASE("load: a reading says its name, its authority and its words, and changes keys it may") {
    const auto reading = [](const std::string& keys) {
        return fault(table(sound) + "[[duty.reading]]\n" + keys);
    };
    const std::string named = "name = \"other\"\nauthority = \"somebody\"\nwords = \"so\"\n";
    CHECK(reading(named + "counting = \"from-incl\"\n") == "no fault");
    CHECK(reading("name = \"other\"\n") == "rows.toml:13: the row has no authority");
    CHECK(reading(named + "id = \"second\"\n") == "rows.toml:17: a reading cannot change \"id\"");
    CHECK(reading(named + "side = \"left\"\n") == "rows.toml:17: \"left\" is not a value of side");
    CHECK(reading(named + "within = \"soon\"\n") ==
          "rows.toml:17: cannot read the limit \"soon\": cannot read \"soon\"");
    CHECK(reading("name = \"strict\"\nauthority = \"a\"\nwords = \"w\"\n") ==
          "rows.toml:13: a reading cannot be called \"strict\"");
    CHECK(reading(named + "[[duty.reading]]\n" + named) ==
          "rows.toml:17: a second reading of the row with this name or on this side");
    CHECK(fault(table(with("reading", "\"other\""))) ==
          "rows.toml:13: readings are written as [[duty.reading]]");
}

TEST_CASE("load: a limit that cannot be read") {
    refused("within", "\"six weeks\"",
            "cannot read the limit \"six weeks\": cannot read \"six weeks\"");
    refused("within", "\"6 weeks, 8 weeks\"",
            "cannot read the limit \"6 weeks, 8 weeks\": two limits need \"later of (...)\", "
            "\"earlier of (...)\" or \"first of (...)\"");
    refused("within", "\"later of (6 weeks, 8 weeks\"",
            "cannot read the limit \"later of (6 weeks, 8 weeks\": the bracket is not closed");
}

TEST_CASE("load: a date the starting events do not carry") {
    refused("within", "\"2 weeks before meeting\"",
            "no starting event of the row has such a day: \"meeting\"");
    refused("start_date", "[\"served\", \"date\"]",
            "no starting event of the row has such a day: \"served\"");
    refused("override", "\"by\"", "no starting event of the row has such a day: \"by\"");
    refused("ends_from", "\"12 months before on\"",
            "no starting event of the row has such a day: \"on\"");
    refused("on_restart", "\"restart[moved]\"",
            "no starting event of the row has such a day: \"moved\"");
    refused("start_date", "[\"receieved\"]", "no event has a field \"receieved\"");
}

TEST_CASE("load: a year where a day is needed, and a day where a year is") {
    const auto phase = with("starts", "[\"phase-transfer-planned\"]");
    const auto move = with("starts", "[\"post-16-move-planned\"]");
    const auto found = [](std::string key, std::string value, const Rows& rows) {
        return fault(table(with(key, value, rows)));
    };
    CHECK(found("within", "\"before 15 Feb of year\"", phase) == "no fault");
    CHECK(found("within", "\"5 months before on\"", move) == "no fault");
    const std::string no_day = "no starting event of the row has such a day: \"year\"";
    const std::string no_year = "no starting event of the row has such a year: \"on\"";
    CHECK(found("within", "\"2 weeks before year\"", phase) == "rows.toml:9: " + no_day);
    CHECK(found("within", "\"6 weeks from year\"", phase) == "rows.toml:9: " + no_day);
    CHECK(found("start_date", "[\"year\"]", phase) == "rows.toml:13: " + no_day);
    CHECK(found("within", "\"before 15 Feb of on\"", move) == "rows.toml:9: " + no_year);
    CHECK(found("ends_from", "\"1 Sep before year\"", phase) == "no fault");
    CHECK(found("ends_from", "\"12 months before on\"", move) == "no fault");
    CHECK(found("ends_from", "\"1 Sep before on\"", move) == "rows.toml:13: " + no_year);
    CHECK(found("ends_from", "\"12 months before year\"", phase) == "rows.toml:13: " + no_day);
}

TEST_CASE("load: limits that would be counted wrong, or never") {
    const auto met = with("starts", "[\"review-meeting-notified\"]");
    CHECK(fault(table(with("within", "\"2 weeks before meeting\"", met))) == "no fault");
    for (const auto* limit :
         {"5 working days before meeting", "0 working days", "8 weeks from import-done"}) {
        INFO(limit);
        CHECK(fault(table(with("within", '"' + std::string{limit} + '"', met)))
                  .starts_with("rows.toml:9: cannot read the limit"));
    }
}

TEST_CASE("load: a subject the starting events do not carry") {
    refused("subject", "\"body\"", "request-received carries no body");
    const auto held = with("starts", "[\"review-meeting-held\"]");
    CHECK(fault(table(with("subject", "\"meeting\"", held))) == "no fault");
    const auto two = with("starts", "[\"advice-requested\", \"request-received\"]");
    CHECK(fault(table(with("subject", "\"body\"", two))) ==
          "rows.toml:13: request-received carries no body");
}

TEST_CASE("load: an end by the starting event that is none of the starting events") {
    refused("ends", "[\"self:final-plan-sent\"]", "self:final-plan-sent does not start the row");
    CHECK(fault(table(with("ends", "[\"self:request-received\"]"))) == "no fault");
}

TEST_CASE("load: a misspelt key of in_force, or at the top of a file") {
    refused("in_force", "{ from = 2014-09-01, until = 2015-03-22 }", "in_force has no \"until\"");
}

TEST_CASE("load: known_from is a date after the row's first day in force") {
    refused("known_from", "\"2022-03-08\"", "known_from must be a date");
    refused("known_from", "2014-09-01", "known_from does not lie after in_force.from");
    CHECK(fault(table(sound) + "[[dutys]]\nid = \"lost\"\n") ==
          "rows.toml:13: the key \"dutys\" is not known");
}

TEST_CASE("load: a word that is not in the list of its key") {
    for (const auto* key :
         {"kind", "counting", "adjust", "subject", "if_missed", "matter", "group"}) {
        refused(key, "\"perhaps\"", "\"perhaps\" is not a value of " + std::string{key});
    }
    refused("on_restart", "\"again\"", "\"again\" is not a value of on_restart");
    refused("override", "\"until\"", "override must be \"by\" or \"by from EVENT\"");
    refused("answers", "[\"appeal\"]", "\"appeal\" is not a value of answers");
    refused("same_day", "\"either\"", "the key \"same_day\" is not known");
    refused("ends_from", "\"last summer\"", "cannot read ends_from \"last summer\"");
}

TEST_CASE("load: what a plan answers") {
    CHECK(fault(table(with("answers", "[\"order\", \"none\"]"))) == "no fault");
    CHECK(fault(table(with("group", "\"review\""))) == "no fault");
    refused("whatever_answered", "[\"amended-plan-sent\"]", "whatever_answered needs answers");
    CHECK(fault(table(with("group", "\"review\"", with("matter", "\"any\"")))) ==
          "rows.toml:14: a row of a group must be of its own matter");
    const auto far =
        with("ends_from", "\"1 Sep before year\"", with("starts", "[\"phase-transfer-planned\"]"));
    CHECK(fault(table(far)) == "no fault");
    CHECK(fault(table(with("group", "\"review\"", far))) ==
          "rows.toml:14: a row of a group cannot have ends_from");
}

TEST_CASE("load: what holds a clock, and what fixes its day") {
    CHECK(fault(table(with("held", "[{ by = [\"mediation-requested\"], until = [\"note\"] }]"))) ==
          "no fault");
    refused("held", "\"mediation-requested\"",
            "held must be a list of { by = [...], until = [...] }");
    refused("held", "[{ by = [\"mediation-requested\"] }]",
            "held needs by and until, and nothing else");
    refused("held", "[{ by = [\"mediation\"], until = [\"note\"] }]",
            "by: no event type is called \"mediation\"");
    CHECK(fault(table(with("override", "\"by from tribunal-direction[response=yes]\""))) ==
          "no fault");
    refused("override", "\"by from tribunal-direction[response=later]\"",
            "override: \"later\" is not a value of response of tribunal-direction");
    refused("override", "\"by from request-received\"", "request-received names no day in `by`");
    CHECK(fault(table(
              with("rests", "[\"note\"]", with("override", "\"by from tribunal-direction\"")))) ==
          "rows.toml:13: a row whose day an event fixes cannot rest");
    refused("within", "\"later of (1 week from note, 2 weeks from draft-plan-sent)\"",
            "the limit counts from two types of event");
    std::string many;
    for (int i = 0; i < 20; ++i) {
        many += table(with("held", "[{ by = [\"note\"], until = [\"note\"] }]",
                           with("id", '"' + std::to_string(i) + '"')));
    }
    CHECK(fault(many).ends_with(": too many rows are held, or have a day that is fixed"));
}

TEST_CASE("load: kinds of decision as subjects") {
    CHECK(fault(table(with("subject", "\"against\"",
                           with("starts", "[\"cease-decision-notified\"]")))) == "no fault");
    CHECK(fault(table(
              with("subject", "\"against\"", with("starts", "[\"review-decision-notified\"]")))) ==
          "rows.toml:13: review-decision-notified is no decision of one kind");
}

TEST_CASE("load: an exception nobody knows, or an absence without its length") {
    refused("excused_by", "[\"staff-shortage\"]", "no ground is called \"staff-shortage\"");
    refused("excused_by", "[\"absence\"]", "absence needs its length: absence(28)");
    refused("excused_by", "[\"absence(four weeks)\"]",
            "cannot read the exception \"absence(four weeks)\"");
    refused("excused_by", "[\"absence(\"]", "cannot read the exception \"absence(\"");
    refused("excused_by", "[\"school-closed(28)\"]",
            "cannot read the exception \"school-closed(28)\"");
}

TEST_CASE("load: two rows of one id, and an id that names no row") {
    CHECK(fault(table(sound) + table(sound)) == "rows.toml:13: a second row is called first");
    const auto two_files = load_law({{"a.toml", table(sound)},
                                     {"b.toml", "\n" + table(sound)},
                                     {"calendar.toml", calendar},
                                     {"common.toml", common}});
    REQUIRE_FALSE(two_files.has_value());
    CHECK(two_files.error().found == "b.toml:2: a second row is called first");
    CHECK(fault(table(with("unless_open", "[\"second\"]"))) ==
          "rows.toml:1: no row is called second");
    CHECK(fault(table(with("not_listed_while", "[\"second\"]"))) ==
          "rows.toml:1: no row is called second");
}

TEST_CASE("load: 128 rows and no more") {
    std::string text;
    // One stands in another file.
    for (int i = 0; i < 127; ++i) text += table(with("id", '"' + std::to_string(i) + '"'));
    CHECK(load(text).has_value());
    // Each row takes 12 lines.
    CHECK(fault(text + table(with("id", "\"one too many\""))) ==
          "rows.toml:1525: more than 128 rows");
    // A version is one.
    CHECK(fault(text + "[[duty.version]]\nin_force_from = 2027-01-01\n") ==
          "rows.toml:1525: more than 128 rows");
}

TEST_CASE("load: a file that is no TOML, or has no rows") {
    CHECK(fault("[[duty]\n").starts_with("rows.toml:1: "));
    CHECK(fault("\n\nid = \n").starts_with("rows.toml:3: "));
    CHECK(fault(table(sound) + "id = \"twice\"\n").starts_with("rows.toml:13: "));
    CHECK(fault("title = \"nothing\"\n").find("rows.toml:1: ") == 0);
    CHECK(fault("") == "rows.toml:1: the file has no [[duty]]");
}

TEST_CASE("load: a calendar that is missing or cannot be read") {
    const auto of = [](std::string text) {
        const auto law = load_law({{"rows.toml", table(sound)},
                                   {"measured.toml", measured},
                                   {"calendar.toml", text},
                                   {"common.toml", common}});
        return law ? "no fault" : law.error().found;
    };
    CHECK(of(calendar) == "no fault");
    const auto none = load_law({{"rows.toml", table(sound)}});
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error().found == "calendar.toml:1: the file is missing");
    CHECK(of("verified_from = 2014-01-01\n") == "calendar.toml:1: there is no list of [[holiday]]");
    CHECK(of("verified_from = 2014-01-01\nholiday = []\n") ==
          "calendar.toml:1: the date verified_until is missing or no date");
    CHECK(of("verified_from = \"2014\"\nverified_until = 2028-12-31\nholiday = []\n") ==
          "calendar.toml:1: the date verified_from is missing or no date");
    CHECK(of("verified_from = 2014-01-01\nverified_until = 2028-12-31\n"
             "holiday = [\n  { name = \"no day\" } ]\n") ==
          "calendar.toml:4: the date day is missing or no date");
    const std::string range = "verified_from = 2014-01-01\nverified_until = 2028-12-31\n";
    CHECK(of(range + "holiday = [ 2025-12-25 ]\n") == "calendar.toml:3: a holiday must be a table");
    const std::string slip = "the holiday is listed twice or outside the range";
    CHECK(of(range + "holiday = [\n  { day = 2025-12-25 },\n  { day = 2025-12-25 } ]\n") ==
          "calendar.toml:5: " + slip);
    CHECK(of(range + "holiday = [ { day = 2029-01-01 } ]\n") == "calendar.toml:3: " + slip);
    CHECK(of(calendar + "holidays = []\n") == "calendar.toml:4: the key \"holidays\" is not known");
    CHECK(of("verified_from = 2028-12-31\nverified_until = 2014-01-01\nholiday = []\n")
              .starts_with("calendar.toml:1: verified_until does not lie after verified_from"));
}

TEST_CASE("load: every row of the law of England has words, a provision and an https address") {
    for (const auto& duty : longstop::tests::england().rows()) {
        INFO(duty.id);
        CHECK(duty.words.size() > 20);
        CHECK_FALSE(duty.cite.empty());
        CHECK(duty.source.starts_with("https://"));
        CHECK(duty.in_force_from >= longstop::events::parse_day("2014-09-01"));
    }
}

TEST_CASE("load: a measure that nobody asks for, and one that no row carries") {
    refused("measures", "[\"20-weeks\"]", "no measure is called \"20-weeks\"");
    const auto without = load_law({{"rows.toml", table(with("measures", "[\"twenty-weeks\"]"))},
                                   {"calendar.toml", calendar},
                                   {"common.toml", common}});
    REQUIRE_FALSE(without.has_value());
    CHECK(without.error().found ==
          "rows.toml:1: no row of the law carries the measure \"assess-decision\" (whether to "
          "assess)");
    const auto law = load(table(sound));
    REQUIRE(law.has_value());
    CHECK(law->find("measured")->counts_as(Measure::annual_review));
    CHECK_FALSE(law->find("first")->counts_as(Measure::annual_review));
}

TEST_CASE("load: what is of no one duty") {
    const auto of = [](const std::string& before, const std::string& after) {
        auto text = common;
        text.replace(text.find(before), before.size(), after);
        const auto law = load_law({{"rows.toml", table(sound)},
                                   {"measured.toml", measured},
                                   {"calendar.toml", calendar},
                                   {"common.toml", text}});
        return law ? "no fault" : law.error().found;
    };
    CHECK(of("[closure]", "[closures]") == "common.toml:3: the key \"closures\" is not known");
    CHECK(of("[closed_case]\nstays_closed = [\"note\"]\n", "") ==
          "common.toml:1: there is no table [closed_case]");
    CHECK(of("[\"note\"]", "[\"notes\"]") ==
          "common.toml:2: stays_closed: no event type is called \"notes\"");
    CHECK(of("[\"note\"]", "\"note\"") == "common.toml:2: stays_closed must be a list of texts");
    CHECK(of("[\"note\"]", "[7]") == "common.toml:2: stays_closed must hold texts only");
    CHECK(of("at_least = 28", "at_least = \"28\"") ==
          "common.toml:5: at_least must be a number of days");
    CHECK(of("at_least = 28\n", "") == "common.toml:3: [closure] has no at_least");
    CHECK(of("\"school-closed\"", "\"holiday\"") ==
          "common.toml:4: no ground is called \"holiday\"");
    CHECK(of("due_to = 2020-09-25", "due_to = 2020") ==
          "common.toml:11: the date due_to is missing or no date");
    CHECK(of("2020-09-25", "2020-04-30") == "common.toml:11: the time ends before it begins");
    CHECK(of("refused = \"outside\"", "refused = 7") == "common.toml:12: refused must be a text");
    const auto none = load_law({{"rows.toml", table(sound)}, {"calendar.toml", calendar}});
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error().found == "common.toml:1: the file is missing");
}

TEST_CASE("load: what nests deep is an error, however it nests") {
    const auto repeated = [](const std::string& part, int times) {
        std::string text;
        for (int i = 0; i < times; ++i) text += part;
        return text;
    };
    const std::string deep = "rows.toml:1: values or keys nest too deep";
    CHECK(fault(repeated("a.", 200'000) + "a = 1\n") == deep);
    CHECK(fault(repeated("\"a\".", 200'000) + "a = 1\n") == deep);
    CHECK(fault("[" + repeated("a.", 200'000) + "a]\n") == deep);
    CHECK(fault("[[" + repeated("a.", 200'000) + "a]]\n") == deep);
    CHECK(fault("a = " + repeated("[", 200'000)) == deep);
    CHECK(fault("a = " + repeated("{a=", 200'000)) == deep);
    CHECK(fault("a = " + repeated("{a.a.a=", 30)) == deep);
    CHECK(fault("a = " + repeated("[\n", 200'000)) == "rows.toml:33: values or keys nest too deep");
    // Dots and brackets in texts and comments are no nest.
    const auto dots = repeated(".[", 500);
    for (const std::string quote : {"\"", "'", R"(""")", "'''"}) {
        INFO(quote);
        CHECK(fault(table(with("words", quote + dots + quote))) == "no fault");
    }
    CHECK(fault("# " + dots + "\n" + table(sound)) == "no fault");
    CHECK(fault(table(with("words", R"("\")" + dots + "\""))) == "no fault");
    CHECK(fault(table(with("words", "'''\n" + dots + "\n'''"))) == "no fault");
}

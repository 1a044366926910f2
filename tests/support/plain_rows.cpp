// Section 2: what an import takes, and what it refuses and why.
#include "plain_evaluator.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <tuple>

namespace longstop::plain {
namespace {

// The fields of each type: `name` must be there, `[name]` may. After a colon what the value is:
// `day`, `year`, or the list it must come from; otherwise any text.
struct TypeRow {
    const char* type;
    const char* fields;
};

#define ORDER_KINDS \
    "dismiss-cease|assess|make-plan|remit|amend-contents|amend-setting|continue|continue-amend"

constexpr TypeRow type_rows[] = {
    {"request-received", "[by:parent|young-person|setting|other]"},
    {"became-responsible", ""},
    {"request-withdrawn", ""},
    {"assess-decision-notified", "outcome:yes|no"},
    {"advice-requested", "body [received:day] [setting]"},
    {"advice-received", "body"},
    {"issue-decision-made", ""},
    {"no-plan-decision-notified", ""},
    {"draft-plan-sent", "[served:day]"},
    {"representations-received", ""},
    {"setting-consulted", "setting"},
    {"setting-replied", "setting"},
    {"final-plan-sent", "[names_next:yes|no]"},
    {"setting-closed", "setting reopens:day"},
    {"personal-circumstances", "[until:day]"},
    {"absence-from-area", "[until:day]"},
    {"missed-appointment", "body"},
    {"exception-relied-on",
     "ground:school-closed|early-years-closed|personal-circumstances|absence|missed-appointment|"
     "coronavirus duty reason [body]"},
    {"review-meeting-notified", "meeting:day"},
    {"review-advice-circulated", "meeting:day"},
    {"review-meeting-held", ""},
    {"review-report-sent", ""},
    {"review-decision-notified", "outcome:maintain|amend|cease"},
    {"amendment-notice-sent", "[served:day]"},
    {"amended-plan-sent", "[names_next:yes|no]"},
    {"no-amendment-notified", ""},
    {"phase-transfer-planned", "transfer:post-16|other year:year"},
    {"post-16-move-planned", "on:day"},
    {"reassessment-requested", ""},
    {"reassessment-decision-notified", "outcome:yes|no"},
    {"reassessment-own-initiative", ""},
    {"cease-decision-notified", ""},
    {"plan-ceased", "[reason]"},
    {"move-known", "moved:day [to_la]"},
    {"plan-transferred-out", "[to_la]"},
    {"plan-transferred-in", "from_la plan_made:day [last_review:day]"},
    {"transfer-information-sent", ""},
    {"mediation-adviser-contacted", ""},
    {"mediation-declined", ""},
    {"mediation-requested", "[issues:education|health|mixed]"},
    {"mediation-commissioners-told", ""},
    {"mediation-held", ""},
    {"mediation-certificate-issued", ""},
    {"mediation-agreement", "kind:" ORDER_KINDS "|other [by:day]"},
    {"agreement-step-done", ""},
    {"appeal-registered", "[against:assess|issue|plan|reassess|cease]"},
    {"appeal-received", "[against:assess|issue|plan|reassess|cease]"},
    {"appeal-response-sent", ""},
    {"appeal-not-opposed", "kind:assess|make-plan|contents|setting|cease-continue|cease-amend"},
    {"appeal-withdrawn", ""},
    {"tribunal-order", "kind:" ORDER_KINDS "|dismiss [by:day]"},
    {"tribunal-direction", "step by:day"},
    {"direction-complied", "step"},
    {"order-assessment-notified", ""},
    {"recommendation-made", "to:health|social-care"},
    {"recommendation-answered", "to"},
    {"provision-specified", "provision"},
    {"provision-in-place", "provision"},
    {"record-begins", ""},
    {"case-closed", "reason:withdrawn|moved|left-england|died|aged-out|other"},
    {"note", "text"},
    {"retracted", "of reason"},
};

struct FieldRule {
    std::string name, value;  // value: "", "day", "year" or a list a|b|c
    bool required = true;
};

std::vector<FieldRule> parse_fields(const std::string& text) {
    std::vector<FieldRule> rules;
    for (std::string word : split(text, " ")) {
        if (word.empty()) continue;
        FieldRule rule;
        if (word.front() == '[') {
            rule.required = false;
            word = word.substr(1, word.size() - 2);
        }
        const auto colon = word.find(':');
        rule.name = word.substr(0, colon);
        if (colon != std::string::npos) rule.value = word.substr(colon + 1);
        rules.push_back(rule);
    }
    return rules;
}

const std::vector<FieldRule>* rules_of(const std::string& type) {
    static const auto table = [] {
        std::map<std::string, std::vector<FieldRule>> made;
        for (const auto& row : type_rows) made[row.type] = parse_fields(row.fields);
        return made;
    }();
    const auto found = table.find(type);
    return found == table.end() ? nullptr : &found->second;
}

bool all_digits(std::string_view text, std::size_t count) {
    return text.size() == count &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_case_reference(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
}

bool year_within_reach(int year) { return year >= 1900 && year <= 2199; }  // 2.1

std::string fault_of_day(const std::string& name, const std::string& text) {
    const auto day = day_of(text);
    if (!day) return "`" + name + "` is no day: " + text;
    const int year = int(std::chrono::year_month_day(*day).year());
    return year_within_reach(year) ? "" : "`" + name + "` is outside 1900-2199: " + text;
}

std::string fault_of_value(const FieldRule& rule, const std::string& text) {
    if (rule.value.empty()) return "";
    if (rule.value == "day") return fault_of_day(rule.name, text);
    if (rule.value == "year") {
        const bool good = all_digits(text, 4) && year_within_reach(std::stoi(text));
        return good ? "" : "`" + rule.name + "` is no year in 1900-2199: " + text;
    }
    const auto listed = split(rule.value, "|");  // not trimmed (2.1)
    const bool good = std::find(listed.begin(), listed.end(), text) != listed.end();
    return good ? "" : "`" + rule.name + "` is none of " + rule.value + ": " + text;
}

// 2.1 for one row; empty when nothing is wrong.
std::string fault_of(const std::map<std::string, std::string>& fields) {
    const auto text = [&](const char* name) {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string() : found->second;
    };
    if (!all_digits(text("la"), 3)) return "`la` is not three digits";
    if (!is_case_reference(text("case"))) return "`case` is missing or ill-formed";
    const auto* rules = rules_of(text("type"));
    if (!rules) return "`type` is missing or unknown: " + text("type");
    if (const auto fault = fault_of_day("date", text("date")); !fault.empty()) return fault;
    if (fields.contains("recorded_at") && !instant_of(text("recorded_at"))) {
        return "`recorded_at` is no RFC 3339 instant: " + text("recorded_at");
    }
    for (const auto& rule : *rules) {
        const auto found = fields.find(rule.name);
        if (found == fields.end()) {
            if (rule.required) return "`" + rule.name + "` is missing";
            continue;  // 2.4: foreign fields are kept unread, so only the type's own are tested
        }
        const auto fault = fault_of_value(rule, found->second);
        if (!fault.empty()) return fault;
    }
    return "";
}

// 2.2 and 2.5: what the import's own options make of a row that is well formed.
std::string fault_of_import(const std::map<std::string, std::string>& fields,
                            const ImportOptions& options) {
    if (!fields.contains("source")) return "`source` is missing, and none is given";
    const auto recorded = fields.find("recorded_at");
    const bool late = options.trust_recorded_at && options.imported_at &&
                      recorded != fields.end() &&
                      *instant_of(recorded->second) > *options.imported_at;
    return late ? "`recorded_at` lies after the import: " + recorded->second : "";
}

// One line as a flat object: every value as text, the first reason to refuse the row.
class RowHandler {
  public:
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    using Code = boost::json::error_code;
    using View = boost::json::string_view;

    std::map<std::string, std::string> fields;
    std::string fault;

    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code&) { return true; }
    bool on_object_begin(Code&) {
        if (depth_++ > 0) blame("`" + key_ + "` is an object");
        return true;
    }
    bool on_object_end(std::size_t, Code&) { return --depth_, true; }
    bool on_array_begin(Code&) {
        blame(depth_++ > 0 ? "`" + key_ + "` is a list" : "the line is no JSON object");
        return true;
    }
    bool on_array_end(std::size_t, Code&) { return --depth_, true; }
    bool on_key_part(View part, std::size_t, Code&) { return gather(part); }
    bool on_key(View part, std::size_t, Code&) {
        gather(part);
        key_ = std::move(text_);
        text_.clear();
        if (depth_ == 1 && !keys_.insert(key_).second) blame("`" + key_ + "` is given twice");
        return true;
    }
    bool on_string_part(View part, std::size_t, Code&) { return gather(part); }
    bool on_string(View part, std::size_t, Code&) { return gather(part), keep(); }
    bool on_number_part(View part, Code&) { return gather(part); }
    bool on_int64(std::int64_t, View part, Code&) { return gather(part), keep(); }
    bool on_uint64(std::uint64_t, View part, Code&) { return gather(part), keep(); }
    bool on_double(double, View part, Code&) { return gather(part), keep(); }
    bool on_bool(bool, Code&) {
        blame(depth_ > 0 ? "`" + key_ + "` is true or false" : "the line is no JSON object");
        return true;
    }
    bool on_null(Code&) { return text_.clear(), keep(); }  // an absent field
    bool on_comment_part(View, Code&) { return true; }
    bool on_comment(View, Code&) { return true; }

  private:
    bool gather(View part) { return text_.append(part.data(), part.size()), true; }
    bool keep() {
        const std::string text = std::move(text_);
        text_.clear();
        if (depth_ == 0) blame("the line is no JSON object");
        if (!trimmed(text).empty()) fields[key_] = text;  // white space alone: absent (2.1)
        return true;
    }
    void blame(const std::string& reason) {
        if (fault.empty()) fault = reason;
    }

    int depth_ = 0;
    std::string key_, text_;
    std::set<std::string> keys_;
};

// The parser also refuses bytes that are no UTF-8.
RowHandler parse_line(const std::string& line) {
    boost::json::basic_parser<RowHandler> parser{boost::json::parse_options{}};
    RowHandler::Code code;
    const auto used = parser.write_some(false, line.data(), line.size(), code);
    auto& handler = parser.handler();
    if (code || used != line.size()) handler.fault = "the line is no JSON object";
    return std::move(handler);
}

using Key = std::tuple<std::string, std::string, std::string>;  // la, source, id

// 2.2: every field as text, those the table of types does not know included.
void accept(Log& log, std::map<Key, std::size_t>& by_key, Row row, const ImportOptions& options) {
    if (!options.source.empty()) row.fields.try_emplace("source", options.source);
    if (auto fault = fault_of_import(row.fields, options); !fault.empty()) {
        log.refused.push_back({row.line, std::move(fault)});
        return;
    }
    if (row.fields.contains("id")) {
        const Key key{row.at("la"), row.at("source"), row.at("id")};
        const auto [place, is_new] = by_key.try_emplace(key, log.rows.size());
        if (!is_new) {
            if (log.rows[place->second].fields == row.fields) {
                ++log.already_present;
            } else {
                log.refused.push_back({row.line, "conflict: this source and id, other content"});
            }
            return;
        }
    }
    if (const auto found = row.fields.find("recorded_at"); found != row.fields.end()) {
        row.recorded_at = found->second;
    }
    const bool own = options.trust_recorded_at && !row.recorded_at.empty();
    row.recorded =
        own ? *instant_of(row.recorded_at) : options.imported_at.value_or(Instant{});  // 1.1
    const auto last = std::find_if(log.rows.rbegin(), log.rows.rend(), [&](const Row& earlier) {
        return earlier.at("la") == row.at("la");
    });
    row.position = last == log.rows.rend() ? 1 : last->position + 1;
    log.rows.push_back(std::move(row));
}

}  // namespace

bool is_event_type(const std::string& type) { return rules_of(type) != nullptr; }

bool belongs(const std::string& type, const std::string& field) {
    const auto* rules = rules_of(type);
    return rules && std::any_of(rules->begin(), rules->end(),
                                [&](const FieldRule& rule) { return rule.name == field; });
}

void import_jsonl(Log& log, std::string_view text, const ImportOptions& options) {
    std::map<Key, std::size_t> by_key;
    for (std::size_t i = 0; i < log.rows.size(); ++i) {
        const auto& row = log.rows[i];
        if (row.fields.contains("id")) by_key[{row.at("la"), row.at("source"), row.at("id")}] = i;
    }
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    int number = 0;
    for (const auto& line : split(text, "\n")) {
        ++number;
        if (trimmed(line).empty()) continue;  // 2.1
        ++log.read;
        auto handler = parse_line(line);
        auto fault = handler.fault.empty() ? fault_of(handler.fields) : handler.fault;
        if (!fault.empty()) {
            log.refused.push_back({number, std::move(fault)});
            continue;
        }
        Row row;
        row.fields = std::move(handler.fields);
        row.line = number;
        accept(log, by_key, std::move(row), options);
    }
}

}  // namespace longstop::plain

// What may be given for a parameter, where it can be listed: completions offer it. Whoever reads
// the parameter refuses the rest.
#pragma once

#include <string>
#include <vector>

namespace longstop::cli::values {

std::vector<std::string> formats();       // of lists
std::vector<std::string> file_formats();  // that can be imported
std::vector<std::string> duties();        // of the law built in
std::vector<std::string> readings();      // likewise
std::vector<std::string> event_types();   // without those that the log writes itself
std::vector<std::string> owners();        // of the duties of the law built in
std::vector<std::string> kinds();         // of duties
std::vector<std::string> statuses();      // of clocks
std::vector<std::string> stages();        // of the law built in
std::vector<std::string> checks();
std::vector<std::string> counts();

}  // namespace longstop::cli::values

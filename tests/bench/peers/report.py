#!/usr/bin/env python3
"""Makes the table, and a JSON file of the same, of what run.sh measured.

    report.py RESULTS.tsv OUT.json

Exits with 1 when the engines' answers are not the same.
"""
import json
import statistics
import sys

results = {}  # by engine, by name: a text, or the median of the figures of that name
for line in open(sys.argv[1]):
    who, name, value = line.rstrip("\n").split("\t")
    results.setdefault(who, {}).setdefault(name, []).append(value)
for own in results.values():
    for name, values in own.items():
        try:
            own[name] = statistics.median(map(float, values))
        except ValueError:
            own[name] = values[-1]
        if name in ("version", "commit"):  # a text, though 15.20 looks like a number
            own[name] = values[-1]

engines = {"longstop": "Longstop", "postgres": "PostgreSQL", "sqlite": "SQLite", "duckdb": "DuckDB"}
peers = [name for name in engines if name != "longstop"]
machine = results.pop("machine")
events = machine["events"]
for engine in engines:
    own = results.setdefault(engine, {})
    if "load_bytes" in own:
        own["bytes_an_event"] = own["load_bytes"] / events


def time_text(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size or unit == "us":
            return f"{seconds / size:{'.0f' if seconds / size >= 100 else '.3g'}} {unit}"


def rate_text(rate):
    return f"{rate / 1000:.1f} k/s" if rate >= 10000 else f"{rate:.0f}/s"


def bytes_text(count):
    return f"{count:.0f} B"


# What, the name of Longstop's figure and of the peers', how it is written.
rows = [
    ("bulk load, durable, with keys *", "load_s", "load_s", time_text),
    ("disk, an event *", "bytes_an_event", "bytes_an_event", bytes_text),
    ("20-week list, plain rule, warm *", "list_s", "list_s", time_text),
    ("  with an index made for it", "list_s", "list_indexed_s", time_text),
    ("  process start to CSV written", "list_process_s", "list_process_s", time_text),
    ("  that with the index", "list_process_s", "list_indexed_process_s", time_text),
    ("20-week list, whole law, warm (1) *", "whole_law_list_s", None, time_text),
    ("  process start to CSV written", "whole_law_list_process_s", None, time_text),
    ("every duty | milestones, warm (2) *", "milestones_s", "milestones_s", time_text),
    ("one case: clocks | events, warm (3) *", "case_s", "case_s", time_text),
    ("  process start to exit", "case_process_s", "case_process_s", time_text),
    ("durable appends, 1 writer *", "append_1", "append_1", rate_text),
    ("  16 writers", "append_16", "append_16", rate_text),
    ("  64 writers *", "append_64", "append_64", rate_text),
]


def ratio(of_peer, of_longstop, text):
    """How many times better Longstop is."""
    if of_peer is None or not of_longstop:
        return None
    return of_longstop / of_peer if text is rate_text else of_peer / of_longstop


def times_text(times):
    return f"{times:,.0f}x" if times >= 100 else f"{times:.2g}x" if times < 1 else f"{times:.3g}x"


def cell(peer, name, against, text):
    value = results[peer].get(name)
    if value is None:
        return "-"
    times = ratio(value, results["longstop"].get(against), text)
    return text(value) + (times_text(times).rjust(8) if times else "")


def line(what, *cells):
    print(f"{what:<38}{cells[0]:>10}" + "".join(f"{text.strip():>17}" for text in cells[1:]))


print(f"{events:,.0f} made-up events of 153 authorities: {machine['command']}, commit {machine['commit']}")
print(f"{machine['processor']}, {machine['memory']}, {machine['disk']}, {machine['kernel']}; "
      f"load {machine['load_before']} to {machine['load_after']}")
print(f"medians of {machine['rounds']:.0f} (loads and appends: of 3); Nx: Longstop is N times better, below 1 the peer is\n")
line("", *(f"{name} {results[engine].get('version', '')}" if engine != "longstop" else name
           for engine, name in engines.items()))
for what, own, theirs, text in rows:
    value = results["longstop"].get(own)
    line(what, text(value) if value is not None and theirs == own or theirs is None else '"',
         *(cell(peer, theirs, own, text) for peer in peers))
for engine in engines:
    if "not_measured" in results[engine]:
        print(f"{engines[engine]}: not measured: {results[engine]['not_measured']}")

print("""
(1) With what lapses, rests and excuses: what the peers' SQL does not say.
(2) Longstop: 69 duties, each clock run, breaches counted, the 1,000 worst listed. Peers: the first
    and last day of 17 types of event, per case.
(3) The median of 4,000 and, of the peers, 1,000 cases (DuckDB 200) drawn at random.
Warm: Longstop in a process that has read and grouped the columns """ +
      f"({time_text(results['longstop'].get('read_s', 0))} and "
      f"{time_text(results['longstop'].get('group_s', 0))}), two\n"
      """threads; PostgreSQL over a socket, two workers, its server running also where others start;
SQLite in a process, one thread; DuckDB in a process, two threads. Warm lists are counted and
summed where they are found; "process start" writes them.""")
if "key_s" in results["duckdb"]:
    own = results["duckdb"]
    print(f"DuckDB is loaded sorted and without keys, as is its use: unique (la, source, id) takes "
          f"{time_text(own['key_s'])}\nand {bytes_text(own['key_bytes'] / events)} an event more. The "
          "others have the keys (la, case, position) and (la, source, id).")
if "start_s" in results["duckdb"]:
    print(f"DuckDB's processes are Node's: {time_text(results['duckdb']['start_s'])} to start and ask "
          "nothing of an empty database.")
print(f"Appends: each a transaction of one event, synced, over 16 authorities; the disk alone syncs a\n"
      f"growing file {results['longstop'].get('fdatasync', 0):,.0f} times a second. SQLite and DuckDB "
      "take one writer at a time.")

# --- targets: what, how many times as good, how many it should be ----------------------------------

own = results["longstop"]


def beside(name, peer, theirs=None):
    """How many times as good as the peer Longstop is."""
    return ratio(results[peer].get(theirs or name), own.get(name),
                 rate_text if name.startswith("append") else time_text)


def against(name, aim):
    """How many times as good as a fixed aim Longstop is."""
    value = own.get(name)
    return value and (value / aim if name.startswith("append") else aim / value)


targets = [
    ("every duty: PostgreSQL's milestones", beside("milestones_s", "postgres"), 20),
    ("every duty: SQLite's milestones", beside("milestones_s", "sqlite"), 12),
    ("every duty: DuckDB's milestones", beside("milestones_s", "duckdb"), 1),
    ("20-week list, whole law, warm: DuckDB's plain rule",
     beside("whole_law_list_s", "duckdb", "list_s"), 1),
    ("20-week list, plain rule, warm: DuckDB's", beside("list_s", "duckdb"), 1),
    ("durable appends, 1 writer: PostgreSQL's", beside("append_1", "postgres"), 1),
    ("durable appends, 1 writer: SQLite's", beside("append_1", "sqlite"), 1),
    ("durable appends, 1 writer: fdatasync of a growing file",
     against("append_1", own.get("fdatasync", 0) or 1), 1),
    ("durable appends, 64 writers: PostgreSQL's", beside("append_64", "postgres"), 5),
    ("durable appends, 64 writers: 150,000/s", against("append_64", 150e3), 1),
    ("bulk load: 400,000 events/s", against("load_s", events / 400e3), 1),
    ("disk: 60 B an event", against("bytes_an_event", 60), 1),
    ("one case's clocks, warm: 50 us", against("case_s", 50e-6), 1),
]
print("\n* targets of Longstop, as times better than that")
for what, times, at_least in targets:
    verdict = "-" if times is None else "reached" if times >= at_least else "MISSED"
    print(f"  {what:<56}{'-' if times is None else times_text(times):>8} of {at_least:>2}x  {verdict}")

# --- the same answers ------------------------------------------------------------------------------

lists = {own["list_answer"] for own in results.values() if "list_answer" in own}
sums = {own["milestones_answer"] for own in results.values() if "milestones_answer" in own}
same = len(lists) == 1 and len(sums) <= 1
print()
if same:
    agreeing = [engines[engine] for engine in engines if "list_answer" in results[engine]]
    print(f"The same 20-week list, plain rule, of {', '.join(agreeing)}:\n  {lists.pop()} "
          f"(sha256 of la,case,due,days late, sorted)")
else:
    print("THE ANSWERS DIFFER:", *(f"{engines[engine]}: {results[engine].get('list_answer')}; "
                                   f"milestones {results[engine].get('milestones_answer', '-')}"
                                   for engine in engines), sep="\n  ")

with open(sys.argv[2], "w") as out:
    json.dump({"machine": machine, "engines": results, "same_answers": same,
               "targets": [{"target": what, "times": times, "at_least": at_least}
                           for what, times, at_least in targets]}, out, indent=2)
    out.write("\n")
sys.exit(0 if same else 1)

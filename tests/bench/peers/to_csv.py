#!/usr/bin/env python3
"""Makes the peers' CSV of the JSON lines that longstop imports.

    to_csv.py LINES.jsonl EVENT_TYPES.cpp OUT.csv OUT-DAYS.csv OUT-CASES.csv

The columns: la, case_ref, position (in the authority's log), type (its number), date, in_force,
source, id, recorded_at, actor, details (the other fields, as JSON). The second file has the days
and instants as numbers, since SQLite has no type for them.

OUT-CASES has la,case_ref of a thousand cases drawn at random.

`in_force` is 0 for what a retraction takes back, so that no peer need ask for it.
"""
import json
import random
import re
import sys
from datetime import date

lines_file, types_file, csv_file, days_file, cases_file = sys.argv[1:]
type_no = {name: int(no)
           for no, name in re.findall(r'\{\s*(\d+),\s*"([a-z0-9-]+)"', open(types_file).read())}


def keyed(line):
    event = json.loads(line)
    return event, (event["la"], event["source"], event["case"])


# The last word counts: a retraction that was itself taken back takes nothing back.
retractions = []
for line in open(lines_file):
    if '"type":"retracted"' in line:
        event, key = keyed(line)
        retractions.append(((*key, event["id"]), (*key, event["of"])))
taken_back = set()
for own, other in reversed(retractions):
    if own not in taken_back:
        taken_back.add(other)

positions, numbers, cases = {}, {}, {}


def day_number(day):
    if day not in numbers:
        numbers[day] = (date.fromisoformat(day) - date(1970, 1, 1)).days
    return numbers[day]


def quoted(text):
    return '"' + text.replace('"', '""') + '"' if '"' in text or "," in text else text


known = {"la", "case", "type", "date", "source", "id", "recorded_at", "actor"}
with open(csv_file, "w") as out, open(days_file, "w") as out_days:
    for line in open(lines_file):
        event, key = keyed(line)
        la, source, case = key
        positions[la] = position = positions.get(la, 0) + 1
        cases[la, case] = True
        details = {name: value for name, value in event.items() if name not in known}
        in_force = 0 if (*key, event["id"]) in taken_back else 1
        head = f'{la},{case},{position},{type_no[event["type"]]}'
        tail = (quoted(event["actor"]) + "," +
                quoted(json.dumps(details, separators=(",", ":")) if details else ""))
        at = event["recorded_at"]  # 2025-01-13T09:30:00Z
        second = (day_number(at[:10]) * 86400 + int(at[11:13]) * 3600 + int(at[14:16]) * 60 +
                  int(at[17:19]))
        middle = f'{in_force},{quoted(source)},{quoted(event["id"])}'
        out.write(f'{head},{event["date"]},{middle},{at},{tail}\n')
        out_days.write(f'{head},{day_number(event["date"])},{middle},{second},{tail}\n')

drawn = random.Random(7).sample(list(cases), min(1000, len(cases)))
with open(cases_file, "w") as out:
    out.writelines(f"{la},{case}\n" for la, case in drawn)

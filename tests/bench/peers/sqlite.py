#!/usr/bin/env python3
"""Times SQLite in a process that stays; prints seconds, one a line.

sqlite.py DB warm QUERY        the query, PEERS_ROUNDS times after a first
sqlite.py DB cases CASES.csv   one case's events, for each case
sqlite.py DB append SECONDS    prints durable appends a second instead
"""
import os
import random
import sqlite3
import sys
import time

file, what, given = sys.argv[1:]
db = sqlite3.connect(file, isolation_level=None)  # each statement its own transaction
db.execute("pragma cache_size = -4000000")
db.execute("pragma mmap_size = 17179869184")


def timed(query, values=()):
    start = time.perf_counter()
    db.execute(query, values).fetchall()
    return time.perf_counter() - start


if what == "warm":
    times = [timed(given) for _ in range(int(os.environ["PEERS_ROUNDS"]) + 1)]
    print(*times[1:], sep="\n")
elif what == "cases":
    query = "select * from events where la = ? and case_ref = ? order by position"
    cases = [line.rstrip().split(",") for line in open(given)]
    cases = [(int(la), case) for la, case in cases]
    for case in cases:
        timed(query, case)
    print(*[timed(query, case) for case in cases], sep="\n")
elif what == "append":
    db.execute("pragma journal_mode = wal")
    db.execute("pragma synchronous = full")
    start, n = time.perf_counter(), 0
    while time.perf_counter() - start < float(given):
        db.execute("insert into events values (?, ?, ?, 1, ?, 1, 'bench', ?, ?, 'officer-9', null)",
                   (random.randint(900, 915), f"E{n % 1000}", n, 19700 + n % 1000, f"b-{n}",
                    1_700_000_000 + n))
        n += 1
    print(n / (time.perf_counter() - start))

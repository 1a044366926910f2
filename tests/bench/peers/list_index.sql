-- The index made for that one question: it holds all the question asks, and nothing else. SQLite reads the
-- table unless it finds in_force there too.
create index events_plain_rule on events (la, case_ref, date, position, type, in_force)
where in_force and type in (1, 13)

-- The same answer as list.sql in the form that suits DuckDB: requests so far are counted along each case.
select la, case_ref, first_request + 140 as due,
       coalesce(sent, AS_OF) - (first_request + 140) as days_late
from (select la, case_ref,
             min(date) filter (where type = 1) as first_request,
             min(date) filter (where type = 13) as sent
      from (select la, case_ref, type, date,
                   sum(case type when 1 then 1 else 0 end) over
                       (partition by la, case_ref order by date, position
                        rows unbounded preceding) as requests
            from events
            where in_force and type in (1, 13) and date <= AS_OF) steps
      where requests > 0
      group by la, case_ref) cases
where coalesce(sent, AS_OF) > first_request + 140

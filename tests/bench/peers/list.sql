-- The plain rule of plain-law: 20 weeks from a case's first request (1) to the first final plan (13) after it.
-- Where that plan is the first of all, one grouping tells; only else is the case looked at closely.
select la, case_ref, first_request + 140 as due,
       coalesce(sent, AS_OF) - (first_request + 140) as days_late
from (select la, case_ref, first_request,
             case when first_sent <= first_request
                  then (select min(f.date) from events f
                        where f.la = firsts.la and f.case_ref = firsts.case_ref
                          and f.in_force and f.type = 13 and f.date <= AS_OF
                          and (f.date > first_request
                               or f.date = first_request and f.position >
                                  (select min(r.position) from events r
                                   where r.la = firsts.la and r.case_ref = firsts.case_ref
                                     and r.in_force and r.type = 1 and r.date = first_request)))
                  else first_sent end as sent
      from (select la, case_ref,
                   min(date) filter (where type = 1) as first_request,
                   min(date) filter (where type = 13) as first_sent
            from events
            where in_force and type in (1, 13) and date <= AS_OF
            group by la, case_ref) firsts) cases
where coalesce(sent, AS_OF) > first_request + 140

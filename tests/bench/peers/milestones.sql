-- All milestones of each case: the first and last day of 17 types. The sum makes every one of them needed.
select count(*), sum(coalesce(request_last - request_first, 0)
       + coalesce(assess_decision_last - assess_decision_first, 0)
       + coalesce(advice_requested_last - advice_requested_first, 0)
       + coalesce(advice_received_last - advice_received_first, 0)
       + coalesce(issue_decision_last - issue_decision_first, 0)
       + coalesce(draft_last - draft_first, 0)
       + coalesce(representations_last - representations_first, 0)
       + coalesce(consulted_last - consulted_first, 0)
       + coalesce(replied_last - replied_first, 0)
       + coalesce(final_last - final_first, 0)
       + coalesce(review_notice_last - review_notice_first, 0)
       + coalesce(review_meeting_last - review_meeting_first, 0)
       + coalesce(review_report_last - review_report_first, 0)
       + coalesce(review_decision_last - review_decision_first, 0)
       + coalesce(amendment_notice_last - amendment_notice_first, 0)
       + coalesce(amended_last - amended_first, 0)
       + coalesce(closed_last - closed_first, 0))
from (select la, case_ref,
             min(date) filter (where type = 1) as request_first,
             max(date) filter (where type = 1) as request_last,
             min(date) filter (where type = 4) as assess_decision_first,
             max(date) filter (where type = 4) as assess_decision_last,
             min(date) filter (where type = 5) as advice_requested_first,
             max(date) filter (where type = 5) as advice_requested_last,
             min(date) filter (where type = 6) as advice_received_first,
             max(date) filter (where type = 6) as advice_received_last,
             min(date) filter (where type = 7) as issue_decision_first,
             max(date) filter (where type = 7) as issue_decision_last,
             min(date) filter (where type = 9) as draft_first,
             max(date) filter (where type = 9) as draft_last,
             min(date) filter (where type = 10) as representations_first,
             max(date) filter (where type = 10) as representations_last,
             min(date) filter (where type = 11) as consulted_first,
             max(date) filter (where type = 11) as consulted_last,
             min(date) filter (where type = 12) as replied_first,
             max(date) filter (where type = 12) as replied_last,
             min(date) filter (where type = 13) as final_first,
             max(date) filter (where type = 13) as final_last,
             min(date) filter (where type = 19) as review_notice_first,
             max(date) filter (where type = 19) as review_notice_last,
             min(date) filter (where type = 21) as review_meeting_first,
             max(date) filter (where type = 21) as review_meeting_last,
             min(date) filter (where type = 22) as review_report_first,
             max(date) filter (where type = 22) as review_report_last,
             min(date) filter (where type = 23) as review_decision_first,
             max(date) filter (where type = 23) as review_decision_last,
             min(date) filter (where type = 24) as amendment_notice_first,
             max(date) filter (where type = 24) as amendment_notice_last,
             min(date) filter (where type = 25) as amended_first,
             max(date) filter (where type = 25) as amended_last,
             min(date) filter (where type = 55) as closed_first,
             max(date) filter (where type = 55) as closed_last
      from events
      where in_force and date <= AS_OF
      group by la, case_ref) cases

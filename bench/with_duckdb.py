"""Three of lja's figures for each pupil, in DuckDB: attendance, longest run, rolling weeks.

Usage: with_duckdb.py MARKS CODES. Prints JSON: one object a pupil. It knows this one layout,
and makes no check.
"""

import json
import sys

import duckdb

FIGURES = """
with codes as (
    select code, last(category order by in_force_from nulls first) as category
    from read_csv($codes, all_varchar = true, quote = '"') group by code
), categories as (
    select unnest(['present', 'approved_educational_activity', 'authorised', 'unauthorised',
                   'not_possible', 'administrative']) as category, unnest(range(6)) as place
), marks as (
    select "Arbor Student ID" as pupil_id, strptime("Date", '%d %b %Y')::date as day,
           "Session" as session, min(place) as place  -- of two marks, the better
    from read_csv($marks, all_varchar = true, quote = '"')
    join codes on code = "Mark" join categories using (category)
    group by all
), possible as (
    select pupil_id, day, session, place in (2, 3) as absent, place = 3 as unauthorised
    from marks where place < 4
), rates as (
    select pupil_id, 100 * count(*) filter (not absent) / count(*) as attendance_percent
    from possible group by pupil_id
), numbered as (  -- each session attended begins a new run
    select pupil_id, absent, count(*) filter (not absent)
           over (partition by pupil_id order by day, session) as run
    from possible
), runs as (
    select pupil_id, run, count(*) filter (absent) as length from numbered group by all
), longest as (
    select pupil_id, max(length) as longest_absence_sessions from runs group by pupil_id
), weeks as (
    select week, row_number() over (order by week) as number
    from (select distinct date_trunc('week', day) as week from possible)
), weekly as (
    select pupil_id, number, count(*) filter (unauthorised) as sessions
    from possible join weeks on week = date_trunc('week', day) group by all
), windows as (
    select pupil_id, sum(sessions) over (
        partition by pupil_id order by number range between 9 preceding and current row
    ) as sessions from weekly
), worst as (
    select pupil_id, max(sessions)::int as unauthorised_in_10_weeks from windows group by pupil_id
)
select pupil_id, attendance_percent, longest_absence_sessions, unauthorised_in_10_weeks
from rates join longest using (pupil_id) join worst using (pupil_id)
"""

if __name__ == "__main__":
    marks_csv, codes_csv = sys.argv[1:3]
    answer = duckdb.execute(FIGURES, {"marks": marks_csv, "codes": codes_csv})
    names = [column[0] for column in answer.description]
    json.dump([dict(zip(names, row, strict=True)) for row in answer.fetchall()], sys.stdout)

"""Three of lja's figures for each pupil, in pandas: attendance, longest run, rolling weeks.

Usage: with_pandas.py MARKS CODES. Prints JSON: one object a pupil. It knows this one layout,
and makes no check.
"""

import json
import sys

import pandas as pd

COLUMNS = {"Arbor Student ID": "pupil_id", "Date": "date", "Session": "session", "Mark": "mark"}
ABSENT = ["authorised", "unauthorised"]
BEST_FIRST = ["present", "approved_educational_activity", *ABSENT, "not_possible", "administrative"]
POSSIBLE = BEST_FIRST[:4]
KEY = ["pupil_id", "date", "session"]
WEEKS = 10


def read_marks(marks_csv: str, codes_csv: str) -> pd.DataFrame:
    """One row a pupil and session with its category; of two marks, the better."""
    codes = pd.read_csv(codes_csv, dtype=str).drop_duplicates("code", keep="last")
    marks = pd.read_csv(marks_csv, usecols=list(COLUMNS), dtype=dict.fromkeys(COLUMNS, "category"))
    marks = marks.rename(columns=COLUMNS)
    dates = pd.to_datetime(marks["date"].cat.categories.to_series(), format="%d %b %Y")
    categories = marks["mark"].map(codes.set_index("code")["category"])
    marks = marks.assign(
        date=marks["date"].map(dates).astype("datetime64[s]"),
        category=pd.Categorical(categories, BEST_FIRST, ordered=True),
    )
    marks = marks.dropna(subset="category").sort_values([*KEY, "category"])
    return marks.drop_duplicates(KEY)


def pupil_figures(marks: pd.DataFrame) -> pd.DataFrame:
    possible = marks[marks["category"].isin(POSSIBLE)]
    absent = possible["category"].isin(ABSENT)
    by_pupil = absent.groupby(possible["pupil_id"], observed=False)
    return pd.DataFrame(
        {
            "attendance_percent": 100 * (by_pupil.size() - by_pupil.sum()) / by_pupil.size(),
            "longest_absence_sessions": longest_runs(possible["pupil_id"], absent),
            "unauthorised_in_10_weeks": most_in_weeks(possible),
        }
    )


def longest_runs(pupils: pd.Series, absent: pd.Series) -> pd.Series:
    """Each session attended begins a new run; the absences after it are its length."""
    runs = absent.groupby([pupils, (~absent).cumsum()], observed=True).sum()
    return runs.groupby("pupil_id", observed=False).max()


def most_in_weeks(possible: pd.DataFrame) -> pd.Series:
    """The most unauthorised sessions in any ten successive school weeks."""
    weeks = possible["date"] - pd.to_timedelta(possible["date"].dt.day_of_week, unit="D")
    unauthorised = possible["category"] == "unauthorised"
    counts = unauthorised.groupby([weeks, possible["pupil_id"]], observed=False).sum().unstack()
    return counts.rolling(WEEKS, min_periods=1).sum().max()


if __name__ == "__main__":
    figures = pupil_figures(read_marks(*sys.argv[1:3])).reset_index()
    json.dump(figures.to_dict("records"), sys.stdout)

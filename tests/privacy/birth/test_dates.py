"""Dates: read in every spelling, and another date written in the same one."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.privacy.birth.dates import format_like, parse_date

MAY = datetime.date(1984, 5, 14)
FEBRUARY = datetime.date(1991, 2, 1)

SPELLINGS = [
    # (original, its date, how the first of February 1991 is written like it)
    ("14/05/1984", MAY, "01/02/1991"),
    ("14.05.84", MAY, "01.02.91"),
    ("14-5-1984", MAY, "01-2-1991"),
    ("4/5/84", datetime.date(1984, 5, 4), "1/2/91"),
    ("14 05 84", MAY, "01 02 91"),
    ("14|05|1984", MAY, "01|02|1991"),
    ("14 / 05 / 1984", MAY, "01 / 02 / 1991"),
    ("1984-05-14", MAY, "1991-02-01"),
    ("14051984", MAY, "01021991"),
    ("140584", MAY, "010291"),
    ("1 4 0 5 1 9 8 4", MAY, "0 1 0 2 1 9 9 1"),
    ("l4/O5/1984", MAY, "01/02/1991"),
    ("14 mai 1984", MAY, "01 février 1991"),
    ("4 mai 1984", datetime.date(1984, 5, 4), "1 février 1991"),
    ("1er mai 1984", datetime.date(1984, 5, 1), "1er février 1991"),
    ("14 MAI 1984", MAY, "01 FEVRIER 1991"),
    ("14 fevrier 1984", datetime.date(1984, 2, 14), "01 fevrier 1991"),
    ("14 févr. 1984", datetime.date(1984, 2, 14), "01 févr. 1991"),
    ("14 Août 84", datetime.date(1984, 8, 14), "01 Février 91"),
    ("lundi 14 mai 1984", MAY, "vendredi 01 février 1991"),
    ("mai 1984", datetime.date(1984, 5, 1), "février 1991"),
    ("05/1984", datetime.date(1984, 5, 1), "02/1991"),
    ("1984", datetime.date(1984, 1, 1), "1991"),
    ("quatorze mai mille neuf cent quatre-vingt-quatre", MAY, "premier février mille neuf cent quatre-vingt-onze"),
    ("quatorze mai mil neuf cent quatre vingt quatre", MAY, "premier février mil neuf cent quatre vingt onze"),
    ("14 mai mille neuf cent quatre-vingt-quatre", MAY, "01 février mille neuf cent quatre-vingt-onze"),
]


@pytest.mark.parametrize(("original", "date", "like"), SPELLINGS)
def test_reads_and_writes_alike(original: str, date: datetime.date, like: str) -> None:
    assert parse_date(original) == date
    assert format_like(original, FEBRUARY) == like


@pytest.mark.parametrize(
    "text",
    ["", "bonjour", "31/02/1984", "45/05/1984", "14/13/1984", "12", "14 foo 1984", "99999999", "x" * 200, "mai", "le 14 mai"],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None
    with pytest.raises(ValueError):
        format_like(text, MAY)


FULL = [original for original, _, _ in SPELLINGS if original not in {"mai 1984", "05/1984", "1984"}]
DATES = st.dates(datetime.date(1930, 1, 1), datetime.date(2029, 12, 31))


@given(st.sampled_from(FULL), DATES)
def test_what_is_written_reads_back(original: str, date: datetime.date) -> None:
    written = format_like(original, date)
    assert parse_date(written) == date
    assert parse_date(format_like(written, MAY)) == MAY


@given(DATES)
def test_writing_a_date_like_itself_changes_nothing(date: datetime.date) -> None:
    for original in FULL:
        written = format_like(original, date)
        assert format_like(written, date) == written

"""Eight weeks of a small portfolio, counted over by the independent checker; the year is `make campaign`."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.stories.lawful_checker import Findings, Rows, check
from tests.stories.replay import FIRST_MONDAY, Replay


def test_eight_weeks_without_a_violation(tmp_path: Path) -> None:
    replay = Replay.of(tmp_path, cases=25)
    found = replay.play(8)
    assert found.violations == []
    assert replay.runs == 18
    assert found.emails > 40
    assert replay.blocked > 0
    assert replay.released > 0
    assert len(found.by_country) == 6
    assert replay.office.clean()


PLACES = {"US": "America/New_York", "CN": "Asia/Shanghai", "TW": "Asia/Taipei", "GB": "Europe/London"}


def counted(rows: Rows, folder: Path, country: str = "US", holds: Rows | None = None, opted: str = "") -> Findings:
    person = {"Debtor ID": "D-1", "Country": country, "Time zone": PLACES[country], "Email": "a@debtor.example", "Opted out channels": opted}
    return check(folder, contacts=rows, debtors=[person], holds=holds or [], start=FIRST_MONDAY)


def message(at: str, key: str = "C-1|1|reminder|1", channel: str = "call", case_id: str = "C-1") -> dict[str, Any]:
    return {
        "Contact ID": f"K-{at}{key}", "Case ID": case_id, "Debtor ID": "D-1", "At": at, "Channel": channel, "Direction": "out", "Result": "sent", "Key": key,
        "Message ID": None, "Why": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("country", "rows", "said"),
    [
        ("US", [message("2026-11-24T13:59:00Z")], "outside hours"),
        ("US", [message("2026-11-24T14:00:00Z")], ""),
        ("US", [message("2026-11-29T15:00:00Z")], "closed day"),
        ("US", [message("2026-11-26T15:00:00Z")], "closed day"),
        ("CN", [message("2026-11-29T02:00:00Z")], ""),
        ("CN", [message("2026-11-29T14:00:00Z")], "outside hours"),
        ("TW", [message("2027-02-10T02:00:00Z", channel="letter")], "in the pause"),
        ("GB", [message("2026-12-25T10:00:00Z")], "closed day"),
        ("GB", [message("2026-12-25T10:00:00Z", channel="email")], "no file for"),
        ("US", [message("2026-11-24T15:00:00Z"), message("2026-12-08T15:00:00Z")], "key twice"),
        ("US", [message("2026-11-24T15:00:00Z"), message("2026-11-27T15:00:00Z", "C-1|1|reminder|2")], "only 3 days"),
        ("US", [message("2026-11-24T15:00:00Z"), message("2026-11-24T15:00:00Z", "C-2|1|reminder|1", case_id="C-2")], "2 messages to D-1"),
        ("US", [message("2026-11-24T15:00:00Z", f"C-1|1|validation|2027-01-0{n}") for n in (4, 5)], "only 0 days"),
        ("US", [message("2026-11-24T15:00:00Z", f"C-{n}|1|validation|2027-01-04", case_id=f"C-{n}") for n in (1, 2)], ""),
    ],
)
def test_the_checker_sees(tmp_path: Path, country: str, rows: Rows, said: str) -> None:
    """A checker that finds nothing must be able to find something."""
    found = counted(rows, tmp_path, country)
    assert [words for words in found.violations if words.startswith(said)] == (found.violations if said else [])
    assert bool(found.violations) == bool(said)


def test_the_checker_sees_holds_and_opt_outs(tmp_path: Path) -> None:
    row = message("2026-11-24T15:00:00Z")
    hold = {"Hold ID": "H-1", "Applies to": "D-1", "Type": "DISPUTE", "Start": date(2026, 11, 1), "End": None, "By": "Mary Webb"}
    assert counted([row], tmp_path, holds=[hold]).violations[0].startswith("held by H-1 DISPUTE")
    assert counted([row], tmp_path, holds=[{**hold, "End": FIRST_MONDAY + timedelta(days=0)}]).violations == []
    assert counted([row], tmp_path, opted="sms, call").violations[0].startswith("opted out")


def test_the_checker_sees_a_file_without_a_row(tmp_path: Path) -> None:
    (tmp_path / "x.eml").write_bytes(b"To: a@debtor.example\r\nMessage-ID: <1@x>\r\nDate: Tue, 24 Nov 2026 10:00:00 -0500\r\n\r\nText")
    assert counted([], tmp_path).violations == ["no row for x.eml"]

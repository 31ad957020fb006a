"""The weekly report and the month end through the command line: figures that tie, pages that stand alone, a month that stays closed."""

from __future__ import annotations

import json
import re
import subprocess
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from pyaddin.history.months import closed_months
from pyaddin.history.store import snapshots_path
from pyaddin.practice import paper_words
from pyaddin.rules.decide import Decision
from pyaddin.rules.reason import because
from pyaddin.rules.stage import PlannedMove
from pyaddin.tasks import run_page
from tests.stories.begun import once
from tests.stories.desk import LEDGER_ID, SUPERVISOR, Office, case, debtor, installments

D = Decimal
NASTY = "<script>alert(1)</script> =1+1"


def office_in(folder: Path, **settings: str) -> Office:
    rows = {
        "Debtors": [debtor(1), debtor(2), debtor(3, Name=NASTY)],
        "Cases": [case(1, 1), case(2, 2), case(3, 3)],
        "Installments": [*installments(1, ["10-12", "12-01"]), *installments(2, ["10-19"]), *installments(3, ["09-01"], 250)],
    }
    return Office(folder).new(rows, settings)


class _Page(HTMLParser):
    """Addresses that the page would ask for, and what can be reached with the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.scripts = 0
        self.scrolled: list[str | None] = []
        self.ids: set[str] = set()
        self.inside: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.scripts += tag == "script"
        for name in ("src", "href"):
            value = found.get(name)
            if value and value.startswith("#"):
                self.inside.add(value[1:])
            elif value:
                self.asked.append(value)
        if found.get("class") == "scroll":
            self.scrolled.append(found.get("tabindex"))
        if found.get("id"):
            self.ids.add(str(found["id"]))


def page_of(path: str) -> _Page:
    page = _Page()
    page.feed(Path(path).read_text(encoding="utf-8"))
    return page


def begun(folder: Path) -> Office:
    """Two weekly runs; between them Bob pays all and Ann rolls into the next bucket."""
    office = office_in(folder)
    office.weekly("11-02")
    office.run("pay", "--case", "C-00002", "--amount", "100", "--on", "2026-11-05", "--as-of", "2026-11-05", "--by", "Mary Webb")
    office.weekly("11-16")
    return office


@pytest.fixture
def office() -> Office:
    return once(begun)


def test_the_week_says_what_happened_and_ties(office: Office) -> None:
    answer = office.run("report", "--as-of", "2026-11-16")
    page, paper, data = answer["files"]
    assert (answer["since"], answer["until"]) == ("2026-11-02", "2026-11-16")
    text = Path(page).read_text(encoding="utf-8")
    assert "does not tie" not in text
    assert {figure["id"] for figure in answer["kpis"]} >= {"cure_rate", "promise_kept", "cash", "ageing"}
    assert Path(paper).read_bytes().startswith(b"%PDF")
    assert json.loads(Path(data).read_text(encoding="utf-8"))["kpis"] == answer["kpis"]
    # three were past due at the start, Bob was cured, two are left
    row = [cell.strip() for cell in text.split('id="movement"')[1].split("</tr>")[1].replace("</td>", "|").replace("</th>", "|").split("|")]
    numbers = [cell.rpartition(">")[2] for cell in row if cell]
    assert numbers[:8] == ["GBP", "3", "0", "1", "0", "0", "0", "2"]
    assert "alert(1)" not in text or "&lt;script&gt;" in text


def test_the_picture_of_arrears_adds_up_to_the_tile_also_days_after_the_last_run(office: Office) -> None:
    text = Path(office.run("report", "--as-of", "2026-12-05")["files"][0]).read_text(encoding="utf-8")
    drawn = text.split('id="ageing-1-title"')[1].split("</svg>")[0]
    assert sum(map(Decimal, re.findall(r">([0-9]+\.[0-9]{2})<", drawn))) == 450
    assert "450.00" in text.split('id="ageing-1-title"')[0]


def test_the_page_stands_alone_and_needs_no_mouse(office: Office) -> None:
    page = page_of(office.run("report", "--as-of", "2026-11-16")["files"][0])
    assert (page.asked, page.scripts) == ([], 0)
    assert page.scrolled
    assert set(page.scrolled) == {"0"}
    assert page.inside <= page.ids


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
def test_the_report_in_the_ledgers_language(tmp_path: Path, language: str) -> None:
    office = office_in(tmp_path, ledger_language=language)
    office.weekly("11-02")
    text = Path(office.run("report", "--as-of", "2026-11-16")["files"][0]).read_text(encoding="utf-8")
    assert ("催收周报" if language == "zh-CN" else "催收週報") in text
    assert office.run("report", "--as-of", "2026-11-16", "--month", "2026-10")["lines"]["GBP"]["closing"] == "550.00"


def test_the_same_ledger_gives_the_same_report(office: Office) -> None:
    first = [Path(file).read_bytes() for file in office.run("report", "--as-of", "2026-11-16")["files"]]
    assert [Path(file).read_bytes() for file in office.run("report", "--as-of", "2026-11-16")["files"]] == first


def test_a_month_from_opening_to_closing(office: Office) -> None:
    october = office.run("report", "--as-of", "2026-11-16", "--month", "2026-10")
    november = office.run("report", "--as-of", "2026-12-01", "--month", "2026-11")
    assert october["lines"]["GBP"]["closing"] == november["lines"]["GBP"]["opening"] == "550.00"
    assert (november["lines"]["GBP"]["paid"], november["lines"]["GBP"]["closing"]) == ("-100.00", "450.00")
    assert october["closed"] is None


def test_a_closed_month_stays_and_later_entries_show_in_the_next_one(office: Office) -> None:
    office.run("report", "--as-of", "2026-11-16", "--month", "2026-10", "--close", "--by", SUPERVISOR)
    office.run("pay", "--case", "C-00003", "--amount", "50", "--on", "2026-10-20", "--as-of", "2026-11-17", "--by", "Mary Webb")
    october = office.run("report", "--as-of", "2026-11-17", "--month", "2026-10")
    assert (october["lines"]["GBP"]["closing"], october["since_close"]) == ("550.00", {"GBP": "-50.00"})
    november = office.run("report", "--as-of", "2026-12-01", "--month", "2026-11")["lines"]["GBP"]
    assert (november["opening"], november["earlier"], november["paid"], november["closing"]) == ("550.00", "-50.00", "-100.00", "400.00")
    again = office.run("report", "--as-of", "2026-11-17", "--month", "2026-10", "--close", "--by", SUPERVISOR)
    assert again["error"]["code"] == "X-OPTION"


@pytest.mark.parametrize(
    "words",
    [
        ("--month", "2026-11", "--close", "--by", SUPERVISOR),  # not over
        ("--month", "2026-10", "--close", "--by", "Mary Webb"),  # no supervisor
        ("--close",), ("--month", "2026-13"), ("--month", "2027-01"), ("--month", "2026-10", "--since", "2026-11-01"), ("--since", "2026-11-16"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(office: Office, words: tuple[str, ...]) -> None:
    assert office.run("report", "--as-of", "2026-11-16", *words)["error"]["code"] == "X-OPTION"
    assert closed_months(office.path, LEDGER_ID) == ()


def test_a_month_that_was_changed_in_the_file_is_not_believed(office: Office) -> None:
    office.run("report", "--as-of", "2026-11-16", "--month", "2026-10", "--close", "--by", SUPERVISOR)
    file = snapshots_path(office.path)
    changed = file.read_bytes().replace(b'"closing": "550.00"', b'"closing": "950.00"')
    assert changed != file.read_bytes()
    file.write_bytes(changed)
    assert office.run("report", "--as-of", "2026-11-16", "--month", "2026-10")["error"]["code"] == "X-SNAPSHOTS"


def test_a_practice_ledger_says_so_on_every_report(office: Office, tmp_path: Path) -> None:
    copy = tmp_path / "practice.xlsm"
    office.run("practice", "--to", str(copy), "--by", SUPERVISOR)
    practice = Office(tmp_path)
    practice.path = copy
    for words in ((), ("--month", "2026-10")):
        page = Path(practice.run("report", "--as-of", "2026-11-16", *words)["files"][0]).read_text(encoding="utf-8")
        assert paper_words("en") in page


_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)</word>')


def words_of(file: str) -> list[tuple[float, float, float, str]]:
    """Every word of a PDF: left edge, top, right edge in points, and the word."""
    told = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True).stdout
    return [(float(left), float(top), float(right), word) for left, top, right, word in _WORD.findall(told)]


@pytest.mark.poppler
def test_on_paper_no_debtor_runs_into_the_figures_of_the_month(tmp_path: Path) -> None:
    names = ("Marisol Okonedo-Reyes von Hohenfels", "青屿家居有限公司", "Bo")
    rows = {
        "Debtors": [debtor(number, Name=name) for number, name in enumerate(names, 1)],
        "Cases": [case(number, number) for number in (1, 2, 3)],
        "Installments": [row for number in (1, 2, 3) for row in installments(number, ["09-01"], 4_914_910)],
    }
    paper = Office(tmp_path).new(rows).run("report", "--as-of", "2026-11-16", "--month", "2026-10")["files"][1]
    words = words_of(paper)
    openings = sorted((left, top) for left, top, _, word in words if word == "4,914,910.00" and left < 250)
    assert len(openings) == len(names)
    edge = min(left for left, _ in openings)
    debtors = [(right, word) for left, _, right, word in words if word in " ".join(names).replace("-", " -").split() or "青屿" in word]
    assert len(debtors) >= len(names)
    assert all(right < edge for right, _ in debtors), debtors


@pytest.mark.poppler
def test_on_paper_the_bars_of_a_chart_begin_beside_their_labels(office: Office) -> None:
    """The figure of an empty range stands where its bar begins; a centered bar moved it to the middle of the page."""
    words = words_of(office.run("report", "--as-of", "2026-11-16")["files"][1])
    labels = [(right, top) for _, top, right, word in words if word.replace("&gt;", ">") == ">180"]
    beside = [left - right for right, at in labels for left, top, _, word in words if word == "0.00" and abs(top - at) < 4 and left > right]
    assert beside
    assert min(beside) < 25


def test_what_may_not_go_is_listed_with_what_stops_it_now(tmp_path: Path) -> None:
    """A reminder went out in the morning; the promise made at noon may not be confirmed because of a dispute: the report tells of the dispute."""
    office = office_in(tmp_path)
    assert office.weekly("11-16")["sent"]
    day = ("--as-of", "2026-11-16", "--by", "Mary Webb")
    office.run("promise", "--case", "C-00001", "--amount", "50", "--due-on", "2026-11-25", *day)
    office.run("hold", "--case", "C-00001", "--type", "DISPUTE", "--reason", "wrong sum", *day)
    text = Path(office.run("report", "--as-of", "2026-11-16")["files"][0]).read_text(encoding="utf-8")
    listed = text.split('id="not-sent-cases"')[1].split("</table>")[0]
    assert "C-00001" in listed
    assert "HOLD-DISPUTE: since 2026-11-16" in listed
    assert "SENT:" not in listed


def test_moves_beyond_those_that_the_page_lists_are_counted_without_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_page, "LINES_SHOWN", 1)
    moves = (PlannedMove("", "CONTACT", 1, "T1", because("T1", since="2026-11-02")), PlannedMove("CONTACT", "DEEP", 1, "T2", because("T1", since="2026-11-02")))
    debtor = SimpleNamespace(debtor=SimpleNamespace(name="Alex"))
    old = cast("Decision", SimpleNamespace(case_id="C-1", file=debtor, moves=moves, level=0, language="en"))
    lines = run_page._moved([old], [cast("Decision", SimpleNamespace(level=1))])
    assert [(line.rule, bool(line.why)) for line in lines] == [("T1", True), ("T2", False)]

"""The demonstration: what it says about a run, what it never touches, and that it fails when anything goes out twice."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from pyaddin.correspondence.report import MessageLine, index_of_messages
from pyaddin.entrypoints import demo
from pyaddin.errors import Stop

AS_OF = date(2026, 11, 23)
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Answer:
    data: dict[str, object]
    exit_code: int = 0


def _message(case: str, kind: str, level: int, channel: str, result: str, why: str) -> dict[str, object]:
    return {
        "case_id": case,
        "kind": kind,
        "level": level,
        "channel": channel,
        "result": result,
        "why": why,
        "file": f"emails/{case}.eml" if result == "sent" else "",
    }


def _change(table: str, key: str, column: str, new: str, why: str = "") -> dict[str, object]:
    return {"table": table, "key": key, "column": column, "old": "", "new": new, "why": why}


MESSAGES = [
    _message("C-00001", "reminder", 2, "email", "sent", "level 2"),
    _message("C-00002", "reminder", 1, "email", "sent", "level 1"),
    _message("C-00003", "reminder", 1, "email", "sent", "level 1"),
    _message("C-00004", "thanks", 0, "email", "sent", ""),
    _message("C-00005", "reminder", 1, "call", "queued", "prefers calls"),
    _message("C-00006", "reminder", 1, "email", "blocked", "HOLD-DISPUTE: since 2026-10-01"),
    _message("C-00007", "reminder", 1, "email", "blocked", "HOLD-DISPUTE: since 2026-10-09"),
    _message("C-00008", "reminder", 1, "email", "blocked", "no time zone known"),
]
CHANGES = [
    _change("Cases", "C-00003", "Stage", "DEEP"),
    _change("Cases", "C-00009", "Stage", "CONTACT"),
    _change("Moves", "C-00002", "", "new row", "T2: 9 days past due"),
    _change("Moves", "C-00003", "", "new row", "T2: 9 days past due"),
    _change("Moves", "C-00009", "", "new row", "T1: arrears of 812.40"),
    _change("Cases", "C-00003", "Arrears", "812.40"),
]


@dataclass
class Fakes:
    """Tasks that leave behind the files of a run and remember how they were called."""

    again_sent: int = 0
    again_changes: int = 0
    on_paper: int = 1
    calls: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def new(self, path: Path, *, sample: int | None, seed: int, language: str, as_of: date | None, now: Callable[[], datetime]) -> Answer:
        assert not path.exists()
        assert now().tzinfo is not None
        path.write_bytes(b"PK")
        self.calls.append(("new", {"sample": sample, "seed": seed, "as_of": as_of}))
        return Answer({"path": str(path), "cases": sample})

    def weekly(
        self,
        path: Path,
        *,
        as_of: date | None,
        out: Path | None,
        transport: str | None,
        dry_run: bool,
        by: str,
        now: Callable[[], datetime],
        progress: Callable[[int, int, str], None],
    ) -> Answer:
        assert path.is_file()
        assert out is not None
        assert transport == "folder"
        assert not dry_run
        assert by
        again = any(name == "weekly" for name, _ in self.calls)
        self.calls.append(("weekly", {"as_of": as_of}))
        progress(1, 1, "")
        emails = out / "emails"
        emails.mkdir(parents=True)
        (out / "report.html").write_text("<p>report", encoding="utf-8")
        lines = [] if again else [MessageLine(str(m["case_id"]), "x", str(m["kind"]), 1, "email", "sent", "", str(m["file"])) for m in MESSAGES if m["file"]]
        for line in lines:
            email = EmailMessage()
            email.set_content("text")
            (out / line.file).write_bytes(email.as_bytes())
        (emails / "index.html").write_text(index_of_messages(emails, lines), encoding="utf-8")
        numbers: dict[str, object] = {"assessed": 120, "flagged": 3, "moved": 3, "sent": 4, "queued": 1, "blocked": 3, "failed": 0, "parked": 0, "refused": 1}
        if again:
            numbers = dict.fromkeys(numbers, 0) | {"sent": self.again_sent}
        told = {"messages": [] if again else MESSAGES, "changes": CHANGES[: self.again_changes] if again else CHANGES}
        return Answer(
            {
                "run_id": "W",
                "as_of": AS_OF.isoformat(),
                "faults": [],
                "report": str((out / "report.html").absolute()),
                "out": str(out.absolute()),
                **numbers,
                **told,
            },
            1,
        )

    def explain(self, path: Path, *, case: str, as_of: date | None, now: Callable[[], datetime]) -> Answer:
        self.calls.append(("explain", {"case": case}))
        interest = {"field": "Interest due", "label": "Late interest", "value": "1.07 CNY" if case == "C-00003" else "0.00 CNY", "note": "12 % a year"}
        return Answer({"steps": [{"field": "Arrears", "label": "Arrears", "value": "812.40 CNY", "note": "1,000.00 - 187.60"}, interest]})

    def letters(self, path: Path, *, out: Path, posted: bool, again: bool, as_of: date | None, **rest: object) -> Answer:
        assert path.is_file()
        assert not posted
        assert not again
        self.calls.append(("letters", {"as_of": as_of}))
        out.mkdir()
        (out / "print.pdf").write_bytes(b"%PDF")
        return Answer({"printed": self.on_paper, "pages": 2 * self.on_paper, "folder": str(out.absolute()) if self.on_paper else None})

    def report(self, path: Path, *, as_of: date | None, out: Path | None, now: Callable[[], datetime]) -> Answer:
        assert path.is_file()
        assert out is not None
        assert now().tzinfo is not None
        self.calls.append(("report", {"as_of": as_of}))
        out.mkdir()
        files = [out / f"report_{as_of}{suffix}" for suffix in (".html", ".pdf", ".json")]
        for file in files:
            file.write_bytes(b"report")
        return Answer({"files": [str(file.absolute()) for file in files]})

    def tasks(self) -> demo.Tasks:
        return demo.Tasks(self.new, self.weekly, self.explain, self.letters, self.report)


def _options(folder: Path) -> demo.Options:
    return demo.Options(folder, 120, 7, AS_OF)


class Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name == "href" and value]


def test_it_says_what_the_run_did_and_shows_that_nothing_goes_twice(tmp_path: Path) -> None:
    said: list[str] = []
    fakes = Fakes()
    folder = tmp_path / "demo"
    assert demo.show(_options(folder), fakes.tasks(), said.append) == 0
    assert [name for name, _ in fakes.calls] == ["new", "weekly", "letters", "report", "explain", "explain", "weekly"]
    assert fakes.calls[0][1] == {"sample": 120, "seed": 7, "as_of": AS_OF}
    text = "\n".join(said)
    for line in (
        "Assessed   120 cases",
        "Flagged    3 installments newly missed",
        "Moved      3 cases: T2 x 2, T1 x 1",
        "Sent       4 emails, written to files: reminder 1 x 2, reminder 2 x 1, thanks x 1",
        "Queued     1 for a person: call x 1",
        "Blocked    3: HOLD-DISPUTE x 2, other x 1",
        "Trouble    failed 0, parked 0, rows refused 1",
        f"Letters    1 printed on 2 pages, posted: none yet; {(folder / 'letters' / 'print.pdf').as_posix()}",
        f"Weekly     report of the week: {(folder / 'week' / 'report_2026-11-23.html').as_posix()}",
        "second run on the same date: 0 sent, 0 changes",
    ):
        assert line in text.splitlines(), text
    assert [call["case"] for name, call in fakes.calls if name == "explain"] == ["C-00002", "C-00003"], "the cases that moved and were written to"
    assert "Case C-00003, to the cent:" in text, "the one with late interest"
    assert "1,000.00 - 187.60" in text


def test_the_index_links_workbook_report_and_emails(tmp_path: Path) -> None:
    folder = tmp_path / "a demo #1"
    demo.show(_options(folder), Fakes().tasks(), lambda line: None)
    page = (folder / "index.html").read_text(encoding="utf-8")
    links = Links(page).found
    assert links == ["collections.xlsm", "out/report.html", "week/report_2026-11-23.html", "out/emails/index.html", "letters/print.pdf"]
    assert all((folder / unquote(target)).is_file() for target in links)
    assert not re.search(r"https?:|<script", page)


def test_without_a_letter_that_waits_the_index_links_none(tmp_path: Path) -> None:
    said: list[str] = []
    demo.show(_options(tmp_path / "demo"), Fakes(on_paper=0).tasks(), said.append)
    assert "Letters    none waits" in said
    assert "print.pdf" not in (tmp_path / "demo" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("sent", "changes", "code"), [(0, 0, 0), (1, 0, 1), (0, 1, 1)])
def test_a_second_run_that_does_anything_is_a_failure(tmp_path: Path, sent: int, changes: int, code: int) -> None:
    said: list[str] = []
    assert demo.show(_options(tmp_path / "demo"), Fakes(sent, changes).tasks(), said.append) == code
    assert f"second run on the same date: {sent} sent, {changes} changes" in "\n".join(said)


def test_its_own_folder_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    demo.show(_options(folder), Fakes().tasks(), lambda line: None)
    (folder / "old.txt").write_text("x", encoding="utf-8")
    demo.show(_options(folder), Fakes().tasks(), lambda line: None)
    assert not (folder / "old.txt").exists()
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "mine"
    real = tmp_path / "real"
    (real if kind == "link" else target).mkdir() if kind != "file" else target.write_text("precious", encoding="utf-8")
    if kind == "link":
        (real / demo.MARKER).touch()
        target.symlink_to(real)
    if kind != "file":
        (target / "precious.txt").write_text("precious", encoding="utf-8")
    with pytest.raises(Stop, match="X-EXISTS"):
        demo.show(_options(target), Fakes().tasks(), lambda line: None)
    kept = target if kind == "file" else target / "precious.txt"
    assert kept.read_text(encoding="utf-8") == "precious"


def test_a_run_without_messages_explains_no_case(tmp_path: Path) -> None:
    fakes = Fakes()
    tasks = fakes.tasks()

    def quiet(*args: object, **kwargs: object) -> Answer:
        answer = fakes.weekly(*args, **kwargs)  # type: ignore[arg-type]
        return Answer(answer.data | {"messages": [], "changes": [], "sent": 0})

    assert demo.show(_options(tmp_path / "demo"), demo.Tasks(tasks.new, quiet, tasks.explain, tasks.letters, tasks.report), lambda line: None) == 0
    assert "explain" not in [name for name, _ in fakes.calls]


def test_levels_are_counted_in_the_order_of_numbers() -> None:
    assert demo._parts(["T10", "T2", "T1", "T2"]) == ": T2 x 2, T1 x 1, T10 x 1"


def test_a_reader_who_has_seen_enough_stops_nothing_and_reads_no_traceback() -> None:
    """``make demo | head``: all is made to the end, without a word about the closed pipe."""
    shown = (
        "from pyaddin.entrypoints import demo; import sys\n"
        "def show(options, tasks, say):\n"
        "    sys.stdin.read()\n"
        "    for number in range(3): say(str(number))\n"
        "    sys.stderr.write('made')\n"
        "    return 0\n"
        "demo.show = show; sys.exit(demo.main([]))"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", shown], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as demonstration:
        assert demonstration.stdout is not None
        demonstration.stdout.close()
        demonstration.stdout = None
        _, said = demonstration.communicate("", timeout=60)
    assert (demonstration.returncode, said) == (0, "made")


def test_the_real_demonstration(tmp_path: Path) -> None:
    """The tasks themselves on 120 cases, in a process of its own: well under a minute, and nothing goes out twice."""
    for task in ("new", "weekly", "explain", "print_letters", "report"):
        pytest.importorskip(f"pyaddin.tasks.{task}")
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pyaddin.entrypoints.demo", "--folder", str(tmp_path / "demo"), "--as-of", AS_OF.isoformat()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert time.monotonic() - begun < 60
    assert "second run on the same date: 0 sent, 0 changes" in done.stdout
    assert re.search(r"^Assessed   120 cases$", done.stdout, re.M)
    assert re.search(r"^Sent       [1-9]\d* emails", done.stdout, re.M)
    links = Links((tmp_path / "demo" / "index.html").read_text(encoding="utf-8")).found
    assert len(links) == 5
    assert all((tmp_path / "demo" / unquote(target)).is_file() for target in links)
    assert "Traceback" not in done.stderr

"""The shared store for real: a private PostgreSQL server, several writers at once, one killed in the middle."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pyaddin import clock
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, SetCell
from pyaddin.portfolio.postgres import copied
from pyaddin.portfolio.store import StoreBook, connected, made
from pyaddin.tasks import portfolio
from tests.conftest import POSTGRES
from tests.portfolio import portfolios
from tests.stories.desk import SUPERVISOR, Answer, Office, case, debtor, installments, payment

pytestmark = pytest.mark.postgres
CLERKS = 4
BY_HAND = 2
TIMES = 15


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The folder of the socket; no network. PostgreSQL refuses to run as root, so it runs as nobody there."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    other = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
    if other:
        shutil.chown(folder, "nobody")
    data, program = folder / "data", Path(POSTGRES)
    quiet: dict[str, Any] = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    subprocess.run([*other, program / "initdb", "-D", data, "-U", "office", "-A", "trust", "-N"], **quiet)
    options = f"-k {folder} -h '' -F"
    subprocess.run([*other, program / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start"], **quiet)
    try:
        yield str(folder)
    finally:
        subprocess.run([*other, program / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def store(server: str, request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Office]:
    """A store filled from a ledger of several clerks, and that ledger."""
    import psycopg

    name = f"d{abs(hash(request.node.name)) % 10**8}"
    with psycopg.connect(f"postgresql://office@/postgres?host={server}", autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name}".encode())
    office = Office(tmp_path, "big.xlsm").new(
        {
            "Debtors": [debtor(number) for number in range(1, CLERKS + 1)],
            "Cases": [case(number, number, Owner=f"Clerk {number}") for number in range(1, CLERKS + 1)],
            "Installments": [row for number in range(1, CLERKS + 1) for row in installments(number, ["10-05", "12-05"])],
            "Payments": [payment(number, "10-01", 5, f"P-{number:06d}") for number in range(1, CLERKS + 1)],
        }
    )
    office.weekly("10-12")
    address = f"postgresql://office@/{name}?host={server}"
    answer = office.run("store", address, "--by", SUPERVISOR)
    assert (answer.code, answer["cases"]) == (0, CLERKS), answer.data
    return address, office


def door(office: Office, command: str, address: str, *words: str) -> Answer:
    """A command whose first word is the store."""
    path, office.path = office.path, Raw(address)  # type: ignore[assignment]
    try:
        return office.run(command, *words)
    finally:
        office.path = path


class Raw(str):
    """An address where the office would give its file."""


def cut(address: str, big: Office, number: int) -> Office:
    out = big.path.parent / f"clerk{number}.xlsm"
    answer = door(big, "slice", address, "--owner", f"Clerk {number}", "--out", str(out), "--by", SUPERVISOR)
    assert (answer.code, answer["cases"]) == (0, 1), answer.data
    part = Office(out.parent, out.name)
    part._today = big._today
    return part


def _merges(address: str, folder: str, number: int, ready: Any, answers: Any) -> None:
    office = Office(Path(folder), f"clerk{number}.xlsm")
    office._today = date(2026, 10, 20)
    ready.wait()
    answers.put((number, door(office, "merge", address, str(office.path), "--by", SUPERVISOR).data))


def _edits(address: str, number: int, ready: Any, answers: Any) -> None:
    """Counts up in one cell and adds payments, as another program would: what it saw has changed = it looks again."""
    ready.wait()
    for turn in range(TIMES):
        while True:
            try:
                with connected(address) as db:
                    db.execute("SELECT pg_advisory_unlock_all()")  # this writer takes no turns: only the versions guard it
                    book = StoreBook(db)
                    rows = book.read().tables["Debtors"].rows
                    row, cells = rows[0]
                    old = cells["Region"]
                    pay = {"Payment ID": f"X-{number}-{turn:02d}", "Case ID": "C-00001", "Value date": date(2026, 10, 20), "Amount": 1}
                    edits = [SetCell("Debtors", row, "D-00001", "Region", old, str(int(str(old or 0)) + 1)), AddRow("Payments", "", pay)]
                    book.write(edits, fingerprint="store", as_of=date(2026, 10, 20))
                    break
            except Stop as stop:
                if stop.fault.code != "X-CHANGED":
                    raise
    answers.put((-number, {}))


def sums(address: str) -> tuple[int, str]:
    with connected(address) as db:
        return db.execute('SELECT count(*), sum("Amount")::text FROM "Payments"').fetchall()[0]  # type: ignore[return-value]


def test_several_writers_at_once_lose_nothing(store: tuple[str, Office]) -> None:
    address, big = store
    for number in range(1, CLERKS + 1):
        part = cut(address, big, number)
        words = ("--amount", "7", "--on", "2026-10-13", "--as-of", "2026-10-13", "--by", "x")
        assert part.run("pay", "--case", f"C-{number:05d}", *words).code == 0
        part.set("Debtors", {"Debtor ID": f"D-{number:05d}"}, City=f"Town {number}", Region="slice" if number == 1 else None)
    with connected(address) as db:  # both sides change this cell, whoever comes first
        book = StoreBook(db)
        row = book.read().tables["Debtors"].rows[0][0]
        book.write([SetCell("Debtors", row, "D-00001", "Region", None, "0")], fingerprint="store", as_of=date(2026, 10, 20))
    context = multiprocessing.get_context("fork")
    answers, ready = context.Queue(), context.Barrier(CLERKS + BY_HAND)
    writers = [context.Process(target=_merges, args=(address, str(big.path.parent), number, ready, answers)) for number in range(1, CLERKS + 1)]
    writers += [context.Process(target=_edits, args=(address, number, ready, answers)) for number in range(1, BY_HAND + 1)]
    for writer in writers:
        writer.start()
    found = dict(answers.get(timeout=90) for _ in writers)
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    again = door(big, "merge", address, str(big.path.parent / "clerk1.xlsm"), "--by", SUPERVISOR)
    assert [(row["column"], row["base"], row["slice"]) for row in again["conflicts"]] == [("Region", "", "slice")]
    count = CLERKS + CLERKS + BY_HAND * TIMES
    assert sums(address) == (count, f"{CLERKS * 5 + CLERKS * 7 + BY_HAND * TIMES}.00")
    assert all(found[number]["totals"]["tied"] for number in range(1, CLERKS + 1))
    with connected(address) as db:
        debtors = db.execute('SELECT "City", "Region" FROM "Debtors" ORDER BY "Debtor ID"').fetchall()
        ids = db.execute('SELECT count(DISTINCT "Payment ID") FROM "Payments"').fetchall()[0][0]
    assert [city for city, _ in debtors] == [f"Town {number}" for number in range(1, CLERKS + 1)]
    assert ids == count
    assert debtors[0][1] == str(BY_HAND * TIMES)  # no count was lost


def test_a_writer_that_was_killed_leaves_nothing_half(store: tuple[str, Office]) -> None:
    address, _ = store
    before = sums(address)
    context = multiprocessing.get_context("fork")
    middle = context.Event()

    def half() -> None:
        with connected(address) as db, db.transaction():
            book = StoreBook(db)
            row, cells = book.read().tables["Debtors"].rows[0]
            pay = {"Payment ID": "P-800000", "Case ID": "C-00001", "Value date": date(2026, 10, 20), "Amount": 1}
            edits = [SetCell("Debtors", row, "D-00001", "City", cells["City"], "Half"), AddRow("Payments", "", pay)]
            book.write(edits, fingerprint="", as_of=date(2026, 10, 20))
            middle.set()
            signal.pause()

    writer = context.Process(target=half)
    writer.start()
    assert middle.wait(60)
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join(60)
    assert sums(address) == before  # the next one gets its turn, too
    with connected(address) as db:
        assert db.execute('SELECT "City" FROM "Debtors" ORDER BY "Debtor ID"').fetchall()[0][0] == "Leeds"


def test_a_store_reads_as_its_ledger_and_the_file_is_still(store: tuple[str, Office]) -> None:
    from pyaddin.ledger.closed import ClosedBook
    from pyaddin.tasks.opening import open_book
    from pyaddin.tasks.slicing import CUT, facts, is_mark

    address, big = store
    now = datetime(2026, 10, 20, 9, tzinfo=UTC)
    file = open_book(ClosedBook(big.path), as_of=None, now=lambda: now)
    with connected(address) as db:
        there = open_book(StoreBook(db), as_of=None, now=lambda: now)
    assert not there.typed.refused
    assert there.settings.values == file.settings.values
    for name in CUT:
        assert [facts(row) for row in there.typed.tables[name]] == [facts(row) for row in file.typed.tables[name] if not is_mark(row)], name
    assert big.weekly("10-26")["sent"] == 0


def test_a_password_in_the_address_is_refused_and_never_shown(tmp_path: Path, store: tuple[str, Office]) -> None:
    _, big = store
    for address in ("postgresql://office:geheim@/x", "postgresql://office@/x?password=geheim", "postgresql://office:geheim@nowhere.invalid:1/x"):
        answer = door(big, "slice", address, "--owner", "A", "--out", str(tmp_path / "a.xlsm"), "--by", SUPERVISOR)
        assert answer.error == "X-STORE"
        assert "geheim" not in str(answer.data)


def test_a_portfolio_run_over_the_store_says_what_the_ledger_says(server: str, tmp_path: Path) -> None:
    import psycopg

    with psycopg.connect(f"postgresql://office@/postgres?host={server}", autocommit=True) as db:
        db.execute(b"CREATE DATABASE portfolio")
    address = f"postgresql://office@/portfolio?host={server}"
    rows = portfolios.sample(150, 7)
    with connected(address) as db, db.transaction():
        made(db, "portfolio", rows)
    outcome = portfolio.run(
        address, out=tmp_path / "out", as_of=portfolios.DAY, progress=lambda done, total, label: None, now=clock.now, workers=None, scheduler=None, plain=True
    )
    assert outcome.data["cases"] == 150
    portfolios.compared(rows, tmp_path / "out")
    portfolios.same_figures(rows, tmp_path / "out")
    portfolios.same_moves(rows, tmp_path / "out")


def test_an_address_with_a_password_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        copied("postgresql://office:secret@/portfolio?host=/nowhere", tmp_path)
    assert stop.value.fault.code == "X-STORE"
    assert "secret" not in str(stop.value)

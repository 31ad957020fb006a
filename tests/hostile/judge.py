"""What may come of a damaged ledger: a clear refusal with nothing changed, or a complete run that writes only to whom it may.

The judge reads the ledger with a reader of its own and the emails with the standard library; what is owed is reckoned by ``tests.rules.independent``.
"""

from __future__ import annotations

import contextlib
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from time import process_time

import openpyxl

from tests.build import repair_rules
from tests.hostile.mutants import Mutant
from tests.hostile.plain_reader import Sheets, read_sheets
from tests.hostile.template import RUN_DAY
from tests.rules import independent
from tests.stories.desk import Answer, Office, read_mail, words_of

SLOW_SECONDS = 30.0
"""A file of this size takes a tenth of a second; a mutant that takes longer than this has found a way to stop the office."""
EXPECTED = (0, 1, 2)


@dataclass
class Verdict:
    """What was seen with one mutant. ``violations`` must be empty."""

    outcome: str = ""
    """The stop's code, or ``run`` when the weekly run went through."""
    sent: int = 0
    judged: int = 0
    """Messages whose amount the independent reckoning could follow."""
    violations: list[str] = field(default_factory=list)


def _opens_elsewhere(path: Path) -> bool:
    """Whether another program's reader takes the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            openpyxl.load_workbook(BytesIO(path.read_bytes()))
        return True
    except Exception:  # noqa: BLE001 - a library's own failure on a damaged file is no finding about the product
        return False


def _lint(path: Path) -> list[str] | None:
    try:
        return repair_rules.problems(path)
    except Exception:  # noqa: BLE001 - the lint reads whole workbooks; a damaged one may be beyond it
        return None


def _plain(text: object) -> str:
    kept = "".join(mark for mark in str(text or "") if unicodedata.category(mark) not in ("Cc", "Cf") or mark in "\u200c\u200d")
    return " ".join(kept.split())


def _command(office: Office, verdict: Verdict, *words: str) -> Answer | None:
    """One command; anything but an answer in one JSON object is a violation."""
    began = process_time()
    try:
        answer = office.run(*words)
    except BaseException as problem:  # noqa: BLE001 - this is what is being looked for
        verdict.violations.append(f"{words[0]}: {type(problem).__name__}: {problem}")
        return None
    if process_time() - began > SLOW_SECONDS:
        verdict.violations.append(f"{words[0]} took {process_time() - began:.0f} s")
    if answer.code not in EXPECTED or answer.error == "X-INTERNAL":
        verdict.violations.append(f"{words[0]}: exit {answer.code} {answer.data.get('error')}")
    return answer


def judge(mutant: Mutant, folder: Path) -> Verdict:
    """Check, dry run, run, and check again; every rule of the house on what came of them."""
    office, verdict = Office(folder), Verdict()
    office.path.write_bytes(mutant.data)
    before_lint, sheets, opened = _lint(office.path), read_sheets(office.path), _opens_elsewhere(office.path)
    for words in (("check",), ("weekly", "--as-of", RUN_DAY, "--dry-run")):
        _command(office, verdict, *words)
        if list(folder.iterdir()) != [office.path] or office.path.read_bytes() != mutant.data:
            verdict.violations.append(f"{words[0]} changed or left a file")
    answer = _command(office, verdict, "weekly", "--as-of", RUN_DAY, "--by", "test")
    if answer is None:
        return verdict
    if answer.code == 2:
        verdict.outcome = answer.error
        if office.path.read_bytes() != mutant.data or office.emails():
            verdict.violations.append("refused, and yet something was written")
        return verdict
    verdict.outcome = "run"
    _written(office, verdict, before_lint, opened)
    _sent(office, verdict, mutant, answer, sheets)
    return verdict


def _written(office: Office, verdict: Verdict, before_lint: list[str] | None, opened: bool) -> None:
    """The ledger after the run: whole, readable, and with no fault that it did not have before."""
    again = _command(office, verdict, "weekly", "--as-of", RUN_DAY, "--by", "test")
    if again is not None and (again.code == 2 or again["sent"] or again["changes"]):
        verdict.violations.append(f"a second run: {again.data.get('error') or (again['sent'], again['changes'][:3])}")
    with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(office.path) as file:
        if bad := file.testzip():
            verdict.violations.append(f"part {bad} is damaged after the run")
    if opened and not _opens_elsewhere(office.path):
        verdict.violations.append("another program cannot read the ledger any more")
    if before_lint is not None:
        after = _lint(office.path)
        new = ["the lint cannot read it"] if after is None else [line for line in after if line not in before_lint]
        if new and not before_lint:
            verdict.violations.append(f"repair rules: {new[:3]}")


def _sent(office: Office, verdict: Verdict, mutant: Mutant, answer: Answer, sheets: Sheets | None) -> None:
    """Every email: to the one address of the case's debtor, with the amount that another reckoning finds, and about no row that may not count."""
    emails = {path.name: path for path in office.emails()}
    sent = [message for message in answer["messages"] if message["result"] == "sent" and message["file"]]
    verdict.sent = len(emails)
    if sheets is None:
        if emails:
            verdict.violations.append(f"{len(emails)} emails from a ledger that nobody else can read")
        return
    figures = _reckoned(office.path)
    refused = _owners(sheets, mutant.closed)
    told = set()
    for message in sent:
        path = emails.get(Path(message["file"]).name)
        if path is None:
            verdict.violations.append(f"no file for {message['case_id']}")
            continue
        told.add(path)
        case_id = message["case_id"]
        cases = [row for _, row in sheets["Cases"] if _plain(row["Case ID"]) == case_id]
        debtors = [row for _, row in sheets["Debtors"] if cases and _plain(row["Debtor ID"]) == _plain(cases[0]["Debtor ID"])]
        if len(cases) != 1 or len(debtors) != 1:
            verdict.violations.append(f"{case_id}: {len(cases)} cases, {len(debtors)} debtors of that id, and a message")
            continue
        mail = read_mail(path)
        if _plain(mail["To"].addresses[0].addr_spec).casefold() != _plain(debtors[0]["Email"]).casefold():
            verdict.violations.append(f"{case_id}: sent to {mail['To']}, the row says {debtors[0]['Email']!r}")
        if {case_id, _plain(debtors[0]["Debtor ID"])} & refused:
            verdict.violations.append(f"{case_id}: a row of it cannot be read, and yet a message went")
        if message["kind"] == "reminder" and figures is not None and case_id in figures:
            verdict.judged += 1
            amount = f"{float(figures[case_id]):,.2f}"
            if amount not in words_of(mail):
                verdict.violations.append(f"{case_id}: {amount} is owed and does not stand in the email")
    if len(told) != len(emails):
        verdict.violations.append(f"{len(emails) - len(told)} emails that no row tells of")


def _reckoned(path: Path) -> dict[str, Fraction] | None:
    """Arrears of each case by the independent reckoning; ``None`` where it cannot follow the ledger."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = independent.Ledger(path).reckon(date.fromisoformat(RUN_DAY))
        return {case_id: row["arrears"] for case_id, row in found.items()}
    except Exception:  # noqa: BLE001 - it reads clean ledgers only
        return None


def _owners(sheets: Sheets, closed: tuple[tuple[str, int], ...]) -> set[str]:
    """Ids of cases and debtors named by the rows that may not count."""
    owners: set[str] = set()
    for sheet, number in closed:
        for row_number, row in sheets[sheet]:
            if row_number == number:
                names = ("Applies to",) if sheet == "Holds" else ("Case ID",) if "Case ID" in row else ("Debtor ID",)
                owners |= {_plain(row[name]) for name in names}
    return owners

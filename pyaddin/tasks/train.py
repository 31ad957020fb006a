"""The legal training of collectors: twenty questions "may I contact?", marked by the gate, recorded with name and date."""

from __future__ import annotations

import calendar
import json
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import Book, RawLedger
from pyaddin.ledger.closed import ClosedBook
from pyaddin.policy.questions import ANSWERS, NUMBER, PASS_MARK, Question, questions
from pyaddin.policy.rulebook import rulebook
from pyaddin.records import dataclass
from pyaddin.settings import Settings
from pyaddin.tasks.dialog import Dialog
from pyaddin.tasks.jsonfile import load
from pyaddin.tasks.opening import office_zone, read_settings
from pyaddin.tasks.outcome import Outcome

MONTHS = 6
"""A passed training lasts so long; one that was not passed is due again at once."""
_LONGEST_NAME = 80
_YES = frozenset({"y", "yes", "allowed", "是", "可以", "能"})
_NO = frozenset({"n", "no", "blocked", "否", "不", "不可以", "不能"})
_INTRO = {
    "en": f"{NUMBER} questions, {PASS_MARK} right answers are needed. Only what is told counts; nothing else is on record. Answer y (yes) or n (no).",
    "zh-CN": f"共 {NUMBER} 题，答对 {PASS_MARK} 题合格。只看题目所述，没有其他记录。请回答 y（可以）或 n（不可以）。",
    "zh-TW": f"共 {NUMBER} 題，答對 {PASS_MARK} 題及格。只看題目所述，沒有其他紀錄。請回答 y（可以）或 n（不可以）。",
}
_RIGHT = {"en": "Right.", "zh-CN": "答对了。", "zh-TW": "答對了。"}
_WRONG = {"en": "Wrong.", "zh-CN": "答错了。", "zh-TW": "答錯了。"}
_AGAIN = {"en": "Please answer y or n.", "zh-CN": "请回答 y 或 n。", "zh-TW": "請回答 y 或 n。"}


@dataclass(frozen=True, slots=True)
class Desk:
    """The ledger beside which results are kept, as far as the training needs it."""

    path: Path
    settings: Settings
    today: date
    names: tuple[str, ...]


def run(
    path: Path | None, *, language: str | None, seed: int | None, by: str, answers: Path | None, status: bool, as_of: date | None, now: Callable[[], datetime],
    dialog: Dialog, book: Book | None = None,
) -> Outcome:  # fmt: skip
    """Asks in the terminal, or marks the answers of a file; without either the questions are shown unanswered and nothing is recorded.

    With a ledger the result is added to ``<ledger stem>.training.jsonl`` beside it, under the name ``by``. ``status`` only tells who is due.

    Raises ``Stop``: X-OPTION for answers that cannot be used, X-WRITE when the record cannot be kept, and those of reading a ledger.
    """
    desk = _desk(path, as_of, now, book) if path else None
    if status:
        if desk is None or answers is not None:
            raise Stop("X-OPTION", "--status", advice="Name the ledger, and leave --answers out.")
        return Outcome("train", _data(None, (), None, desk, desk.settings.text("ledger_language"), None))
    spoken = language or (desk.settings.text("ledger_language") if desk else "en")
    on = desk.today if desk else as_of or now().date()
    chosen = on.toordinal() if seed is None else seed
    asked = questions(chosen, spoken)
    given = _from_file(answers) if answers else _from_person(asked, spoken, dialog)
    if not given:
        return Outcome("train", _data(None, tuple(_row(question, None) for question in asked), None, desk, spoken, chosen))
    rows = tuple(_row(question, word) for question, word in zip(asked, given, strict=True))
    score = sum(1 for row in rows if row["right"])
    due = due_on(on, score)
    if desk is not None:
        _record(desk, by, on, score, due, chosen, spoken, now())
    return Outcome("train", _data(score, rows, due, desk, spoken, chosen))


def due_on(on: date, score: int) -> date:
    """When the next training is due: six months later on the same day of the month, or the month's last; at once when it was not passed."""
    if score < PASS_MARK:
        return on
    year, month = divmod(on.year * 12 + on.month - 1 + MONTHS, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def record_path(ledger: Path) -> Path:
    """Where the results of a ledger's office are kept; lines are only ever added."""
    return ledger.with_name(f"{ledger.stem}.training.jsonl")


def _desk(path: Path, as_of: date | None, now: Callable[[], datetime], book: Book | None) -> Desk:
    raw = (book or ClosedBook(path)).read()
    values, _ = read_settings(raw)
    zone, _ = office_zone(values)
    return Desk(path, values, as_of or now().astimezone(zone).date(), tuple(sorted({*values.words("supervisors"), *_owners(raw)})))


def _owners(raw: RawLedger) -> Iterator[str]:
    for _, cells in raw.tables["Cases"].rows:
        owner = cells.get("Owner")
        if isinstance(owner, str) and owner.strip() and not cells.get("Outcome"):
            yield owner.strip()[:_LONGEST_NAME]


# asking and marking


def _from_person(asked: tuple[Question, ...], language: str, dialog: Dialog) -> tuple[str, ...]:
    given: list[str] = []
    for number, question in enumerate(asked, 1):
        head = "" if given else _INTRO[language] + "\n\n"
        word = _word(dialog, f"{head}{number}/{len(asked)}  {question.text}", language)
        if word is None:
            if given:
                raise Stop("X-OPTION", f"the answers ended after {len(given)} of {len(asked)}", advice="Nothing was recorded; start again.")
            return ()
        given.append(word)
        mark = _RIGHT if word == question.answer else _WRONG
        dialog.tell(f"{mark[language]} {question.explanation}\n")
    return tuple(given)


def _word(dialog: Dialog, text: str, language: str) -> str | None:
    """allowed, blocked, or ``None`` when there is no more input; anything else is asked again."""
    while True:
        typed = dialog.ask(text)
        if typed is None:
            return None
        if typed.casefold() in _YES:
            return ANSWERS[0]
        if typed.casefold() in _NO:
            return ANSWERS[1]
        text = _AGAIN[language]


def _from_file(file: Path) -> tuple[str, ...]:
    found = load(file).value
    if not isinstance(found, list) or len(found) != NUMBER:
        raise Stop("X-OPTION", f"{file.name}: a list of {NUMBER} answers is needed", advice='Write ["allowed", "blocked", ...] as JSON.')
    for number, word in enumerate(found, 1):
        if word not in ANSWERS:
            raise Stop("X-OPTION", f"{file.name}, answer {number}: {str(word)[:40]!r}", advice="Each answer is the word allowed or the word blocked.")
    return tuple(str(word) for word in found)


def _row(question: Question, given: str | None) -> dict[str, object]:
    """A marked question; the answer is withheld as long as none is given."""
    if given is None:
        return {"text": question.text, "answer": None, "given": None, "right": None, "rules": [], "explanation": None}
    rules = [{"id": rule.id, "pack": rule.pack, "version": rule.version, "confidence": rule.confidence, "cite": rule.cite, "reason": rule.reason}
             for rule in question.rules]  # fmt: skip
    return {
        "text": question.text, "answer": question.answer, "given": given, "right": given == question.answer, "rules": rules,
        "explanation": question.explanation,
    }  # fmt: skip


def _data(
    score: int | None, rows: tuple[dict[str, object], ...], due: date | None, desk: Desk | None, language: str, seed: int | None
) -> dict[str, object]:
    return {
        "score": score,
        "of": NUMBER,
        "passed": None if score is None else score >= PASS_MARK,
        "questions": list(rows),
        "due_on": due.isoformat() if due else None,
        "language": language,
        "seed": seed,
        "record": str(record_path(desk.path)) if desk else None,
        "people": _people(desk) if desk else [],
    }


# the record


def _record(desk: Desk, by: str, on: date, score: int, due: date, seed: int, language: str, at: datetime) -> None:
    name = " ".join(by.split())[:_LONGEST_NAME]
    line = {
        "by": name, "on": on.isoformat(), "at": at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"), "score": score, "of": NUMBER,
        "passed": score >= PASS_MARK, "due_on": due.isoformat(), "seed": seed, "language": language,
        "packs": {pack.name: pack.version for pack in rulebook().values()},
    }  # fmt: skip
    target = record_path(desk.path)
    try:
        torn = target.exists() and target.stat().st_size > 0 and not target.read_bytes().endswith(b"\n")
        with target.open("ab") as file:
            file.write(b"\n" * torn + json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Stop("X-WRITE", f"{target.name}: {error.strerror}", advice="The result was not recorded: get write access, then train again.") from error


def _results(path: Path) -> Iterator[Mapping[str, object]]:
    """The recorded results; a line that is no result (cut off by a crash) is passed over."""
    try:
        text = record_path(path).read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return
    except OSError as error:
        raise Stop("X-NOT-FOUND", f"{record_path(path).name}: {error.strerror}", advice="Check your rights to read it.") from None
    for line in text.splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and isinstance(found.get("by"), str) and _is_day(found.get("on")) and _is_day(found.get("due_on")):
            yield found


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _people(desk: Desk) -> list[dict[str, object]]:
    """The latest result of everyone recorded, and those of the ledger (owners of open cases, supervisors) who have none: they are due."""
    latest: dict[str, Mapping[str, object]] = {}
    for result in _results(desk.path):
        name = str(result["by"])
        if name not in latest or str(result["on"]) >= str(latest[name]["on"]):
            latest[name] = result
    rows: list[dict[str, object]] = []
    for name in sorted({*latest, *desk.names}):
        found = latest.get(name, {})
        due = str(found.get("due_on") or desk.today.isoformat())
        rows.append({
            "by": name, "on": found.get("on"), "score": found.get("score"), "of": found.get("of"), "passed": found.get("passed"), "due_on": due,
            "due": due <= desk.today.isoformat(),
        })  # fmt: skip
    return rows

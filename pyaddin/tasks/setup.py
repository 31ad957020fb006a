"""The first-run questions: who we are, whose debts, which country; written to Settings, with the rule packs that follow from them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

from pyaddin import settings
from pyaddin.correspondence import email
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, Edit, RawLedger, SetCell, Value
from pyaddin.ledger.closed import ClosedBook
from pyaddin.policy.countries import is_country
from pyaddin.policy.rulebook import choice_warnings, country_code, packs_for
from pyaddin.records import dataclass
from pyaddin.rules.citations import cited
from pyaddin.rules.windows import zone_of
from pyaddin.setting_words import meaning
from pyaddin.settings import BY_NAME, NEVER_RUN
from pyaddin.tasks.dialog import Dialog
from pyaddin.tasks.opening import office_zone, read_settings
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.recorded import write
from pyaddin.tasks.setup_words import BLANK, CODES, KEEP, QUESTIONS, STRICTEST, Asked, in_language

_LONGEST = 200


class Refused(ValueError):
    """An answer that cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The Settings sheet as it stands: typed values, raw cells with their rows, and the day of the captions."""

    raw: RawLedger
    values: settings.Settings
    today: date

    @property
    def language(self) -> str:
        return self.values.text("ledger_language")


def run(
    path: Path, *, role: str | None, debt_class: str | None, jurisdiction: str | None, creditor_name: str | None, reply_to: str | None,
    time_zone: str | None, now: Callable[[], datetime], dialog: Dialog, book: Book | None = None,
) -> Outcome:  # fmt: skip
    """Writes what the options say and, in a terminal, asks for the rest; what nobody answers stays as it is.

    Raises ``Stop``: X-OPTION naming the option that cannot be used, or when there is neither option nor terminal; and those of reading and
    writing a ledger. Nothing is written then.
    """
    book = book or ClosedBook(path)
    raw = book.read()
    values, _ = read_settings(raw)
    zone, _ = office_zone(values)
    sheet = Sheet(raw, values, now().astimezone(zone).date())
    given = {
        "actor_role": role, "debt_class": debt_class, "jurisdiction": jurisdiction, "creditor_name": creditor_name, "reply_to": reply_to,
        "time_zone": time_zone,
    }  # fmt: skip
    answers = {name: _checked(name, text) for name, text in given.items() if text is not None}
    if dialog.live:
        answers |= _asked(sheet, answers, dialog)
    elif not answers:
        raise Stop("X-OPTION", "nothing to set up", advice="Give at least one option, or run it in a terminal, where it asks.")
    edits = _edits(sheet, answers)
    if edits:
        write(book, raw, edits, as_of=values.day("as_of") or NEVER_RUN, at=now(), by="", task="setup")
    return Outcome("setup", _data(path, sheet, answers, edits))


def _checked(name: str, text: str) -> str:
    try:
        return usable(name, text)
    except Refused as reason:
        raise Stop("X-OPTION", f"{name}: {reason}", advice=BY_NAME[name].meaning) from None


def usable(name: str, text: str) -> str:
    """The value as the Settings cell shall hold it. Raises ``Refused`` when it cannot be used."""
    value = " ".join(text.split())
    if not value or len(value) > _LONGEST or any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in value):
        raise Refused(f"{value[:40]!r} is blank, too long or holds control characters")
    if name == "jurisdiction":
        value = country_code(value)
        if not is_country(value):
            raise Refused(f"{value[:40]!r} is no country code of two letters")
    elif name == "time_zone" and zone_of(value) is None:
        raise Refused(f"{value[:40]!r} is no time zone such as Asia/Shanghai")
    elif name == "reply_to":
        try:
            email.mailbox(value)
        except email.AddressRefused:
            raise Refused(f"{value[:40]!r} is no email address") from None
    read, faults = settings.read({name: (2, value)})
    if faults:
        raise Refused(f"{value[:40]!r} is not one of {', '.join(BY_NAME[name].codes)}")
    return read.text(name)


# asking


def _asked(sheet: Sheet, known: Mapping[str, str], dialog: Dialog) -> dict[str, str]:
    """The answers typed in the terminal; Enter keeps what stands in the sheet."""
    answers: dict[str, str] = {}
    dialog.tell(in_language(STRICTEST, sheet.language))
    for asked in QUESTIONS:
        if asked.setting in known:
            continue
        text = _question(asked, sheet)
        while True:
            typed = dialog.ask(text)
            if not typed:
                break
            try:
                answers[asked.setting] = usable(asked.setting, _picked(asked, typed))
                break
            except Refused as reason:
                dialog.tell(str(reason))
        if typed is None:
            break
    return answers


def _question(asked: Asked, sheet: Sheet) -> str:
    language = sheet.language
    codes = BY_NAME[asked.setting].codes
    choices = [f"  {number} {code}: {in_language(CODES[code], language)}" for number, code in enumerate(codes, 1)]
    kept = in_language(KEEP, language).format(value=sheet.values.text(asked.setting) or in_language(BLANK, language))
    return "\n".join([f"{in_language(asked.question, language)} {in_language(asked.why, language)}", *choices, kept])


def _picked(asked: Asked, typed: str) -> str:
    """A number stands for the choice of that line."""
    codes = BY_NAME[asked.setting].codes
    return codes[int(typed) - 1] if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(codes) else typed


# writing


def _edits(sheet: Sheet, answers: Mapping[str, str]) -> list[Edit]:
    """One cell for each answer that differs from what stands there; a row for a setting that the sheet lacks."""
    rows = {str(cells["Key"]).strip(): (number, cells) for number, cells in reversed(sheet.raw.tables["Settings"].rows) if cells.get("Key")}
    edits: list[Edit] = []
    for name, value in answers.items():
        if name not in rows:
            key = BY_NAME[name]
            new: dict[str, Value] = {"Key": name, "Value": value, "Meaning": meaning(key, sheet.language), "Source": cited(key.source, sheet.language)}
            edits.append(AddRow("Settings", name, new, "setup"))
            continue
        number, cells = rows[name]
        if cells.get("Value") != value:
            edits.append(SetCell("Settings", number, str(cells["Key"]), "Value", cells.get("Value"), value, "setup"))
    return edits


def _data(path: Path, sheet: Sheet, answers: Mapping[str, str], edits: list[Edit]) -> dict[str, object]:
    now_set = {asked.setting: answers.get(asked.setting, sheet.values.text(asked.setting)) for asked in QUESTIONS}
    facts = (now_set["jurisdiction"], "", now_set["actor_role"], now_set["debt_class"])
    packs = packs_for(*facts, on=sheet.today)
    warnings = choice_warnings(*facts, packs, sheet.today)
    return {
        "path": str(path),
        "settings": now_set,
        "packs": [{"pack": pack.name, "version": pack.version, "reviewed_on": pack.reviewed_on.isoformat(), "source": pack.source} for pack in packs],
        "warnings": [warning.says(sheet.language) for warning in warnings],
        "changed": [edit.key for edit in edits if isinstance(edit, SetCell | AddRow)],
    }

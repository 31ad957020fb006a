"""One click: the open workbook, read once, with the language, the user and the table of commands; every button works through it."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from pyaddin.buttons import BUTTONS, Button
from pyaddin.commands import BY_NAME, Command, Option
from pyaddin.entrypoints import arguments
from pyaddin.entrypoints.live.once_a_day import first_today
from pyaddin.entrypoints.live.selection import Chosen, case_text, chosen_cases
from pyaddin.entrypoints.live.words import say
from pyaddin.errors import Stop
from pyaddin.history.login import account
from pyaddin.labels import LANGUAGES
from pyaddin.ledger.book import RawLedger
from pyaddin.ledger.limits import growing, is_many
from pyaddin.ledger.live import LiveBook
from pyaddin.ledger.live.screen import Screen
from pyaddin.ledger.live.selected import Selected
from pyaddin.ledger.migrate import lacking
from pyaddin.ledger.once import ReadOnce
from pyaddin.rules.reason import phrase
from pyaddin.settings import Settings
from pyaddin.tasks.archived import unknown_case
from pyaddin.tasks.opening import office_zone, read_settings

if TYPE_CHECKING:
    from pyaddin.tasks.outcome import Outcome

Progress = Callable[[int, int, str], None]
_BY_ID: Mapping[str, Button] = {button.id: button for button in BUTTONS}
_OF_THE_DOOR = frozenset({"path", "as_of", "by", "out", "transport", "dry_run", "preview", "json"})

_LISTS_FIRST = frozenset({"outbox"})
"""Buttons whose fixed option holds for the first press only: on the Form the clerk chooses."""


def silent(done: int, total: int, label: str) -> None:
    """Progress that nobody watches."""


class NobodyAsks:
    """A dialog for tasks that would ask in a terminal: here the Form has asked."""

    live = False

    def tell(self, text: str) -> None:
        """Nothing to tell: the result is shown."""

    def ask(self, text: str) -> str | None:
        """No answer: whatever is not given stays open."""
        return None

    def secret(self, text: str) -> str:
        """A password never goes through a sheet."""
        return ""


def label_of(button_id: str, language: str) -> str:
    """What stands on the button."""
    return _BY_ID[button_id].labels[language if language in LANGUAGES else "en"]


class Desk:
    """What one click works with. The ledger is read at the first question and looked at again only when it is written or ``fresh`` is called.

    Language, names and the day of the figures are those of the first reading: each reading of an open workbook takes its time.
    """

    def __init__(self, screen: Screen, button_id: str, now: Callable[[], datetime]) -> None:
        self.screen = screen
        self.button_id = button_id
        self.now = now
        self.ledger = ReadOnce(screen.ledger)
        self._settings: Settings | None = None
        self._debtors: dict[str, str] = {}
        self._ledger_id = ""
        self._current = False

    @property
    def raw(self) -> RawLedger:
        """The ledger as it was read last, to look at: each table is read at the first question about it, all of them when a task needs them."""
        return self.ledger.glance()

    @property
    def settings(self) -> Settings:
        """The settings of the first reading."""
        if self._settings is None:
            self._settings, _ = read_settings(self.raw)
            self._ledger_id = self.raw.ledger_id
            computed = self._settings.day("as_of")
            old = computed is None or computed < self.today
            self._current = old and not self.raw.tables["Cases"].rows
        return self._settings

    @property
    def language(self) -> str:
        """The ledger's language."""
        return self.settings.text("ledger_language") or "en"

    @property
    def title(self) -> str:
        """What stands on the pressed button."""
        return label_of(self.button_id, self.language)

    def titled(self, about: object) -> str:
        """The button's words and what the page is about."""
        return f"{self.title}{self.word('colon')}{about}"

    @property
    def today(self) -> date:
        """Today in the office's time zone."""
        return self.now().astimezone(self.zone).date()

    @property
    def zone(self) -> tzinfo:
        """The office's time zone."""
        return office_zone(self.settings)[0]

    def fresh(self) -> None:
        """The clerk was asked, and what was read may have been changed in the meantime: look again before acting."""
        self.ledger.look_again()

    def computed(self) -> None:
        """The figures are of today now; nothing old is to be announced."""
        self._current = True

    def word(self, key: str, **values: object) -> str:
        """A sentence in the ledger's language."""
        return say(self.language, key, **values)

    def tell(self, *lines: str) -> None:
        """A message on the screen; old figures are announced in it, and once a day a ledger that grows too large."""
        self.screen.tell("\n".join(line for line in (*lines, self.age(), self.growth()) if line), self.title)

    def growth(self) -> str:
        """Which sheets come near their limit and what to do, in words, at the first message of the day; blank otherwise."""
        behind = self.ledger.behind
        if not self.ledger.has_read and isinstance(behind, LiveBook) and not any(is_many(name, bottom) for name, bottom in behind.extents().items()):
            return ""
        near = growing(self.raw)
        if not near or not first_today(f"{self.raw.ledger_id} W-LIMIT", self.today):
            return ""
        return " ".join(phrase("note growing", sheet=fault.sheet, found=fault.found).says(self.language) for fault in near)

    def age(self) -> str:
        """That the figures are older than today, in words; blank when they are not, or when there is no case yet."""
        computed = self.settings.day("as_of")
        if self._current:
            return ""
        if computed is None:
            return self.word("never")
        days = (self.today - computed).days
        return self.word("stale", n=days) if days > 0 else ""

    def earlier(self) -> str:
        """That the ledger lacks columns of today, which an open workbook cannot be given, and when it gets them; blank for one of today."""
        missing = {name: lacking(name, table.headers) for name, table in self.raw.tables.items()}
        columns = "; ".join(f"{name}: {', '.join(column.name for column in found)}" for name, found in missing.items() if found)
        return self.word("earlier", columns=columns) if columns else ""

    def chosen(self) -> Chosen:
        """The selected cases. Raises ``NoSelection``, and ``Stop`` X-CASE with the yearly ledger that holds a case which the ledger no longer has."""
        found = chosen_cases(self.selected(), self.raw, self.language)
        known = set(map(case_text, self.raw.tables["Cases"].column("Case ID")))
        gone = next((case_id for case_id in found.cases if case_id not in known), None)
        if gone is not None:
            raise unknown_case(self.ledger.path, self.raw.ledger_id, gone, self.language)
        return found

    def selected(self) -> Selected:
        """What is selected on the screen."""
        return self.screen.selected()

    def debtors(self) -> dict[str, str]:
        """Debtor's name by case id, as the sheets show it."""
        if self._debtors:
            return self._debtors
        debtors, cases = self.raw.tables["Debtors"], self.raw.tables["Cases"]
        names = {str(debtor): str(name or "") for debtor, name in zip(debtors.column("Debtor ID"), debtors.column("Name"), strict=True)}
        owners = zip(cases.column("Case ID"), cases.column("Debtor ID"), strict=True)
        self._debtors = {str(case): names.get(str(debtor), "") for case, debtor in owners}
        return self._debtors

    # --- tasks -----------------------------------------------------------------------------------------------------

    @property
    def command(self) -> Command:
        """The command behind the button."""
        return BY_NAME[_BY_ID[self.button_id].command]

    def options(self) -> tuple[Option, ...]:
        """The options that the Form asks for: all but those that the button or the door itself decides."""
        fixed = {} if self.button_id in _LISTS_FIRST else _BY_ID[self.button_id].fixed
        return tuple(o for o in (*self.command.positional, *self.command.options) if not of_the_door(o) and o.name not in fixed)

    def call(self, name: str, values: Mapping[str, object] | None = None, progress: Progress = silent) -> Outcome:
        """Run a command's task on the open workbook; options that are not given stand at what the command line would take."""
        command = BY_NAME[name]
        keywords = {option.name: _default(option) for option in (*command.positional, *command.options) if option.name != "path"}
        given: dict[str, object] = {"now": self.now, "progress": progress, "dialog": NobodyAsks(), "account": account()}
        keywords |= {key: given[key] for key in command.given}
        if "by" in keywords:
            keywords["by"] = self.screen.user
        keywords |= values or {}
        task = importlib.import_module(command.task)
        positional = [self.ledger.path] if command.positional and command.positional[0].name == "path" else []
        if "book" in inspect.signature(task.run).parameters:  # Check this computer knows no ledger but a file
            keywords["book"] = self.ledger
        outcome: Outcome = task.run(*positional, **keywords)
        return outcome

    def recall(self) -> str:
        """After new facts: waiting messages that they forbid are taken back at once. What came of it in words; blank when none was outdated."""
        from pyaddin.tasks import stop_sends  # a click that only looks does not load what makes and sends messages

        try:
            taken = stop_sends.recall(self.ledger.path, self._ledger_id, now=self.now, book=self.ledger)
        except Stop as stop:
            return self.word("not-asked", stop=label_of("stop_sends", self.language), why=stop.fault.code)
        return self.word("outdated", n=taken) if taken else ""


def of_the_door(option: Option) -> bool:
    """Whether no Form asks for it: the button or the program decides. The transport of a debtor's budget is money and asked for."""
    return option.name in _OF_THE_DOOR and option.type != "amount"


def _default(option: Option) -> object:
    if option.type == "switch":
        return False
    if option.repeat:
        return ()
    return arguments.value_of(option, option.default) if option.default else None

"""The xlwings engine ``libreoffice``: registered here, and only here. Nothing of xlwings' commercial part is touched."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

import xlwings

from pyaddin.ledger.libreoffice import cells as blocks
from pyaddin.ledger.libreoffice.books import Books
from pyaddin.ledger.libreoffice.bridge import enum, properties
from pyaddin.ledger.libreoffice.cells import Counter
from pyaddin.ledger.libreoffice.office import Office, start
from pyaddin.ledger.libreoffice.part import CalcError, Part, Refused, lost, unasked
from pyaddin.ledger.libreoffice.ranges import Range
from pyaddin.ledger.libreoffice.saving import Original
from pyaddin.ledger.libreoffice.sheets import Sheet
from pyaddin.records import dataclass

NAME = "libreoffice"
_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A message that was shown, and what was answered."""

    text: str
    title: str
    buttons: str
    answer: str


class App(Part):
    """One LibreOffice. ``answers`` are given to questions that nobody can see; ``prompts`` records every message."""

    engine: Engine
    office: Office
    originals: dict[str, Original]
    touched: set[str]
    current: str
    answers: deque[str]
    prompts: list[Prompt]
    display_alerts: bool
    enable_events: bool
    interactive: bool
    status_bar: str | bool
    statuses: list[str | bool]
    _counters: dict[str, Counter]
    _locked: int

    def __init__(self, engine: Engine, office: Office) -> None:
        self.engine = engine
        self.office = office
        self.originals = {}
        self.touched = set()
        self.current = ""
        self.answers = deque()
        self.prompts = []
        self.display_alerts = self.enable_events = self.interactive = True
        self.statuses = []
        self._counters = {}
        self._locked = 0
        self.status_bar = False

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == "status_bar":
            self.statuses.append(value)

    def counter_of(self, document: Any) -> Counter:
        """The reads and writes of one document."""
        return self._counters.setdefault(document.RuntimeUID, Counter())

    @property
    def api(self) -> Any:
        return self.office.desktop

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def pid(self) -> int:
        return self.office.pid

    @property
    def hwnd(self) -> int:
        return self.office.pid

    @property
    def version(self) -> str:
        provider = self.office.service("configuration.ConfigurationProvider")
        arguments = properties(nodepath="/org.openoffice.Setup/Product")
        view = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", arguments)
        return str(view.getByName("ooSetupVersionAboutBox"))

    @property
    def visible(self) -> bool:
        """A LibreOffice that we started has no window."""
        return not self.office.owned

    @visible.setter
    def visible(self, value: bool) -> None:
        if value and self.office.owned:
            raise Refused("a LibreOffice started by the program has no window")

    def activate(self, steal_focus: bool = False) -> None:
        """Nothing to do: a window of LibreOffice comes to the front when the clerk clicks on it."""

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active book, in all areas; ``None`` when a drawing is selected."""
        book = self.books.active
        chosen = book.controller.getSelection()
        if hasattr(chosen, "getRangeAddresses"):
            addresses = list(chosen.getRangeAddresses())
        elif hasattr(chosen, "getRangeAddress"):
            addresses = [chosen.getRangeAddress()]
        else:
            return None
        if not addresses:
            return None
        sheet = Sheet(book, book.document.Sheets.getByIndex(addresses[0].Sheet))
        return Range(sheet, [blocks.area_of(address) for address in addresses])

    @property
    def screen_updating(self) -> bool:
        return self._locked == 0

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        if value and self._locked:
            self._locked = 0
            for book in self.books:
                while book.document.hasControllersLocked():
                    book.document.unlockControllers()
        elif not value and not self._locked:
            self._locked = 1
            for book in self.books:
                book.document.lockControllers()

    @property
    def calculation(self) -> str:
        return "automatic" if self.books.active.document.isAutomaticCalculationEnabled() else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual", "semiautomatic"):
            raise CalcError(f"calculation is automatic or manual, not {value}")
        self.books.active.document.enableAutomaticCalculation(value != "manual")

    def calculate(self) -> None:
        for book in self.books:
            book.document.calculateAll()

    @property
    def cut_copy_mode(self) -> bool:
        return False

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: bool) -> None:
        """Calc is never in it."""

    def run(self, macro: str, args: object) -> Any:
        raise Refused("VBA of the ledger does not run in LibreOffice; call the task itself")

    def alert(self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: str | None) -> str:
        """Shows a message. Without a window the next of ``answers`` is taken; a question that nobody can answer is refused."""
        kind = buttons or "ok"
        if not self.office.answers():  # no message stands on a screen that is gone
            raise lost()
        if self.answers:
            answer = self.answers.popleft()
        elif self.visible:
            answer = self._box(prompt, title or "", kind, mode)
        elif kind == "ok":
            answer = "ok"
        else:
            raise Refused(f"nobody can answer without a window: {prompt}")
        self.prompts.append(Prompt(prompt, title or "", kind, answer))
        return answer

    def _box(self, prompt: str, title: str, buttons: str, mode: str | None) -> str:
        toolkit = self.office.service("awt.Toolkit")
        window = self.books.active.controller.Frame.ContainerWindow
        kind = enum("awt.MessageBoxType", "ERRORBOX" if mode == "critical" else "QUERYBOX" if buttons != "ok" else "INFOBOX")
        box = toolkit.createMessageBox(window, kind, _BUTTONS[buttons], title, prompt)
        try:
            return _ANSWERS.get(box.execute(), "cancel")
        finally:
            box.dispose()

    def quit(self) -> None:
        """Ends a LibreOffice that we started; a clerk's own stays."""
        self.engine.forget(self)
        self.office.end()

    def kill(self) -> None:
        self.engine.forget(self)
        self.office.kill()


class Apps(Part):
    """Every LibreOffice that this process uses, the latest first."""

    engine: Engine

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def keys(self) -> list[int]:
        return [app.pid for app in self.engine.open_apps]

    def add(self, spec: object = None, add_book: bool | None = None, xl: object = None, visible: bool | None = None) -> App:
        app = self.engine.adopt(start())
        if add_book:
            app.books.add()
        return app

    def __iter__(self) -> Iterator[App]:
        return iter(self.engine.open_apps)

    def __len__(self) -> int:
        return len(self.engine.open_apps)

    def __getitem__(self, pid: int) -> App:
        found = [app for app in self.engine.open_apps if app.pid == pid]
        if not found:
            raise KeyError(pid)
        return found[0]


class Engine(Part):
    """What xlwings asks of an engine."""

    name: str
    type: str
    open_apps: list[App]

    def __init__(self) -> None:
        self.name = NAME
        self.type = "desktop"
        self.open_apps = []

    @property
    def apps(self) -> Apps:
        return Apps(self)

    def adopt(self, office: Office) -> App:
        """A running LibreOffice becomes an app of this engine."""
        app = App(self, office)
        self.open_apps.insert(0, app)
        return app

    def forget(self, app: App) -> None:
        self.open_apps = [other for other in self.open_apps if other is not app]

    @unasked
    def prepare_xl_data_element(self, value: Any, options: object) -> Any:
        """Blank travels as an empty text, not-a-number as blank; what Excel makes of the rest happens where it is written."""
        return "" if value is None or isinstance(value, float) and value != value else value

    def clean_value_data(self, data: Any, datetime_builder: Any, empty_as: object, number_builder: Any, err_to_str: bool) -> list[list[Any]]:
        return blocks.clean(data, datetime_builder, empty_as, number_builder, err_to_str)


def registered() -> xlwings.Engine:
    """The engine as xlwings knows it; registered and made the active one at the first use."""
    known = xlwings.engines.engines_by_name.get(NAME)
    if known is None:
        known = xlwings.Engine(impl=Engine())
        xlwings.engines.add(known)
    known.activate()
    return known


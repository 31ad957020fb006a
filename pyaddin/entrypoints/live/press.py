"""A press of a button, from the open workbook to the message on the screen: nothing that happens in between reaches the clerk as a traceback."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

from pyaddin import clock
from pyaddin.entrypoints.at_one_go import at_one_go
from pyaddin.entrypoints.line import stopped
from pyaddin.entrypoints.live.desk import Desk, label_of
from pyaddin.entrypoints.live.selection import NoSelection
from pyaddin.entrypoints.live.words import say
from pyaddin.entrypoints.where import where
from pyaddin.errors import Stop
from pyaddin.ledger.live.screen import Screen
from pyaddin.machine.modes import following

HANDLERS: Mapping[str, str] = {
    "refresh": "looking.refresh", "queue": "looking.queue", "explain": "looking.explain", "changes": "looking.changes", "may_contact": "looking.may_contact",
    "my_cases": "looking.my_cases",
    "dashboard": "looking.dashboard", "report": "looking.report", "settings": "looking.settings", "about": "looking.about", "outbox": "looking.outbox",
    "weekly_report": "documents.report", "month_end": "documents.month", "simulate": "documents.simulation",
    "archive": "supervising.archive", "privacy": "supervising.privacy",
    "agree": "agreeing.agree", "sign_plan": "agreeing.signature", "versions": "agreeing.versions",
    "statement": "documents.document", "agreement": "documents.agreement", "legal": "documents.dossier",
    "demand": "disposing.by_hand", "handover": "disposing.by_hand",
    "review": "disposing.review", "advice": "entering.with_form", "dispose": "entering.with_form",
    "preview_wording": "trying.wording",
    "preview": "sending.preview", "remind": "sending.remind", "send_due": "sending.send_due", "daily": "sending.run", "weekly": "sending.run",
    "figure_rows": "figuring.figure_rows",
    "talk": "talking.talk", "offers": "talking.offers",
    "log": "entering.with_form", "promise": "entering.with_form", "pay": "entering.with_form", "hold": "entering.with_form", "new_case": "entering.with_form",
    "setup": "entering.with_form", "import_list": "entering.import_list", "answers": "answering.answers",
    "bank_statement": "entering.import_list", "book_bank_lines": "banking.book_lines",
    "call_list": "entering.list_of_contacts", "sms_batch": "entering.list_of_contacts",
    "letter": "papers.letter", "print_letters": "papers.print_letters", "letters_posted": "papers.posted",
    "stop_sends": "sending.stop_sends", "tidy": "looking.said", "doctor": "looking.said", "mail_test": "looking.said", "undo": "undoing.undo",
}  # fmt: skip
"""By button: the module of ``entrypoints/live`` and its function. A click is a new process, so only the pressed button's module is loaded."""


def handler(button_id: str) -> Callable[[Desk], None]:
    """What is done when this button is pressed."""
    module, _, name = HANDLERS[button_id].partition(".")
    found: Callable[[Desk], None] = getattr(importlib.import_module(f"pyaddin.entrypoints.live.{module}"), name)
    return found


def press(button_id: str, screen: Screen | None = None, now: Callable[[], datetime] | None = None) -> None:
    """Do what the button says on the workbook that called, and tell the clerk what came of it.

    Raises only ``SystemExit`` with one plain sentence, when there is no workbook to say anything on.
    """
    with at_one_go():
        _pressed(button_id, screen, now)


def _pressed(button_id: str, screen: Screen | None, now: Callable[[], datetime] | None) -> None:
    language = "en"
    try:
        screen = screen or Screen.of_caller()
        desk = Desk(screen, button_id, now or clock.now)
        language = desk.language
        with following(desk.ledger.path):
            handler(button_id)(desk)
    except NoSelection as reason:
        _tell(screen, button_id, language, str(reason))
    except Stop as stop:
        _tell(screen, button_id, language, *(line for fault in (stop.fault, *stop.others) for line in stopped(fault, language)))
    except KeyboardInterrupt:
        _tell(screen, button_id, language, say(language, "stopped"))
    except Exception as error:  # the desk never sees a traceback
        _tell(screen, button_id, language, *stopped(Stop("X-INTERNAL", where(error)).fault, language))


def _tell(screen: Screen | None, button_id: str, language: str, *lines: str) -> None:
    """On the workbook; where that is gone, in the one sentence that the button's own window shows."""
    if screen is not None:
        with suppress(Exception):
            screen.tell("\n".join(lines), label_of(button_id, language))
            return
    sys.exit(" ".join(lines))

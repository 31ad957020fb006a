"""Try the mail account: one message to oneself, and each step in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pyaddin.correspondence.email import AddressRefused, mailbox
from pyaddin.correspondence.send import trial
from pyaddin.correspondence.send.account import account
from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.rules.recipients import same_form
from pyaddin.tasks.mail_words import words
from pyaddin.tasks.opening import Opened, open_ledger
from pyaddin.tasks.outcome import Outcome


def run(path: Path, *, to: str | None, now: Callable[[], datetime], book: Book | None = None) -> Outcome:
    """Send one message to ``to``, else to redirect_all_to, else to reply_to. Whether the setting transport is smtp does not matter.

    Exit code 1 when a step fails; the first one that does is the last one tried. Nothing is written to ledger or journal. Raises ``Stop``
    X-MAIL-SETUP for a setting that cannot be used, X-OPTION for an address of a debtor: a test is nobody's reminder.
    """
    opened = open_ledger(path, as_of=None, now=now, book=book)
    language = opened.settings.text("ledger_language")
    mine = account(opened.settings)
    target = _target(opened, to)
    body = trial.message(mine, target, words("subject", language), words("text", language), now())
    steps: list[dict[str, object]] = [{"step": "setup", "ok": True, "said": words("setup", language, found=mine.words), "advice": ""}]
    for step in trial.tried(mine, target, body):
        bad = step.trouble
        said = words(step.name, language, found=step.found) if bad is None else str(bad)
        steps.append({"step": step.name, "ok": bad is None, "said": said, "advice": bad.fault.advice if bad else ""})
    return Outcome("mail-test", {"account": mine.words, "to": target, "steps": steps}, 0 if all(step["ok"] for step in steps) else 1)


def _target(opened: Opened, to: str | None) -> str:
    typed = to or opened.settings.text("redirect_all_to").strip() or opened.settings.text("reply_to")
    try:
        target = mailbox(typed).text
    except AddressRefused as error:
        raise Stop("X-OPTION", f"--to: {error.found}", advice=error.advice) from error
    debtors = {same_form(str(row.values["Email"])) for row in opened.typed.tables["Debtors"] if row.values["Email"]}
    if same_form(target) in debtors:
        raise Stop("X-OPTION", f"{target} is the address of a debtor", advice="Send the test to an address of your own, with --to.")
    return target

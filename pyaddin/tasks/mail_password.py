"""Store the password of the office's mail account for the user who sends: asked for in the terminal, kept in the keyring."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pyaddin.correspondence import secrets
from pyaddin.correspondence.send.account import account
from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.settings import Settings
from pyaddin.tasks.dialog import Dialog
from pyaddin.tasks.mail_words import words
from pyaddin.tasks.opening import open_ledger
from pyaddin.tasks.outcome import Outcome


def run(path: Path, *, kind: str, now: Callable[[], datetime], dialog: Dialog, book: Book | None = None) -> Outcome:
    """Ask for the password and keep it. ``kind``: smtp, the account that sends, or imap, the mailbox in which answers are read.

    Nothing of it is written to the ledger, the journal or a log. Raises ``Stop``: X-MAIL-SETUP, X-OPTION without a person in a terminal or
    without a password, X-MAIL-PASSWORD where there is no keyring.
    """
    opened = open_ledger(path, as_of=None, now=now, book=book)
    host, user = _account(opened.settings, kind)
    if not dialog.live:
        raise Stop("X-OPTION", "a password is asked for in a terminal only", advice="Run this command in a terminal window, without --json.")
    typed = dialog.secret(words("ask", opened.settings.text("ledger_language"), user=user, host=host))
    if not typed:
        raise Stop("X-OPTION", "no password was typed", advice="Nothing was changed; run the command again.")
    secrets.store(host, user, typed)
    return Outcome("mail-password", {"host": host, "user": user, "stored": True})


def _account(settings: Settings, kind: str) -> tuple[str, str]:
    """Server and login name."""
    if kind == "smtp":
        mine = account(settings)
        return mine.host, mine.user
    host, user = (str(settings.values.get(key) or "").strip() for key in ("imap_host", "imap_user"))
    user = user or settings.text("reply_to").strip()
    if not host or not user:
        raise Stop("X-MAIL-SETUP", "imap_host or imap_user: blank", sheet="Settings", column="Value", advice="Fill imap_host and imap_user.")
    return host, user

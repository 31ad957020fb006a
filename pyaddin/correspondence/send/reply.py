"""What a mail server's answer means: sent back for good, later, or the account's own trouble; and whether the address is at fault.

Decided on the step, the numeric code and the enhanced status code (RFC 5321 4.2, RFC 3463, RFC 4954), never on words: those
differ from server to server. The one exception is "relay": servers have no code of their own for it.
"""

from __future__ import annotations

import re

from pyaddin.correspondence.clean import cleaned
from pyaddin.patterns import Pattern
from pyaddin.records import dataclass

_ENHANCED = Pattern(r"([245]\.\d{1,3}\.\d{1,3})\s+")
_NOTE = Pattern(r"(MAIL|RCPT|DATA) (-?\d{1,3})(?: ([245]\.\d{1,3}\.\d{1,3}))?(?: (.*))?", re.DOTALL)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a mail server: at which step, with which code, in which words."""

    step: str  # MAIL, RCPT, DATA
    code: int
    enhanced: str
    text: str

    @classmethod
    def of(cls, step: str, code: int, reply: bytes) -> Answer:
        """From what the server said; its words are cleaned and cut, they stand in the ledger."""
        text = cleaned(" ".join(reply.decode("utf-8", "replace").split()))
        found = _ENHANCED.match(text + " ")
        enhanced = found.group(1) if found else ""
        return cls(step, code, enhanced, text[found.end() if found else 0 :].strip()[:_LONGEST])

    @classmethod
    def read(cls, note: str) -> Answer | None:
        """Back from the note in the journal; ``None`` when the note is not an answer of a server."""
        found = _NOTE.fullmatch(note)
        return cls(found[1], int(found[2]), found[3] or "", found[4] or "") if found else None

    @property
    def note(self) -> str:
        """As it stands in the journal, for example ``RCPT 550 5.1.1 no such user``."""
        return " ".join(part for part in (self.step, str(self.code), self.enhanced, self.text) if part)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What follows from an answer.

    ``result``: ``failed`` (for good) or ``deferred`` (later). ``word`` names the reason for the clerk. ``bad_address``: later runs do not
    use the address. ``account``: our own account is refused, so every further message would be.
    """

    result: str
    word: str
    bad_address: bool = False
    account: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    steps: str
    codes: tuple[str, ...]
    enhanced: tuple[str, ...]
    meaning: Meaning


DEAD = ("5.1.", "5.2.1", "5.4.4")
"""Enhanced codes that say the address is at fault: it does not exist, is switched off, or its domain has no mail server."""
_LATER = "deferred"
_GONE = "failed"

_TABLE: tuple[_Line, ...] = (
    _Line("MAIL RCPT DATA", ("530", "534", "535", "538"), (), Meaning(_LATER, "login", account=True)),
    _Line("MAIL RCPT DATA", ("5",), ("5.2.3", "5.3.4"), Meaning(_GONE, "too-big")),
    _Line("MAIL DATA", ("552",), (), Meaning(_GONE, "too-big")),
    _Line("MAIL", ("500", "502", "503", "504", "555"), (), Meaning(_LATER, "not-understood")),
    _Line("MAIL", ("5",), (), Meaning(_LATER, "sender-refused", account=True)),
    _Line("RCPT DATA", ("5",), ("5.1.7", "5.1.8", "5.7.57", "5.7.60", "5.2.252"), Meaning(_LATER, "sender-refused", account=True)),
    _Line("RCPT DATA", ("5",), DEAD, Meaning(_GONE, "no-such-address", bad_address=True)),
    _Line("RCPT DATA", ("5",), ("5.2.2",), Meaning(_GONE, "mailbox-full")),
    _Line("RCPT DATA", ("5",), ("5.6.", "5.7."), Meaning(_GONE, "content-refused")),
    _Line("RCPT DATA", ("5",), ("5.2.", "5.3.", "5.4.", "5.5."), Meaning(_GONE, "server-refused")),
    _Line("RCPT", ("552",), (), Meaning(_GONE, "mailbox-full")),
    _Line("RCPT", ("550", "551", "553"), (), Meaning(_GONE, "no-such-address", bad_address=True)),
    _Line("RCPT", ("5",), (), Meaning(_GONE, "server-refused")),
    _Line("DATA", ("5",), (), Meaning(_GONE, "content-refused")),
    _Line("MAIL RCPT DATA", ("421",), (), Meaning(_LATER, "server-busy")),
    _Line("MAIL RCPT DATA", ("4",), ("4.2.2",), Meaning(_LATER, "mailbox-full-now")),
    _Line("MAIL RCPT DATA", ("452",), (), Meaning(_LATER, "server-full")),
    _Line("MAIL RCPT DATA", ("4",), (), Meaning(_LATER, "try-later")),
    _Line("MAIL RCPT DATA", ("",), (), Meaning(_LATER, "not-understood")),
)
"""The first line that fits counts. A refusal of our account or of what we write (spam filters, size) is not the address's fault
and flags nobody."""

_RELAY = Meaning(_LATER, "relay-refused", account=True)


def meaning(answer: Answer) -> Meaning:
    """What an answer that is not a yes means."""
    code = str(answer.code)
    if answer.step == "RCPT" and code.startswith("5") and answer.enhanced[:4] in ("", "5.7.") and "relay" in answer.text.casefold():
        return _RELAY
    return next(
        line.meaning
        for line in _TABLE
        if answer.step in line.steps and code.startswith(line.codes) and _fits(answer.enhanced, line.enhanced)
    )


def _fits(enhanced: str, wanted: tuple[str, ...]) -> bool:
    """``5.1.`` stands for all codes of that subject, ``5.2.2`` for itself alone."""
    return not wanted or any(enhanced == one or one.endswith(".") and enhanced.startswith(one) for one in wanted)


def flags_address(note: str) -> bool:
    """Whether this note of a failed message says that the address is at fault: later runs do not use it."""
    answer = Answer.read(note)
    return answer is not None and meaning(answer).bad_address


def word_of(note: str) -> str:
    """The reason of a note for the clerk; blank when the note is not an answer of a mail server."""
    answer = Answer.read(note)
    return meaning(answer).word if answer else ""

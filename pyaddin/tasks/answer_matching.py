"""Whose answer is it? By the message of ours that it answers, by a case number, or by the sender's address; never by guessing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import field

from pyaddin.correspondence.answers.mail import Mail
from pyaddin.ledger.rows import TypedRow
from pyaddin.records import dataclass
from pyaddin.rules.case import CaseFile
from pyaddin.rules.recipients import same_form
from pyaddin.tasks.opening import Opened

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{2,}")


@dataclass(frozen=True, slots=True)
class Whose:
    """The case of an answer, the rows of the message that it answers (one per case listed in it), and whether the debtor's own address wrote it."""

    file: CaseFile
    rows: tuple[TypedRow, ...]
    own_address: bool


@dataclass(frozen=True)
class Register:
    """What the ledger knows of the people who may write: their messages, their addresses, their cases."""

    opened: Opened
    by_message: Mapping[str, tuple[TypedRow, ...]] = field(default_factory=dict)
    by_address: Mapping[str, tuple[CaseFile, ...]] = field(default_factory=dict)
    filed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, opened: Opened) -> Register:
        sent: dict[str, list[TypedRow]] = defaultdict(list)
        filed: set[str] = set()
        for row in opened.typed.tables["Contacts"]:
            identity = str(row.values["Message ID"] or "")
            if identity and row.values["Direction"] == "in":
                filed.add(identity)
            elif identity and str(row.values["Case ID"]) in opened.by_case:
                sent[identity].append(row)
        written: dict[str, list[CaseFile]] = defaultdict(list)
        for file in opened.files:
            if file.debtor.email:
                written[same_form(file.debtor.email)].append(file)
        return cls(opened, {k: tuple(v) for k, v in sent.items()}, {k: tuple(v) for k, v in written.items()}, frozenset(filed))

    def whose(self, mail: Mail) -> Whose | None:
        """The case that an answer belongs to; ``None`` when it is not certain.

        An answer to a message of ours belongs to its case, whoever wrote it. Else the sender must be the address of one debtor: the case is the one that
        the subject names, or the one written to last.
        """
        rows = next((self.by_message[identity] for identity in mail.references if identity in self.by_message), ())
        if rows:
            file = self.opened.by_case[str(rows[0].values["Case ID"])]
            return Whose(file, rows, same_form(mail.sender) == same_form(file.debtor.email))
        mine = self.by_address.get(same_form(mail.sender), ()) if mail.sender else ()
        if len({file.case.debtor_id for file in mine}) != 1:
            return None
        named = [file for file in mine if file.case.case_id in _WORD.findall(mail.subject)]
        return Whose(named[0] if named else max(mine, key=_last_written), (), True)

    def concerns_us(self, mail: Mail) -> bool:
        """Whether an answer without a certain case is worth telling: it names a case, or several debtors have the sender's address."""
        words = set(_WORD.findall(f"{mail.subject} {mail.words}"))
        return bool(mail.bounces) and bool(mail.references) or same_form(mail.sender) in self.by_address or any(w in self.opened.by_case for w in words)


def _last_written(file: CaseFile) -> tuple[str, bool, str]:
    """Cases in collection first among those never written to; the id settles the rest."""
    last = max((contact.at.isoformat() for contact in file.contacts if contact.direction == "out"), default="")
    return last, bool(file.case.stage), file.case.case_id

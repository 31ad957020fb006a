"""The papers of a case: messages as sent from the journal, letters and agreements from their files, exhibits that were laid beside the ledger."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from pyaddin.correspondence.entry import Entry
from pyaddin.correspondence.letter import exhibits as looking
from pyaddin.correspondence.letter import sent
from pyaddin.correspondence.letter.dossier import SentItem
from pyaddin.correspondence.letter.dossier_words import word
from pyaddin.correspondence.letter.exhibits import Exhibit, NotIncluded
from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from pyaddin.ledger.rows import TypedRow
from pyaddin.rules.case import CaseFile
from pyaddin.tasks import document_files, posting
from pyaddin.tasks.opening import Opened

_WENT_OUT = frozenset(("sent", "delivered", "bounced", "posted"))


@dataclass
class Collected:
    """What was found, in the order in which it stands in the dossier, and what was not, with the reason."""

    language: str
    exhibits: list[Exhibit] = field(default_factory=list)
    sent: list[SentItem] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    unsigned: dict[str, str] = field(default_factory=dict)
    signed: list[str] = field(default_factory=list)
    given: int = 0
    messages_left_out: int = 0

    def w(self, key: str, **values: object) -> str:
        return word(key, self.language, **values)

    def add(self, title: str, path: Path) -> int:
        """The number of the exhibit, counted from 1; 0 when it cannot be one, which is then told."""
        try:
            made = looking.look(title, path)
            if sum(one.pages for one in self.exhibits) + made.pages > looking.MOST_IN_ALL:
                raise NotIncluded("full", most=looking.MOST_IN_ALL)
        except NotIncluded as reason:
            self.left_out.append((title, reason.says(("en", "zh-CN", "zh-TW").index(self.language))))
            return 0
        self.exhibits.append(made)
        return len(self.exhibits)

    def lost(self, what: str, why: str) -> None:
        """A message that went out and cannot be shown."""
        self.messages_left_out += 1
        self.left_out.append((what, why))


def folder_of(path: Path, case_id: str) -> Path:
    """Where the exhibits of a case are laid: ``<ledger stem>-exhibits/<case id>/`` beside the ledger; signs that no folder takes become ``-``."""
    return path.parent / f"{path.stem}-exhibits" / document_files.name_of(case_id).removesuffix(".pdf")


def collect(opened: Opened, file: CaseFile, path: Path, given: Sequence[Path], language: str) -> Collected:
    """All papers of the case. Nothing is changed, and nothing that cannot be read stops the rest."""
    found = Collected(language)
    rows = {name: [row for row in opened.typed.tables[name] if row.values["Case ID"] == file.case.case_id] for name in ("Contacts", "Plans")}
    home = path.parent / f"{path.stem}-out"
    known = _journal(opened, file, path, found)
    for row in sorted(rows["Contacts"], key=lambda row: str(row.values["At"])):
        _contact(row, home, known, opened, found)
    found.sent.sort(key=lambda item: item.on)
    _agreements(rows["Plans"], path, home, found)
    folder = folder_of(path, file.case.case_id)
    for exhibit in (*_files(folder), *given):
        found.given += bool(found.add(exhibit.name, exhibit))
    return found


def _files(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted((one for one in folder.iterdir() if one.is_file() and not one.name.startswith((".", "~$"))), key=_as_folders_show)
    except OSError:
        return


def _as_folders_show(file: Path) -> tuple[list[tuple[str, int]], str]:
    """Numbers in names by their value, so that 10 comes after 2, as the clerk sees them in the folder."""
    words = re.split(r"([0-9]+)", file.name.casefold())
    return [(word, 0) if place % 2 == 0 else ("", int(word)) for place, word in enumerate(words)], file.name


def _inside(folder: Path, name: str) -> Path | None:
    """The file of this name in the folder or below it; ``None`` when there is none there. A name from the ledger never leads elsewhere."""
    try:
        place = (folder / name).resolve()
        return place if name and place.is_relative_to(folder.resolve()) and place.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _journal(opened: Opened, file: CaseFile, path: Path, found: Collected) -> frozenset[str]:
    """Every email of the case whose bytes the journal holds; the Message-IDs that it knows of."""
    known: set[str] = set()
    try:
        with Outbox.peek(path, opened.raw.ledger_id, ledger_keys=posting.ledger_keys(opened), ledger_runs=posting.ledger_runs(opened)) as box:
            for entry in box.items():
                mine = entry.case_id == file.case.case_id or any(case_id == file.case.case_id for _, case_id in entry.keys)
                if mine and entry.result == "sent" and entry.message_id:
                    known.add(entry.message_id)
                    _mail(entry, box, opened, found)
            if box.doubt:
                found.left_out.append((word("s-sent", found.language), found.w("o-journal", why=box.doubt)))
    except (Stop, FileNotFoundError) as error:
        why = error.fault.found if isinstance(error, Stop) else "-"
        if any(row.values["Message ID"] for row in opened.typed.tables["Contacts"]):
            found.left_out.append((word("s-sent", found.language), found.w("o-journal", why=why)))
    return frozenset(known)


def _mail(entry: Entry, box: Outbox, opened: Opened, found: Collected) -> None:
    on = (entry.done_at or entry.at).astimezone(opened.zone).date()
    try:
        raw = box.body(entry)
        found.sent.append(SentItem(on, entry.channel, entry.kind, sent.read(raw), hashlib.sha256(raw).hexdigest()))
    except (Stop, ValueError, KeyError, IndexError):
        found.lost(f"{entry.kind}, {entry.message_id}", found.w("o-bytes"))


def _contact(row: TypedRow, home: Path, known: frozenset[str], opened: Opened, found: Collected) -> None:
    """A message that stands in Contacts and that the journal did not give: an email from its file, a letter from its archive copy."""
    values = row.values
    channel, document, message_id, at = (values[name] for name in ("Channel", "Document", "Message ID", "At"))
    if values["Direction"] != "out" or values["Result"] not in _WENT_OUT or channel not in ("email", "letter") or not isinstance(at, datetime):
        return
    key = str(values["Key"] or "")
    if not (document or message_id or key) or message_id and message_id in known:
        return  # what a clerk noted without a paper stands in the contact history
    kind = key.split("|")[2:3]
    item = SentItem(at.astimezone(opened.zone).date(), str(channel), kind[0] if kind else "", None)
    place, what = _inside(home, str(document or "")), f"{values['Contact ID']} {document or message_id or key}"
    if place is None:
        found.lost(what, found.w("o-bytes"))
    elif channel == "letter":
        number = found.add(found.w("x-letter", name=place.name), place)
        found.messages_left_out += not number
        found.sent.append(replace(item, exhibit=number))
    else:
        try:
            raw = place.read_bytes()
            found.sent.append(replace(item, mail=sent.read(raw), sha256=hashlib.sha256(raw).hexdigest()))
        except (OSError, ValueError):
            found.lost(what, found.w("o-bytes"))


def _agreements(plans: Sequence[TypedRow], path: Path, home: Path, found: Collected) -> None:
    """The signed paper of each plan; where there is none, the one that was printed for signature."""
    for row in plans:
        plan, evidence, document = (str(row.values[name] or "") for name in ("Plan ID", "Evidence", "Document"))
        signed = row.values["Debtor signed on"] is not None and row.values["Creditor signed on"] is not None
        title = found.w("x-agreement", name=plan)
        paper = _inside(path.parent, evidence) or _inside(folder_of(path, str(row.values["Case ID"])), evidence)
        number = found.add(title, paper) if paper is not None else 0
        if signed:
            found.signed.append(plan)
            if not number:
                found.unsigned[plan] = evidence or document or "-"
        printed = _inside(home / "documents", document)
        if not number and printed is not None:
            found.add(title, printed)
        elif not number and document:
            found.left_out.append((f"{title}, {document}", found.w("o-bytes")))

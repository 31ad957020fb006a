"""The referral dossier for counsel as one PDF: cover, contents, checklist, limitation, timeline, account, contacts, messages as sent, exhibits page by page.

Everything is text from the ledger or bytes that are embedded; nothing is left out in silence. A sign that no font has is printed as its code
(``[U+2A6A5]``) and told, because one name in a note must not keep a case from counsel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pyaddin.correspondence import formats
from pyaddin.correspondence.letter import account_tables, press
from pyaddin.correspondence.letter.boundary import Boundary
from pyaddin.correspondence.letter.dossier_tables import Row, Teller, contacts, plans, timeline
from pyaddin.correspondence.letter.dossier_words import word
from pyaddin.correspondence.letter.exhibits import Exhibit, as_data, name_of
from pyaddin.correspondence.letter.paper import head, page_words, postal_lines, said
from pyaddin.correspondence.letter.press import Page, Unprintable
from pyaddin.correspondence.letter.sent import SentMail
from pyaddin.correspondence.letter.statement import Stated, section
from pyaddin.correspondence.letter.stationery import Stationery
from pyaddin.correspondence.message import Sender
from pyaddin.labels import label
from pyaddin.records import dataclass
from pyaddin.rules.citations import cited
from pyaddin.rules.limitation import Clock, words
from pyaddin.rules.referral import Check
from pyaddin.rules.worth_suing import Worth

LAYOUT = "dossier"
EXTRACT = "ledger-extract.json"
MOST_SIGNS = 60
_COLUMNS, _GAP = re.compile(r" {2,}|\t"), "\u00a0" * 4
_CODE = re.compile(r"\(U\+([0-9A-F]{4,6})")


@dataclass(frozen=True, slots=True)
class SentItem:
    """A message that went out: its day, channel and kind, and either its text or the exhibit (its place in the list, from 1) that shows it on paper."""

    on: date
    channel: str
    kind: str
    mail: SentMail | None
    sha256: str = ""
    exhibit: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the dossier is made of. Rows are typed values by column, as the ledger has them."""

    stated: Stated
    sender: Sender
    stage: str
    level: int
    legal: Row
    rows: Mapping[str, Sequence[Row]]
    limit: Clock
    worth: Worth | None
    last_sent: date | None
    checks: tuple[Check, ...]
    sent: tuple[SentItem, ...]
    exhibits: tuple[Exhibit, ...]
    left_out: tuple[tuple[str, str], ...]
    extract: str
    zone: str


@dataclass(frozen=True, slots=True)
class Made:
    """The finished dossier, what was left out of typed texts, and the signs printed as codes."""

    page: Page
    told: tuple[str, ...]
    signs: tuple[str, ...]


def missing(facts: Facts, language: str) -> list[dict[str, str]]:
    """What counsel will still ask for: items of the checklist that are not here, and everything that could not be included."""
    teller = Teller(facts.stated.file.case, language, Boundary(), facts.zone)
    colon = ": " if language == "en" else "："
    lacking = [{"item": check.item, "why": colon.join(filter(None, (_item(check, teller), _note(check, teller))))} for check in facts.checks if not check.ok]
    return lacking + [{"item": what, "why": why} for what, why in facts.left_out]


def _item(check: Check, teller: Teller) -> str:
    return teller.w(f"c-{check.item}", plan=teller.typed("plan id", str(check.values.get("plan") or "")))


def _note(check: Check, teller: Teller) -> str:
    values = {name: teller.day(value) if isinstance(value, date) else teller.typed(name, str(value or "")) for name, value in check.values.items()}
    note = teller.w(f"n-{check.note}", **values) if check.note else ""
    return teller.joined(label("Hold", check.hold, teller.language), note) if check.hold else note


def _facts_grid(facts: Facts, teller: Teller) -> list[list[str]]:
    """What the case is, as pairs; blank ones are left out."""
    w, typed, file, legal = teller.w, teller.typed, facts.stated.file, facts.legal
    debtor, owed = file.debtor, facts.stated.account.position
    name = typed("debtor's name", debtor.name)
    creditor = [typed("creditor's name", facts.sender.name), *teller.boundary.lines("creditor's address", facts.sender.address)]
    pairs: list[tuple[str, str]] = [
        (w("creditor"), said(creditor, teller.language)),
        (w("debtor"), said([name, *postal_lines(debtor, teller.boundary, teller.language)], teller.language)),
        (w("kind"), label("Kind", debtor.kind, teller.language)),
        (w("legal-id"), teller.cell(legal.get("Debtor legal ID"))),
        (w("reach"), ", ".join(part for part in (typed("email", debtor.email), typed("phone", debtor.phone)) if part)),
        (w("reference"), typed("case id", file.case.case_id)),
        (w("product"), typed("product", file.case.product)),
        (w("opened"), teller.day(file.case.opened_on)),
        (w("stage"), teller.joined(label("Stage", facts.stage, teller.language) if facts.stage else w("not-in"), str(facts.level))),
        (w("past-due"), str(owed.days_past_due)),
        (w("outstanding"), formats.amount(owed.outstanding, file.case.currency, teller.language)),
        (w("as-of"), teller.day(owed.as_of)),
    ]
    columns = (("counsel", "Counsel"), ("asked", "Asked on"), ("advice", "Advice on"), ("recommendation", "Recommendation"), ("filed", "Filed on"),
               ("hearing", "Next hearing"), ("costs", "Costs"))  # fmt: skip
    pairs += [(w(key), teller.cell(legal.get(column), column)) for key, column in columns]
    pairs.append((w("court"), ", ".join(filter(None, (teller.cell(legal.get(name)) for name in ("Court", "Court number"))))))
    pairs.append((w("judgment"), ", ".join(filter(None, (teller.cell(legal.get("Judgment on")), teller.cell(legal.get("Judgment amount")))))))
    if facts.worth is not None:
        pairs.append((w("worth"), facts.worth.says(teller.language, file.case.currency)))
    return [list(pair) for pair in pairs if pair[1]]


def _limitation(facts: Facts, teller: Teller) -> dict[str, Any]:
    """The estimate, or that counsel must be asked; the facts that a court looks at are shown either way."""
    w, limit, as_of = teller.w, facts.limit, teller.as_of(facts.stated)
    found = limit.estimate
    pairs: list[tuple[str, str]] = []
    if found is not None:
        pairs += [
            (w("l-period"), w("l-years", years=found.period.years, source=cited(found.period.source, teller.language))),
            (w("l-start"), w(f"l-{found.period.start}", on=teller.day(found.start))),
            (w("l-end"), teller.day(found.end)),
        ]
        if found.after_demand is not None:
            pairs.append((w("l-six" if found.period.note == "demand-six-months" else "l-after"), teller.day(found.after_demand)))
        if found.last is not None and found.after is not None:
            event = w("l-event", event=w(f"e-{found.last.kind}"), on=teller.day(found.last.on), proof=teller.typed("proof", found.last.proof))
            pairs += [(w("l-restarted"), event), (w("l-anew"), teller.day(found.after))]
    elif limit.state in ("filed", "judged"):
        pairs.append((w("l-period"), "; ".join(part.says(teller.language) for part in words(limit, as_of))))
    payments = [p.value_date for p in facts.stated.file.payments if p.reversed_on is None and p.value_date <= as_of]
    shown: list[tuple[str, object]] = [
        ("l-demand", facts.legal.get("Final demand delivered on")), ("l-last-sent", facts.last_sent), ("l-last-payment", max(payments, default=None)),
        ("l-last-promise", max((p.made_on for p in facts.stated.file.promises), default=None)), ("l-claimed", facts.legal.get("Limitation restarted on")),
    ]  # fmt: skip
    pairs += [(w(key), teller.cell(value)) for key, value in shown if value is not None]
    notes = [w(f"l-{found.period.note}") if found is not None else w("l-ask") if limit.state in ("ask", "none") else "", w("l-warning")]
    return {"facts": [list(pair) for pair in pairs], "notes": [note for note in notes if note]}


def _checklist(facts: Facts, teller: Teller) -> account_tables.Table:
    rows = [(_item(check, teller), teller.w("yes" if check.ok else "no"), _note(check, teller)) for check in facts.checks]
    return account_tables.table("", [teller.w(key) for key in ("item", "state", "note")], rows, (), 2)


def _messages(facts: Facts, teller: Teller) -> list[dict[str, Any]]:
    made = []
    for number, item in enumerate(facts.sent, 1):
        channel, kind = label("Channel", item.channel, teller.language), label("MessageKind", item.kind, teller.language)
        heading = teller.w("m-heading", number=number, channel=channel, kind=kind, on=teller.day(item.on))
        lines, notes = [], []
        headers: list[list[str]] = []
        if item.mail is not None:
            headers = [[name, teller.typed("header", value)] for name, value in item.mail.headers]
            lines = [_line(line, teller) for line in item.mail.lines]
            if item.mail.attachments:
                notes.append(teller.w("m-attached", names=", ".join(teller.typed("attachment", name) for name, _ in item.mail.attachments)))
            notes.append(teller.w("m-bytes", sha256=item.sha256))
        elif item.exhibit:
            notes.append(teller.w("m-paper", name=_exhibit_heading(facts.exhibits[item.exhibit - 1], item.exhibit, teller)))
        made.append({"heading": heading, "headers": headers, "lines": lines, "notes": notes})
    return made


def _line(line: str, teller: Teller) -> str:
    """A line of a message; the gaps between the columns of a table stay gaps."""
    return _GAP.join(teller.typed("message", part) for part in _COLUMNS.split(line.strip()))


def _exhibit_heading(exhibit: Exhibit, number: int, teller: Teller) -> str:
    return teller.w("x-heading", number=number, title=teller.typed("exhibit's name", exhibit.title))


def _exhibits(facts: Facts, teller: Teller) -> list[dict[str, object]]:
    return [
        as_data(
            exhibit, number, _exhibit_heading(exhibit, number, teller),
            teller.w("x-page", number=number, title=teller.typed("exhibit's name", exhibit.title), digest=exhibit.digest),
        )
        for number, exhibit in enumerate(facts.exhibits, 1)
    ]  # fmt: skip


def data(facts: Facts, language: str, paper: Stationery) -> tuple[dict[str, Any], Boundary]:
    """All texts of the pages, and the boundary with what was left out of them."""
    boundary, file = Boundary(), facts.stated.file
    teller = Teller(file.case, language, boundary, facts.zone)
    w, as_of = teller.w, teller.as_of(facts.stated)
    counsel = teller.cell(facts.legal.get("Counsel"))
    on = formats.day(as_of, language)
    titles = ("case", "check", "limitation", "timeline", "account", "promises", "contacts", "sent", "exhibits", "left-out")
    left_out = [(teller.typed("what", what), teller.typed("why", why)) for what, why in facts.left_out]
    return {
        "lang": language, "paper": paper.paper, "title": w("title"), "author": teller.typed("creditor's name", facts.sender.name),
        "head": head(facts.sender, boundary, paper), "for": w("for", counsel=counsel) if counsel else w("for-counsel"),
        "confidential": w("confidential", on=on),
        "contents": w("contents"), "none": w("none"), "titles": {name: w(f"s-{name}") for name in titles},
        "facts": _facts_grid(facts, teller), "checklist": _checklist(facts, teller), "limitation": _limitation(facts, teller),
        "timeline": timeline(facts.stated.file, facts.rows, facts.stated.account, teller), "account": section(facts.stated, language, boundary),
        "tables": plans(facts.rows, teller), "contacts": contacts(facts.rows.get("Contacts", ()), teller), "messages": _messages(facts, teller),
        "exhibits": _exhibits(facts, teller),
        "left_out": account_tables.table("", (w("o-what"), w("o-why")), left_out, (), 1) if left_out else None,
        "extract": facts.extract, "extract_name": EXTRACT, "extract_words": w("extract", name=EXTRACT),
        "foot": w("foot", case=teller.typed("case id", file.case.case_id), debtor=teller.typed("debtor's name", file.debtor.name), on=on),
        "page": page_words(language),
    }, boundary  # fmt: skip


def make(facts: Facts, language: str, paper: Stationery) -> Made:
    """The finished dossier. Its own pages are set as PDF/A first, which finds every sign that would print as a blank; then the exhibits are laid in."""
    texts, boundary = data(facts, language, paper)
    as_of = facts.stated.account.position.as_of
    signs: list[str] = []
    while True:
        try:
            press.compile(LAYOUT, texts | {"exhibits": [], "extract": ""}, on=as_of)
            break
        except Unprintable as error:
            found = _CODE.search(error.found)
            if found is None or len(signs) == MOST_SIGNS:
                raise
            signs.append(f"U+{found[1]}")
            texts = _without(texts, chr(int(found[1], 16)))
    if signs and texts["left_out"] is None:
        texts["left_out"] = account_tables.table("", (word("o-what", language), word("o-why", language)), (), (), 1)
    if signs:
        texts["left_out"]["rows"].append(["", word("o-signs", language, number=len(signs), signs=", ".join(signs))])
    files = {name_of(exhibit, number): exhibit.path for number, exhibit in enumerate(facts.exhibits, 1)}
    page = press.compile(LAYOUT, texts, on=as_of, standards=(), exhibits=files)
    return Made(page, tuple(dict.fromkeys(boundary.told)), tuple(signs))


def _without(value: Any, sign: str) -> Any:
    """The texts with one sign written as its code."""
    if isinstance(value, str):
        return value.replace(sign, f"[U+{ord(sign):04X}]")
    if isinstance(value, dict):
        return {name: part if name == "extract" else _without(part, sign) for name, part in value.items()}
    return [_without(part, sign) for part in value] if isinstance(value, list) else value

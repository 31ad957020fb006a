"""One letter as the data of its page: wording, tables and payment slip put into the stationery of the office.

The same letter, wording and stationery give the same data, and so the same bytes. Every typed text passes the boundary; what it lost is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pyaddin.correspondence import formats, tables
from pyaddin.correspondence.clean import cleaned
from pyaddin.correspondence.letter import account, address, code, press
from pyaddin.correspondence.letter.address import Addressee
from pyaddin.correspondence.letter.boundary import Boundary, broken
from pyaddin.correspondence.letter.paper import practice
from pyaddin.correspondence.letter.press import Page, Unprintable
from pyaddin.correspondence.letter.stationery import Stationery
from pyaddin.correspondence.letter.words import words
from pyaddin.correspondence.message import Block, Letter, Span, Wording
from pyaddin.correspondence.plain import plain_text
from pyaddin.records import dataclass

LAYOUT = "letter"
_SIZE = 9.5
_SIZE_CHINA = 10.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter ready for the press: the data of its page, and a sentence for everything that was left out or shortened."""

    data: dict[str, Any]
    told: tuple[str, ...]


def compose(letter: Letter, wording: Wording, to: Addressee, stationery: Stationery) -> Sheet:
    """The page data of one letter. Raises ``Unprintable``: no creditor's name, no address, a word that no line of the window takes."""
    boundary = Boundary()
    language, word = wording.language, words(wording.language)
    sender, reference = letter.sender, boundary.line("case id", letter.statements[0].case_id)
    name = boundary.line("creditor's name", sender.name)
    if not name:
        raise Unprintable("creditor_name is empty", "Fill creditor_name on the sheet Settings: a letter must say who writes.")
    place = boundary.line("creditor's address", " · ".join(sender.address.splitlines()))
    phone, email = boundary.line("creditor's phone", sender.phone), boundary.line("reply_to", sender.reply_to)
    info = [
        (word["date"], formats.day(letter.as_of, language)),
        (word["reference"], reference),
        (word["contact"], boundary.line("contact person", sender.contact_person)),
        (word["phone"], phone),
        (word["email"], email),
        (word["counted"], formats.day(letter.counted_until, language)),
    ]
    data: dict[str, Any] = {
        "lang": language,
        "title": word["title"].format(reference=reference),
        "paper": stationery.paper,
        "window": stationery.window,
        "size": _SIZE_CHINA if stationery.window == "china" else _SIZE,
        "head": {"name": name, "logo": stationery.logo, "address": place, "phone": phone, "email": email, **practice(stationery)},
        "to": address.lines(to, language, stationery.country, boundary),
        "remark": word["remark"],
        "sender_line": " · ".join(filter(None, ("" if stationery.nameless else name, place))),
        "info": [list(pair) for pair in info if pair[1]],
        "heading": boundary.body(wording.heading or wording.subject),
        "foot": f"{name} · {word['reference']} {reference}",
        "page_words": word["page"],
        "blocks": [made for block in wording.blocks for made in _block(block, letter, language, boundary)],
        "slip": _slip(letter, stationery, language, reference, name, boundary),
    }
    return Sheet(data, tuple(dict.fromkeys((*wording.warnings, *boundary.told))))


def shown(letter: Letter, wording: Wording) -> str:
    """All words of the letter, those beside the wording included: what the demands of a pack are looked for in."""
    word = words(wording.language)
    return "\n".join((word["remark"], cleaned(letter.sender.name), f"{word['reference']} {cleaned(letter.statements[0].case_id)}", plain_text(wording, letter)))


def document(sheets: Sequence[Sheet], *, duplex: bool = False) -> dict[str, Any]:
    """The data of one file of letters. ``duplex`` begins each on a front page."""
    first, author = sheets[0].data, sheets[0].data["head"]["name"]
    return {"letters": [sheet.data for sheet in sheets], "duplex": duplex, "title": first["title"] if len(sheets) == 1 else author, "author": author}


def _runs(spans: Sequence[Span], boundary: Boundary) -> list[dict[str, str]]:
    return [{"text": boundary.body(span.text), "style": span.style} for span in spans]


def _block(block: Block, letter: Letter, language: str, boundary: Boundary) -> list[dict[str, Any]]:
    if block.kind == "slot":
        return [table_data(table, boundary) for table in tables.fill(block.slot, letter, language)]
    return [{"kind": block.kind, "items": [_runs(item, boundary) for item in block.items]}]


def table_data(table: tables.Table, boundary: Boundary) -> dict[str, Any]:
    """A table of the wording as a layout takes it. The first column takes the room that is left; after a column of numbers the figures share it."""
    numbered = len(table.head) > 2 and all(len(row[0]) <= 4 for row in table.rows)
    widths = [("1fr" if index in table.figures else "auto") if numbered else ("auto" if index else "1fr") for index in range(len(table.head))]
    return {
        "kind": "table",
        "caption": boundary.body(table.caption),
        "head": list(table.head),
        "rows": [[boundary.body(cell) for cell in row] for row in table.rows],
        "foot": [list(row) for row in table.foot],
        "figures": sorted(table.figures),
        "widths": widths,
    }


def asked(letter: Letter) -> Decimal:
    """What the letter asks to be paid: the missed installment, or everything due on the first reference; zero in one that asks for nothing."""
    if letter.kind == "missed" and letter.missed is not None:
        return letter.missed.open
    return letter.statements[0].total_due if letter.kind == "reminder" else Decimal(0)


def _slip(letter: Letter, stationery: Stationery, language: str, reference: str, payee: str, boundary: Boundary) -> dict[str, Any] | None:
    """The payment slip; ``None`` when nothing is asked for, or when nothing on it would say how to pay."""
    word, currency, total = words(language), letter.statements[0].currency, asked(letter)
    if total <= 0 or not (stationery.iban or stationery.payment_url):
        return None
    shown = formats.amount(total, currency, language)
    rows = [
        (word["payee"], payee),
        (word["account"], account.in_fours(stationery.iban)),
        (word["bank"], stationery.bic if stationery.iban else ""),
        (word["amount"], shown),
        (word["quote"], reference),
        (word["pay_by"], formats.day(letter.pay_by, language)),
        (word["payer"], boundary.line("debtor's name", letter.debtor_name)),
    ]
    made = _code(letter, stationery, payee, total)
    if made is not None and made.kind == "url":
        rows.insert(3, (word["url"], broken(made.text.split("?", 1)[0])))
    alt = word["code_alt"].format(amount=shown, reference=reference)
    return {
        "title": word["slip"],
        "rows": [list(row) for row in rows if row[1]],
        "code": made.svg if made else "",
        "code_alt": alt,
        "code_caption": word[f"{made.kind}_caption"] if made else "",
    }


def _code(letter: Letter, stationery: Stationery, payee: str, total: Decimal) -> code.Code | None:
    statement = letter.statements[0]
    unit = Decimal(formats.figure(total, statement.currency, "en").replace(",", ""))
    if stationery.iban and statement.currency == "EUR":
        return code.transfer(payee, stationery.iban, stationery.bic, unit, statement.case_id)
    if stationery.payment_url:
        return code.page(stationery.payment_url, unit, statement.currency, statement.case_id)
    return None


def printed(sheet: Sheet, letter: Letter) -> Page:
    """The finished archive copy of one letter. Raises ``Unprintable``."""
    return press.compile(LAYOUT, document([sheet]), on=letter.as_of)


def pictures(sheet: Sheet) -> tuple[bytes, ...]:
    """Each page of the letter as a PNG, for a look."""
    return press.picture(LAYOUT, document([sheet]))

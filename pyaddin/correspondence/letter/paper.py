"""What stands on every page of a document that is no letter: the house's head, the parties' addresses, the page count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pyaddin.correspondence.letter.boundary import Boundary
from pyaddin.correspondence.letter.stationery import Stationery
from pyaddin.correspondence.letter.words import words
from pyaddin.correspondence.message import Sender
from pyaddin.rules.case import Debtor


def page_words(language: str) -> str:
    """The sentence of the page count, with {page} and {pages}."""
    return words(language)["page"]


def head(sender: Sender, boundary: Boundary, paper: Stationery) -> dict[str, Any]:
    """The letterhead as ``parts.typ`` sets it."""
    return {
        "name": boundary.line("creditor's name", sender.name),
        "address": said(boundary.lines("creditor's address", sender.address), "en"),
        "phone": boundary.line("creditor's phone", sender.phone),
        "email": boundary.line("reply_to", sender.reply_to),
        "logo": paper.logo,
        **practice(paper),
    }


def practice(paper: Stationery) -> dict[str, str]:
    """The word across the page; nothing for a real ledger."""
    return {"practice": paper.practice} if paper.practice else {}


def postal_lines(debtor: Debtor, boundary: Boundary, language: str) -> list[str]:
    """The debtor's address in the order of its country: Chinese ones from the largest place down."""
    street, city = boundary.lines("address", debtor.address), boundary.line("city", debtor.city)
    code, region = boundary.line("postal code", debtor.postal_code), boundary.line("region", debtor.region)
    if language != "en" and debtor.country in ("CN", "TW", "HK", "MO"):
        return [line for line in (code, region, city, *street) if line]
    return [line for line in (*street, " ".join(part for part in (city, region, code) if part), boundary.line("country", debtor.country)) if line]


def said(lines: Sequence[str], language: str) -> str:
    """Several lines as one."""
    return ("，" if language != "en" else ", ").join(line for line in lines if line)

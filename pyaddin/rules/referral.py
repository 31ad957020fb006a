"""What counsel needs to take over a case, item by item: is it here, and if not, what is to be done (T8, process 2.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date

from pyaddin.records import dataclass
from pyaddin.rules.case import CaseFile
from pyaddin.rules.hold import in_force
from pyaddin.rules.limitation import Clock
from pyaddin.rules.worth_suing import lacking

_NO_STOP = ("PROMISE", "SIGNED_PLAN", "OPT_OUT")


@dataclass(frozen=True, slots=True)
class Check:
    """One item. ``note`` names the sentence about it, ``values`` what goes into it; ``hold`` is the type of a hold that stands in the way."""

    item: str
    ok: bool
    note: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    hold: str = ""


@dataclass(frozen=True, slots=True)
class Papers:
    """What could be laid beside the figures: exhibits given, papers of signed plans that are not there (plan -> name), messages not included."""

    exhibits: int
    folder: str
    unsigned: Mapping[str, str]
    signed: tuple[str, ...]
    messages_left_out: int
    refused_rows: int


def checks(file: CaseFile, legal: Mapping[str, object], creditor: bool, papers: Papers, limit: Clock, as_of: date) -> tuple[Check, ...]:
    """Every item in the order in which counsel asks for it. ``legal`` is the case's row of the sheet Legal, empty when there is none."""
    return (*_demand(legal), *_parties(file, legal, creditor), *_papers(papers), *_suit(file, legal), *_rest(file, papers, limit, as_of))


def _dated(item: str, on: object, column: str) -> Check:
    if isinstance(on, date):
        return Check(item, True, "on", {"on": on})
    return Check(item, False, "fill", {"sheet": "Legal", "column": column})


def _filled(item: str, value: object, sheet: str, column: str) -> Check:
    return Check(item, True) if value else Check(item, False, "fill", {"sheet": sheet, "column": column})


def _demand(legal: Mapping[str, object]) -> Iterator[Check]:
    yield _dated("final-demand", legal.get("Final demand delivered on"), "Final demand delivered on")
    yield _filled("proof", legal.get("Proof"), "Legal", "Proof")
    yield _dated("advice", legal.get("Advice on"), "Advice on")


def _parties(file: CaseFile, legal: Mapping[str, object], creditor: bool) -> Iterator[Check]:
    debtor = file.debtor
    yield _filled("creditor", creditor, "Settings", "creditor_name, creditor_address")
    yield _filled("legal-id", legal.get("Debtor legal ID"), "Legal", "Debtor legal ID")
    yield _filled("address", debtor.address, "Debtors", "Address")
    confirmed, changed = debtor.address_confirmed_on, debtor.address_changed_on
    if confirmed is None:
        yield Check("confirmed", False, "fill", {"sheet": "Debtors", "column": "Address confirmed on"})
    elif changed is not None and changed > confirmed:
        yield Check("confirmed", False, "changed", {"on": changed})
    else:
        yield Check("confirmed", True, "on", {"on": confirmed})


def _papers(papers: Papers) -> Iterator[Check]:
    for plan in papers.signed:
        name = papers.unsigned.get(plan)
        yield Check("agreement", name is None, "" if name is None else "evidence", {"plan": plan, "name": name})
    yield Check("contract", papers.exhibits > 0, "" if papers.exhibits else "exhibits", {"folder": papers.folder})
    yield Check("messages", not papers.messages_left_out, "count" if papers.messages_left_out else "", {"number": papers.messages_left_out})


def _suit(file: CaseFile, legal: Mapping[str, object]) -> Iterator[Check]:
    """Court, file number and hearing once a suit is filed, the proof of what restarts the limitation period, and the figures of a suit until there is one."""
    if legal.get("Filed on"):
        yield _filled("court", legal.get("Court"), "Legal", "Court")
        yield _filled("court-number", legal.get("Court number"), "Legal", "Court number")
        if not legal.get("Judgment on"):
            yield _dated("hearing", legal.get("Next hearing"), "Next hearing")
    else:
        columns = lacking(file.advice)
        yield Check("worth", not columns, "fill" if columns else "", {"sheet": "Legal", "column": ", ".join(columns)} if columns else {})
    if legal.get("Limitation restarted on"):
        yield _filled("restart", legal.get("Restart proof"), "Legal", "Restart proof")


def _rest(file: CaseFile, papers: Papers, limit: Clock, as_of: date) -> Iterator[Check]:
    yield Check("rows", not papers.refused_rows, "count" if papers.refused_rows else "", {"number": papers.refused_rows})
    known = limit.estimate is not None or limit.state == "filed"
    if limit.estimate is not None and limit.state == "running" and limit.over(as_of):
        yield Check("limitation", False, "over", {"on": limit.estimate.ends_on})
    else:
        yield Check("limitation", known, "" if known else "counsel")
    holds = [hold for hold in in_force(file.holds, as_of) if hold.type not in _NO_STOP]
    for hold in holds:
        yield Check("holds", False, "on", {"on": hold.start}, hold.type)
    if not holds:
        yield Check("holds", True)

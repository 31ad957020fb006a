"""The tables of a dossier: what happened in the order of days, every contact, agreements, promises and payments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from pyaddin.correspondence import formats
from pyaddin.correspondence.letter.account_tables import Table, table
from pyaddin.correspondence.letter.boundary import Boundary
from pyaddin.correspondence.letter.dossier_words import word
from pyaddin.correspondence.letter.statement import Stated
from pyaddin.labels import label
from pyaddin.records import dataclass
from pyaddin.rules.account import Account
from pyaddin.rules.case import Case, CaseFile

Row = Mapping[str, object]
_CODES = {"Recommendation": "Recommendation"}


@dataclass(frozen=True, slots=True)
class Teller:
    """How a case is told: language, currency, the office's time zone, and the boundary that cleans what people typed."""

    case: Case
    language: str
    boundary: Boundary
    zone: str

    def w(self, key: str, **values: object) -> str:
        """A word or sentence of the dossier."""
        return word(key, self.language, **values)

    def typed(self, name: str, text: str) -> str:
        """What a person typed, past the boundary: text for the page, never code."""
        return self.boundary.line(name, text)

    def day(self, on: date) -> str:
        """A date as the paper writes it."""
        return formats.short_day(on, self.language)

    def figure(self, amount: Decimal) -> str:
        """An amount of the case without its currency, which the caption names."""
        return formats.figure(amount, self.case.currency, self.language)

    def cell(self, value: object, column: str = "") -> str:
        """A typed value as text: dates and amounts in the language, codes by their label, nothing for a blank."""
        if value in (None, "", ()):
            return ""
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Decimal):
            return self.figure(value)
        text = str(value)
        return label(_CODES[column], text, self.language) if column in _CODES else self.typed(column or "text", text)

    def moment(self, at: datetime) -> str:
        """An instant in the office's time."""
        local = at.astimezone(ZoneInfo(self.zone))
        return f"{self.day(local.date())} {local:%H:%M}"

    def joined(self, *parts: str) -> str:
        """Several facts as one text; blank ones are left out."""
        return (", " if self.language == "en" else "，").join(part for part in parts if part)

    @staticmethod
    def as_of(stated: Stated) -> date:
        """The day for which the account is stated."""
        return stated.account.position.as_of


def _rows(rows: Mapping[str, Sequence[Row]], name: str) -> Sequence[Row]:
    return rows.get(name, ())


def _in_office(value: object, zone: str) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone)).date()
    return value if isinstance(value, date) else None


def timeline(file: CaseFile, rows: Mapping[str, Sequence[Row]], account: Account, teller: Teller) -> Table:
    """Everything dated, in the order of days; within a day in the order contract, contact, promise, agreement, payment, hold, stage."""
    found = [
        *_contract(file, account, teller), *_contacts(rows, teller), *_promises(rows, teller), *_plans(rows, teller), *_payments(rows, teller),
        *_adjustments(rows, teller), *_holds(file, teller), *_legal(rows, teller), *_moves(rows, teller),
    ]  # fmt: skip
    until = account.position.as_of
    lines = [(teller.day(on), teller.w(f"t-{kind}"), details) for on, kind, details in sorted(found, key=lambda one: one[0]) if on <= until]
    return table("", [teller.w(key) for key in ("on", "what", "details")], lines, (), 2)


_Dated = Iterator[tuple[date, str, str]]


def _contract(file: CaseFile, account: Account, teller: Teller) -> _Dated:
    yield file.case.opened_on, "opened", teller.w("d-opened", product=teller.typed("product", file.case.product), currency=file.case.currency)
    unpaid = [row for row in account.position.rows if row.counts and row.open > 0 and row.installment.due_on < account.position.as_of]
    if unpaid:
        oldest = min(unpaid, key=lambda row: row.installment.due_on)
        yield oldest.installment.due_on, "due", teller.w("d-due", no=oldest.installment.no)


def _contacts(rows: Mapping[str, Sequence[Row]], teller: Teller) -> _Dated:
    for row in _rows(rows, "Contacts"):
        on = _in_office(row["At"], teller.zone)
        if on is not None:
            yield on, "contact", teller.joined(*_how(row, teller), label("Result", str(row["Result"]), teller.language))


def _how(row: Row, teller: Teller) -> tuple[str, str]:
    return label("Channel", str(row["Channel"]), teller.language), label("Direction", str(row["Direction"]), teller.language)


def _promises(rows: Mapping[str, Sequence[Row]], teller: Teller) -> _Dated:
    for row in _rows(rows, "Promises"):
        on = _in_office(row["Made on"], teller.zone)
        if on is not None:
            status = label("PromiseStatus", str(row["Status"] or "open"), teller.language)
            facts = {"amount": teller.cell(row["Amount"]), "due": teller.cell(row["Due on"]), "status": status}
            yield on, "promise", teller.w("d-promise", id=teller.cell(row["Promise ID"]), **facts)


def _plans(rows: Mapping[str, Sequence[Row]], teller: Teller) -> _Dated:
    for row in _rows(rows, "Plans"):
        plan = teller.cell(row["Plan ID"])
        for key, column in (("proposed", "Proposed on"), ("debtor-signed", "Debtor signed on"), ("creditor-signed", "Creditor signed on")):
            on = _in_office(row[column], teller.zone)
            if on is not None:
                facts = {"version": row["Version"], "total": teller.cell(row["Total"]), "waived": teller.cell(row["Waived"]) or teller.figure(Decimal(0))}
                yield on, "plan", teller.w(f"d-{key}", plan=plan, **facts)


def _payments(rows: Mapping[str, Sequence[Row]], teller: Teller) -> _Dated:
    for row in _rows(rows, "Payments"):
        words = teller.joined(teller.cell(row["Payment ID"]), teller.cell(row["Amount"]), teller.cell(row["Method"]), teller.cell(row["Reference"]))
        for kind, column in (("payment", "Value date"), ("back", "Reversed on")):
            on = _in_office(row[column], teller.zone)
            if on is not None:
                yield on, kind, words


def _adjustments(rows: Mapping[str, Sequence[Row]], teller: Teller) -> _Dated:
    for row in _rows(rows, "Adjustments"):
        on = _in_office(row["On"], teller.zone)
        if on is not None:
            kind = label("AdjustmentKind", str(row["Kind"]), teller.language)
            yield on, "adjustment", teller.joined(kind, teller.cell(row["Adjustment ID"]), teller.cell(row["Amount"]), teller.cell(row["Notes"], "Notes"))


def _holds(file: CaseFile, teller: Teller) -> _Dated:
    for hold in (*file.holds, *file.written_holds):
        end = teller.day(hold.end) if hold.end else teller.w("open-end")
        yield hold.start, "hold", teller.w("d-hold", type=label("Hold", hold.type, teller.language), end=end, reason=teller.typed("reason", hold.reason))


def _legal(rows: Mapping[str, Sequence[Row]], teller: Teller) -> _Dated:
    names = (
        ("asked", "Asked on", "Counsel"), ("advice", "Advice on", "Recommendation"), ("c-final-demand", "Final demand delivered on", "Proof"),
        ("filed", "Filed on", "Court"), ("judgment", "Judgment on", "Judgment amount"),
    )  # fmt: skip
    for row in _rows(rows, "Legal"):
        for key, column, more in names:
            on = _in_office(row[column], teller.zone)
            if on is not None:
                yield on, "legal", teller.joined(teller.w(key), teller.cell(row[more], more))


def _moves(rows: Mapping[str, Sequence[Row]], teller: Teller) -> _Dated:
    for row in _rows(rows, "Moves"):
        on = _in_office(row["As of"], teller.zone)
        if on is not None:
            before, after = (label("Stage", str(row[name]), teller.language) if row[name] else teller.w("not-in") for name in ("From", "To"))
            yield on, "move", teller.w("d-move", before=before, after=after, why=teller.cell(row["Why"]))


def contacts(rows: Sequence[Row], teller: Teller) -> Table | None:
    """Every contact with what came of it and what was noted; ``None`` when there is none."""
    body = []
    for row in sorted(rows, key=lambda row: str(row["At"])):
        at = row["At"]
        details = [teller.cell(row["Template"]), teller.cell(row["Notes"], "Notes"), teller.cell(row["Why"])]
        if row["Reason code"]:
            details.insert(0, label("Reason", str(row["Reason code"]), teller.language))
        moment = teller.moment(at) if isinstance(at, datetime) else ""
        result = label("Result", str(row["Result"]), teller.language)
        body.append((moment, teller.joined(*_how(row, teller)), result, " ".join(part for part in details if part), teller.cell(row["By"])))
    head = [teller.w(key) for key in ("at", "how", "result", "note", "by")]
    return table(teller.w("contacts", zone=teller.zone), head, body, (), 3) if body else None


def plans(rows: Mapping[str, Sequence[Row]], teller: Teller) -> list[Table]:
    """Agreements, promises and payments, each as a table where there are any."""
    w, cell, currency = teller.w, teller.cell, teller.case.currency
    made = []
    agreed = [
        (cell(r["Plan ID"]), str(r["Version"]), cell(r["Total"]), cell(r["Waived"]),
         f"{cell(r['Debtor signed on']) or '-'} / {cell(r['Creditor signed on']) or '-'}",
         label("PlanStatus", str(r["Status"] or "proposed"), teller.language), cell(r["Evidence"]) or cell(r["Document"]))
        for r in _rows(rows, "Plans")
    ]  # fmt: skip
    if agreed:
        head = [w(key) for key in ("plan", "version", "total", "waived", "signed", "status", "paper")]
        made.append(table(w("plans", currency=currency), head, agreed, (2, 3), 6))
    promised = [
        (cell(r["Promise ID"]), cell(r["Made on"]), cell(r["Amount"]), cell(r["Due on"]), label("PromiseStatus", str(r["Status"] or "open"), teller.language),
         cell(r["Notes"]))
        for r in _rows(rows, "Promises")
    ]  # fmt: skip
    if promised:
        head = [w(key) for key in ("promise", "made-on", "amount", "due-on", "status", "note")]
        made.append(table(w("promises", currency=currency), head, promised, (2,), 5))
    paid = [
        (cell(r["Payment ID"]), cell(r["Value date"]), cell(r["Amount"]), teller.joined(cell(r["Method"]), cell(r["Reference"])), cell(r["Reversed on"]))
        for r in _rows(rows, "Payments")
    ]
    if paid:
        made.append(table(w("payments", currency=currency), [w(key) for key in ("payment", "on", "amount", "note", "back")], paid, (2,), 3))
    return made

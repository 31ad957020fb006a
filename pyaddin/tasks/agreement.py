"""Agreement: a plan as a paper for signature. It is not made while a required content is missing; each one is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyaddin.correspondence.letter import agreement, stationery
from pyaddin.correspondence.letter.press import Unprintable
from pyaddin.correspondence.wording import TEMPLATES
from pyaddin.errors import Fault, Stop
from pyaddin.ledger.book import Book, SetCell
from pyaddin.ledger.rows import TypedRow
from pyaddin.rules.agreement import LONGEST_MONTHS, OVER, Terms, balance_on, day_of, lacking, months
from pyaddin.rules.case import CaseFile, Plan
from pyaddin.rules.hold import in_force
from pyaddin.rules.in_force import current_plan
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.reason import phrase
from pyaddin.tasks import document_files
from pyaddin.tasks.entering import set_cell
from pyaddin.tasks.letters import sender
from pyaddin.tasks.opening import Opened, open_ledger
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.recorded import write
from pyaddin.tasks.statement import language_of, whole

_NO_WARNING = ("PROMISE", "SIGNED_PLAN", "OPT_OUT")


def run(
    path: Path,
    *,
    plan: str,
    as_of: date | None,
    language: str | None,
    out: Path | None,
    by: str,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """The agreement of a plan row and its installments. Its balance is that of the plan's day (the later signature, before that the proposal), or of ``as_of``.

    The file's name is entered in the plan's Document; where the ledger cannot be written (open in Excel) the paper is made all the same and ``notes`` say so.

    Raises ``Stop``: X-PLAN for a plan that is not there or is over, X-AGREEMENT with one fault per item that it lacks, X-ROWS when a row of the case was
    refused, X-TEMPLATE, X-PRINT, X-WRITE.
    """
    opened = open_ledger(path, as_of=as_of, now=now, book=book)
    row, file, typed = plan_of(opened, plan)
    whole(opened, (file,))
    words = opened.policy.language
    if typed.status in OVER:
        raise Stop("X-PLAN", phrase("agreement over", plan=plan, state=typed.status).says(words), sheet="Plans", row=row.row, column="Status")
    terms = terms_of(opened, row.values, file, typed, as_of or day_of(typed))
    complete(terms, opened, row.row)
    earlier = current_plan(file, opened.policy, terms.balance.on)
    replaced = earlier.plan_id if earlier is not None and earlier.plan_id != plan else ""
    paper = stationery.read(opened.settings, path.parent)
    try:
        made = agreement.make(terms, sender(opened.settings), opened.policy, language_of(opened, file, language), paper, replaced, TEMPLATES)
    except Unprintable as error:
        raise document_files.refused(error) from None
    name = document_files.name_of("agreement", plan, f"v{typed.version}", made.digest)
    stored = document_files.store(made.page, document_files.folder_of(path, out), name)
    data: dict[str, object] = {
        "plan_id": plan, "case_id": file.case.case_id, "version": typed.version, "as_of": terms.balance.on.isoformat(), "digest": made.digest,
        "files": [str(stored.path)], "documents": [stored.as_json()], "template": made.template, "wording_sha256": made.wording_sha256,
        **_figures(terms), "notes": _entered(opened, row, name, by=by, now=now), "warnings": [*paper.told, *made.told, *_warnings(terms, opened, replaced)],
    }  # fmt: skip
    return Outcome("agreement", data)


def plan_of(opened: Opened, plan_id: str) -> tuple[TypedRow, CaseFile, Plan]:
    """The plan's row and its case. Raises ``Stop`` X-PLAN, or X-ROWS for one whose row was refused."""
    for row in opened.typed.tables["Plans"]:
        if row.values["Plan ID"] == plan_id:
            file = opened.file_of(str(row.values["Case ID"]))
            return row, file, next(plan for plan in file.plans if plan.plan_id == plan_id)
    for number, cells in opened.raw.tables["Plans"].rows:
        if str(cells.get("Plan ID") or "").strip() == plan_id:
            why = next((fault for fault in opened.typed.faults if fault.sheet == "Plans" and fault.row == number and fault.refuses), None)
            raise Stop(
                "X-ROWS", f"Plans, row {number}" + (f" ({why.code}: {why.found})" if why else ""), sheet="Plans", row=number, column=why.column if why else "",
                advice=str(why.as_json()["advice"]) if why else "",
            )  # fmt: skip
    raise Stop("X-PLAN", plan_id, sheet="Plans", column="Plan ID")


def terms_of(opened: Opened, values: Mapping[str, Any], file: CaseFile, plan: Plan, on: date) -> Terms:
    """The agreement as ``values`` of its row in Plans and the file's installments say it, with the balance of the evening of ``on``."""
    settings = opened.settings
    count, first_due = values["Count"], values["First due"]
    return Terms(
        file=file,
        plan=plan,
        rows=tuple(installment for installment in file.installments if installment.plan_id == plan.plan_id),
        balance=balance_on(file, plan, opened.policy, on),
        count=count if isinstance(count, int) else None,
        first_due=first_due if isinstance(first_due, date) else None,
        frequency=str(values["Frequency"] or ""),
        method=str(values["Payment method"] or ""),
        ways=settings.text("payment_instructions"),
        creditor=settings.text("creditor_name"),
        creditor_address=settings.text("creditor_address"),
        reach=settings.text("creditor_phone") or settings.text("reply_to"),
        complaints=settings.text("complaint_line"),
    )


def complete(terms: Terms, opened: Opened, row: int | None) -> None:
    """Raises ``Stop`` X-AGREEMENT with a fault for each item that is missing. ``row`` = the plan's row in Plans, ``None`` while it has none."""
    words = opened.policy.language
    rows = {"Plans": row, "Debtors": next((r.row for r in opened.typed.tables["Debtors"] if r.values["Debtor ID"] == terms.file.debtor.debtor_id), None)}
    faults = [
        Fault("X-AGREEMENT", lack.sheet, rows.get(lack.sheet), lack.column, phrase("agreement lacks", plan=terms.plan.plan_id, what=lack.words).says(words))
        for lack in lacking(terms, opened.policy)
    ]
    if faults:
        first, *others = faults
        raise Stop(first.code, first.found, sheet=first.sheet, row=first.row, column=first.column, others=tuple(others))


def _figures(terms: Terms) -> Mapping[str, str]:
    currency = terms.file.case.currency

    def money(value: Decimal) -> str:
        return money_text(value.quantize(cent(currency)), currency)

    return {
        "currency": currency, "balance": money(terms.balance.outstanding), "total": money(terms.plan.total), "waived": money(terms.plan.waived),
        "interest": money(terms.interest),
    }  # fmt: skip


def _warnings(terms: Terms, opened: Opened, replaced: str) -> list[str]:
    """What a clerk should think of before the paper goes out; nothing of it stops the agreement."""
    found = []
    if terms.file.debtor.country == "CN" and months(terms) > LONGEST_MONTHS:
        found.append(phrase("agreement long", months=months(terms), most=LONGEST_MONTHS))
    found += [phrase("agreement held", hold=hold.type, start=hold.start) for hold in in_force(terms.file.holds, opened.as_of) if hold.type not in _NO_WARNING]
    if replaced:
        found.append(phrase("agreement broken-plan", plan=replaced))
    return [words.says(opened.policy.language) for words in found]


def _entered(opened: Opened, row: TypedRow, name: str, *, by: str, now: Callable[[], datetime]) -> list[str]:
    """The file's name into the plan's Document. What keeps it from being written is told; the paper is made all the same.

    Of a plan that both have signed the name stays: it is that of the paper which they signed.
    """
    edit: SetCell = set_cell(opened, row, "Document", name, "Agreement made")
    signed = row.values["Debtor signed on"] is not None and row.values["Creditor signed on"] is not None
    if edit.old == name or (edit.old and signed):
        return []
    shown_as_of = opened.settings.day("as_of") or opened.as_of
    try:
        write(opened.book, opened.raw, [edit], as_of=shown_as_of, at=now(), by=by, task="agreement")
    except Stop as stop:
        return [phrase("agreement not-entered", name=name, why=f"{stop.fault.code} {stop.fault.found}".strip()).says(opened.policy.language)]
    return []

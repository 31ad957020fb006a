"""The tables that stand in the slots of a wording: what is overdue, what the amount is made up of, and other overdue references.

One shape for text and HTML, so that both show the same figures. A table of one currency names it in its caption and prints bare
figures; its total and every table of several currencies print amounts with the currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from pyaddin.correspondence import formats
from pyaddin.correspondence.clean import cleaned
from pyaddin.correspondence.message import Agreed, Block, Letter, Statement, Validation
from pyaddin.records import dataclass, often


@often
@dataclass(frozen=True, slots=True)
class Table:
    """Cells are finished texts. ``figures`` are the columns aligned to the right; ``foot`` rows span as the body does."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[tuple[str, ...], ...]
    figures: frozenset[int]


LABELS: dict[str, dict[str, str]] = {
    "en": {
        "overdue": "Reference {}: installments not yet received (in {})",
        "no": "No.", "due_on": "Due on", "late": "Days late", "due": "Amount", "paid": "Received", "open": "Still open", "sum": "Together",
        "makeup": "Reference {}: what the amount is made up of (in {})",
        "part": "Part", "value": "Amount",
        "principal": "Principal", "contract_interest": "Interest under the contract", "installment_fees": "Fees in the installments",
        "late_interest": "Late interest up to {}", "fees": "Fees and costs", "total": "Amount due",
        "others": "Other references that are open", "reference": "Reference", "interest": "Interest", "all_fees": "Fees",
        "plan": "Agreement {}: installments (in {})",
        "itemized": "Reference {}: what you owe (in {})", "then": "As of {}, you owed", "since_interest": "Since then: interest charged",
        "since_fees": "Since then: fees charged", "since_payments": "Since then: paid", "since_credits": "Since then: credited",
        "now": "Total amount of the debt now",
        "everything": "All references in {}", "redirected": "Test message. It would have gone to: {}",
    },
    "zh-CN": {
        "overdue": "编号 {}：尚未收到的各期款项（币种：{}）",
        "no": "期数", "due_on": "应付日期", "late": "逾期天数", "due": "应付金额", "paid": "已收", "open": "待付", "sum": "合计",
        "makeup": "编号 {}：应付金额的构成（币种：{}）",
        "part": "项目", "value": "金额",
        "principal": "本金", "contract_interest": "合同利息", "installment_fees": "各期内的费用",
        "late_interest": "截至{}的逾期利息", "fees": "费用", "total": "应付总额",
        "others": "您的其他待付款项", "reference": "编号", "interest": "利息", "all_fees": "费用",
        "plan": "协议 {}：各期还款（币种：{}）",
        "itemized": "编号 {}：债务金额（币种：{}）", "then": "截至{}所欠", "since_interest": "其后：计收利息",
        "since_fees": "其后：计收费用", "since_payments": "其后：已付", "since_credits": "其后：减免", "now": "现欠总额",
        "everything": "全部编号合计（{}）", "redirected": "测试邮件。正式发送时的收件人：{}",
    },
    "zh-TW": {
        "overdue": "編號 {}：尚未收到的各期款項（幣別：{}）",
        "no": "期別", "due_on": "應繳日期", "late": "逾期天數", "due": "應繳金額", "paid": "已收", "open": "待繳", "sum": "合計",
        "makeup": "編號 {}：應繳金額的組成（幣別：{}）",
        "part": "項目", "value": "金額",
        "principal": "本金", "contract_interest": "契約利息", "installment_fees": "各期內的費用",
        "late_interest": "截至{}的遲延利息", "fees": "費用", "total": "應繳總額",
        "others": "您的其他待繳款項", "reference": "編號", "interest": "利息", "all_fees": "費用",
        "plan": "協議 {}：各期繳款（幣別：{}）",
        "itemized": "編號 {}：債務金額（幣別：{}）", "then": "截至{}所欠", "since_interest": "其後：計收利息",
        "since_fees": "其後：計收費用", "since_payments": "其後：已付", "since_credits": "其後：減免", "now": "現欠總額",
        "everything": "全部編號合計（{}）", "redirected": "測試郵件。正式寄送時的收件人：{}",
    },
}


def labels(language: str) -> dict[str, str]:
    """The captions and column heads of a language; English where there are none."""
    return LABELS.get(language, LABELS["en"])


def oldest(statement: Statement, as_of: date) -> tuple[date, int]:
    """Due date of the oldest unpaid installment and the days since. Without any line (only fees are open): from the days past due."""
    due = min((line.due_on for line in statement.lines), default=as_of - timedelta(days=statement.days_past_due))
    return due, (as_of - due).days


def overdue(statement: Statement, language: str) -> Table:
    """The unpaid installments of one reference; the total equals ``statement.arrears``."""
    word, currency = labels(language), statement.currency
    rows = tuple(
        (
            str(line.no),
            formats.day(line.due_on, language),
            str(line.days_late),
            formats.figure(line.due, currency, language),
            formats.figure(line.paid, currency, language),
            formats.figure(line.open, currency, language),
        )
        for line in statement.lines
    )
    return Table(
        word["overdue"].format(cleaned(statement.case_id), currency),
        (word["no"], word["due_on"], word["late"], word["due"], word["paid"], word["open"]),
        rows,
        ((word["sum"], "", "", "", "", formats.amount(statement.arrears, currency, language)),),
        frozenset((2, 3, 4, 5)),
    )


def makeup(statement: Statement, letter: Letter, language: str) -> Table:
    """Principal, interest and fees apart; the total equals ``statement.total_due``. All five parts stand there, zeros too."""
    word, currency = labels(language), statement.currency
    parts = (
        (word["principal"], statement.principal),
        (word["contract_interest"], statement.contract_interest),
        (word["installment_fees"], statement.installment_fees),
        (word["late_interest"].format(formats.day(letter.as_of, language)), statement.late_interest),
        (word["fees"], statement.fees),
    )
    return Table(
        word["makeup"].format(cleaned(statement.case_id), currency),
        (word["part"], word["value"]),
        tuple((name, formats.figure(value, currency, language)) for name, value in parts),
        ((word["total"], formats.amount(statement.total_due, currency, language)),),
        frozenset((1,)),
    )


def others(letter: Letter, language: str) -> Table:
    """The debtor's other overdue references with their split, and the sum of all references per currency."""
    word = labels(language)
    totals: dict[str, Decimal] = {}
    for statement in letter.statements:
        totals[statement.currency] = totals.get(statement.currency, Decimal(0)) + statement.total_due
    rows = []
    for statement in letter.statements[1:]:
        due_on, days_late = oldest(statement, letter.as_of)
        split = (statement.principal, statement.contract_interest + statement.late_interest, statement.installment_fees + statement.fees)
        figures = (formats.figure(value, statement.currency, language) for value in split)
        total = formats.amount(statement.total_due, statement.currency, language)
        name = " ".join(filter(None, (cleaned(statement.case_id), cleaned(statement.product))))
        rows.append((name, formats.day(due_on, language), str(days_late), *figures, total))
    return Table(
        word["others"],
        (word["reference"], word["due_on"], word["late"], word["principal"], word["interest"], word["all_fees"], word["total"]),
        tuple(rows),
        tuple((word["everything"].format(currency), "", "", "", "", "", formats.amount(total, currency, language)) for currency, total in totals.items()),
        frozenset((2, 3, 4, 5, 6)),
    )


def plan(agreed: Agreed, currency: str, language: str) -> Table:
    """The installments of an agreement; once money has come, what was received and what is open of each.

    The total equals ``agreed.total``, or what is open of it.
    """
    word = labels(language)
    begun = any(row.paid for row in agreed.rows)
    head = (word["no"], word["due_on"], word["due"], *((word["paid"], word["open"]) if begun else ()))
    rows = []
    for row in agreed.rows:
        figures = (row.amount, row.paid, row.open) if begun else (row.amount,)
        rows.append((str(row.no), formats.day(row.due_on, language), *(formats.figure(value, currency, language) for value in figures)))
    left = sum((row.open for row in agreed.rows), Decimal(0))
    last = formats.amount(left if begun else agreed.total, currency, language)
    return Table(
        word["plan"].format(cleaned(agreed.plan_id), currency),
        head,
        tuple(rows),
        ((word["sum"], *[""] * (len(head) - 2), last),),
        frozenset(range(2, len(head))),
    )


def itemization(found: Validation, case_id: str, currency: str, language: str) -> Table:
    """The debt on the itemization date and what became of it since; what was paid or credited is taken off, and the rows add up to the total."""
    word = labels(language)
    parts = (
        (word["then"].format(formats.day(found.on, language)), found.then),
        (word["since_interest"], found.interest),
        (word["since_fees"], found.fees),
        (word["since_payments"], -found.payments),
        (word["since_credits"], -found.credits),
    )
    return Table(
        word["itemized"].format(cleaned(case_id), currency),
        (word["part"], word["value"]),
        tuple((name, formats.figure(value, currency, language)) for name, value in parts),
        ((word["now"], formats.amount(found.now, currency, language)),),
        frozenset((1,)),
    )


Filled = Mapping[str, tuple[Table, ...]]
"""The tables of each slot of one message."""


def filled(blocks: Iterable[Block], letter: Letter, language: str) -> Filled:
    """The tables of every slot that the wording has, made once for its text and its page."""
    return {block.slot: fill(block.slot, letter, language) for block in blocks if block.kind == "slot"}


def fill(slot: str, letter: Letter, language: str) -> tuple[Table, ...]:
    """The tables of one slot. The debtor's other references follow the make-up of the first."""
    first = letter.statements[0]
    if slot == "plan_table":
        return (plan(letter.plan, first.currency, language),) if letter.plan is not None else ()
    if slot == "itemization_table":
        return (itemization(letter.validation, first.case_id, first.currency, language),) if letter.validation is not None else ()
    if slot == "overdue_table":
        return (overdue(first, language),)
    found: tuple[Table, ...] = (makeup(first, letter, language),)
    return (*found, others(letter, language)) if len(letter.statements) > 1 else found

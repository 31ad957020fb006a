"""A statement of account as PDF: every installment, fee, interest period and payment of a debtor's cases, and what is owed.

Currencies are never added to each other. The figures are those of ``rules.account``; here they only become a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pyaddin.correspondence import formats
from pyaddin.correspondence.letter import account_tables as tables
from pyaddin.correspondence.letter import press
from pyaddin.correspondence.letter.boundary import Boundary
from pyaddin.correspondence.letter.paper import head, page_words, postal_lines, said
from pyaddin.correspondence.letter.stationery import Stationery
from pyaddin.correspondence.message import Sender
from pyaddin.labels import language_index
from pyaddin.records import dataclass
from pyaddin.rules.account import Account
from pyaddin.rules.case import CaseFile

LAYOUT = "statement"
ZERO = Decimal(0)

_WORDS: Mapping[str, tuple[str, str, str]] = {
    "title": ("Statement of account", "账户对账单", "帳戶對帳單"),
    "debtor": ("Debtor", "债务人", "債務人"),
    "creditor": ("Creditor", "债权人", "債權人"),
    "references": ("References", "编号", "編號"),
    "as-of": ("As of", "截至日期", "截至日期"),
    "counted": ("Payments counted up to", "付款统计至", "款項統計至"),
    "case": ("Reference {case}", "编号 {case}", "編號 {case}"),
    "case-product": ("Reference {case}: {product}", "编号 {case}：{product}", "編號 {case}：{product}"),
    "opened": ("Contract of {on}. {interest}", "合同日期：{on}。{interest}", "契約日期：{on}。{interest}"),
    "rate": ("Late interest {rate} a year, {day_count}.", "逾期利息年利率 {rate}，{day_count}。", "遲延利息年利率 {rate}，{day_count}。"),
    "dated-rate": ("Late interest at dated rates, {day_count}; see the table.", "逾期利息按分段利率计算，{day_count}；见明细表。",
                   "遲延利息按分段利率計算，{day_count}；見明細表。"),
    "dated-to-come": ("Late interest at the dated rates of the product, {day_count}.", "逾期利息按产品的分段利率计算，{day_count}。",
                      "遲延利息按產品的分段利率計算，{day_count}。"),
    "all": ("All references, each currency by itself", "各编号合计（各币种分别列示）", "各編號合計（各幣別分別列示）"),
    "currency": ("Currency", "币种", "幣別"),
    "number": ("References", "编号数", "編號數"),
    "arrears": ("Past due", "逾期", "逾期"),
    "interest-fees": ("Interest and fees", "利息和费用", "利息和費用"),
    "outstanding": ("Outstanding", "未清偿总额", "未清償總額"),
    "credit": ("Credit", "余款", "餘款"),
    "questions": (
        "If you think that a figure is not right, or if a payment is missing, please tell us; we will look into it. You can talk to {contact}{phone}, or"
        " write to {reply_to}.",
        "如果您认为某项金额有误或有付款未列入，请告诉我们，我们会核实。联系人：{contact}{phone}，电子邮件：{reply_to}。",
        "如果您認為某項金額有誤或有款項未列入，請告訴我們，我們會查證。聯絡人：{contact}{phone}，電子郵件：{reply_to}。",
    ),
    "phone": (", {phone}", "，电话：{phone}", "，電話：{phone}"),
    "complaints": ("Complaints: {line}", "投诉渠道：{line}", "申訴管道：{line}"),
    "foot": ("Statement of account, {debtor}, as of {on}", "账户对账单，{debtor}，截至{on}", "帳戶對帳單，{debtor}，截至{on}"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """One case of the statement: its facts, its account, and what is written beside its payments (id -> method, reference). ``bears_interest``: a rate of
    late interest holds for it on its day or later, its own or its product's, whether any has run yet or not."""

    file: CaseFile
    account: Account
    payments: Mapping[str, str]
    bears_interest: bool = False


def _w(key: str, language: str, **values: object) -> str:
    return _WORDS[key][language_index(language)].format(**values)


def section(stated: Stated, language: str, boundary: Boundary) -> dict[str, Any]:
    """Everything about one case as tables: the figures of the day, the account, the rows, the interest, what was taken back."""
    file = stated.file
    told = tables.Told(file.case, language, boundary, {plan.plan_id: plan for plan in file.plans}, stated.payments)
    case_id, product = boundary.line("case id", file.case.case_id), boundary.line("product", file.case.product)
    interest = tables.interest(told, stated.account)
    return {
        "title": _w("case-product", language, case=case_id, product=product) if product else _w("case", language, case=case_id),
        "about": _w("opened", language, on=formats.day(file.case.opened_on, language), interest=_interest(stated, told, interest is not None)).strip(),
        "figures": tables.figures_of_the_day(told, stated.account),
        "lines": tables.lines(told, stated.account),
        "rows": tables.installments(told, stated.account),
        "remarks": tables.remarks(told, stated.account),
        "interest": interest,
        "rounding": told.w("rounding") if interest else "",
        "void": tables.taken_back(told, stated.account),
    }


def _interest(stated: Stated, told: tables.Told, ran: bool) -> str:
    case, language = stated.file.case, told.language
    count = told.w(case.day_count)
    if case.annual_rate:
        return _w("rate", language, rate=tables.percent(case.annual_rate), day_count=count)
    if ran:
        return _w("dated-rate", language, day_count=count)
    return _w("dated-to-come", language, day_count=count) if stated.bears_interest else told.w("no-rate")


def _totals(cases: Sequence[Stated], language: str) -> tables.Table | None:
    """A row per currency; ``None`` for a single case, which has its own figures."""
    if len(cases) < 2:
        return None
    rows = []
    for currency in sorted({stated.file.case.currency for stated in cases}):
        mine = [stated.account.position for stated in cases if stated.file.case.currency == currency]
        sums = [
            sum((owed.arrears for owed in mine), ZERO), sum((owed.interest + owed.fees for owed in mine), ZERO),
            sum((owed.outstanding for owed in mine), ZERO), sum((owed.credit for owed in mine), ZERO),
        ]  # fmt: skip
        rows.append([currency, str(len(mine)), *(formats.figure(value, currency, language) for value in sums)])
    head_words = [_w(key, language) for key in ("currency", "number", "arrears", "interest-fees", "outstanding", "credit")]
    return tables.table(_w("all", language), head_words, rows, (1, 2, 3, 4, 5), 0)


def data(cases: Sequence[Stated], sender: Sender, counted_until: date, language: str, paper: Stationery) -> tuple[dict[str, Any], Boundary]:
    """All texts of the pages, and the boundary with what was left out of them."""
    boundary = Boundary()
    debtor, as_of = cases[0].file.debtor, cases[0].account.position.as_of
    name = boundary.line("debtor's name", debtor.name)
    ids = ("、" if language != "en" else ", ").join(boundary.line("case id", stated.file.case.case_id) for stated in cases)
    contact = boundary.line("contact person", sender.contact_person) or boundary.line("creditor's name", sender.name)
    phone = boundary.line("phone", sender.phone)
    reach = {"phone": _w("phone", language, phone=phone) if phone else "", "reply_to": boundary.line("reply_to", sender.reply_to)}
    asked = _w("questions", language, contact=contact, **reach)
    complaints = boundary.line("complaint line", sender.complaint_line)
    texts: dict[str, Any] = {
        "lang": language,
        "paper": paper.paper,
        "title": _w("title", language),
        "author": boundary.line("creditor's name", sender.name),
        "head": head(sender, boundary, paper),
        "facts": [
            [_w("creditor", language), boundary.line("creditor's name", sender.name)],
            [_w("debtor", language), said([name, *postal_lines(debtor, boundary, language)], language)],
            [_w("references", language), ids],
            [_w("as-of", language), formats.day(as_of, language)],
            [_w("counted", language), formats.day(counted_until, language)],
        ],
        "cases": [section(stated, language, boundary) for stated in cases],
        "totals": _totals(cases, language),
        "closing": [asked, *([_w("complaints", language, line=complaints)] if complaints else [])],
        "foot": _w("foot", language, debtor=name, on=formats.day(as_of, language)),
        "page": page_words(language),
    }
    return texts, boundary


def make(cases: Sequence[Stated], sender: Sender, counted_until: date, language: str, paper: Stationery) -> tuple[press.Page, tuple[str, ...]]:
    """The finished statement and a sentence for each text that lost characters. The cases are one debtor's, computed for one day.

    Raises ``press.Unprintable`` for a character that no shipped font has.
    """
    texts, boundary = data(cases, sender, counted_until, language, paper)
    return press.compile(LAYOUT, texts, on=cases[0].account.position.as_of), tuple(dict.fromkeys(boundary.told))

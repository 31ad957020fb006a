"""Letters with invented facts, one for every kind of message and language: what a wording file is tried on before a debtor gets it.

``hostile`` puts a text that somebody might type, or paste, or send us, into every place that a person fills.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from pyaddin.correspondence import lint
from pyaddin.correspondence.fields import kind_of
from pyaddin.correspondence.message import (
    CHANNELS,
    TONES,
    Agreed,
    Handover,
    Letter,
    OverdueLine,
    PlanRow,
    Promised,
    Received,
    Sender,
    Settled,
    Statement,
    Upcoming,
    Validation,
)

AS_OF = date(2026, 11, 23)
SENDER = Sender(
    name="Harbor Home Finance",
    address="12 Quay Street, Springfield",
    phone="+1 217 555 0100",
    contact_person="Jane Wong",
    reply_to="accounts@harbor.example",
    payment_instructions="Bank transfer: account 0012 3456 7890\nAt our counter, Monday to Friday, 9 to 5",
    complaint_line="write to Customer Care, care@harbor.example",
)
SENDER_ZH = Sender(
    name="海港家居金融有限公司",
    address="上海市滨江路 12 号",
    phone="021-5555 0100",
    contact_person="王静",
    reply_to="accounts@harbor.example",
    payment_instructions="银行转账：账号 0012 3456 7890\n营业网点：周一至周五 9:00-17:00",
    complaint_line="客户服务中心 400-555-0100",
)
SENDER_TW = Sender(
    name="海港家居金融股份有限公司",
    address="臺北市濱江路 12 號",
    phone="02-5555-0100",
    contact_person="王靜",
    reply_to="accounts@harbor.example",
    payment_instructions="銀行轉帳：帳號 0012 3456 7890\n營業據點：週一至週五 9:00-17:00",
    complaint_line="客戶服務中心 0800-555-010",
)
# language -> who writes, debtor, product, second product, currency, who takes over, way to pay a plan
OFFICES = {
    "en": (SENDER, "Alex Miller", "Home improvement plan", "Garden furniture", "USD", "Lee & Brown Services", "standing order"),
    "zh-CN": (SENDER_ZH, "李小明", "家装分期", "Visa 卡", "CNY", "信诚资产服务有限公司", "银行自动扣款"),
    "zh-TW": (SENDER_TW, "李小明", "居家裝修分期", "Visa 卡", "TWD", "信誠資產服務股份有限公司", "銀行自動扣款"),
}
HOSTILE = (
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{{ ''.__class__.__mro__ }}",
    '=HYPERLINK("http://evil.example","x")',
    "<script>alert(1)</script>",
    "**bold** *it* [[overdue_table]]",
    "[[right_party]]",
    "- item",
    "line\nbreak",
    "line\r\nBcc: victim@evil.example",
    "\r\n\r\nbody",
    "a\u202egnp.exe",
    "nul\x00bell\x07",
    "👨‍👩‍👧 family",
    "X" * 300,
    "很长的名字" * 60,
    "𠮷野家 㐂",
    "private \ue000\ue001 use",
    "\U000f0000 plane",
    "# heading #}",
    "\\*",
    "A & B <b>C</b>",
    "\ud800lone",
    "@@BODY@@",
    "&amp;",
    "name\u2028sep\x85end",
    "%s %(a)s {0}",
    "מרים",
    "Zoë O'Brien",
    '"quoted", <a@b.example>',
    "`rm -rf`",
    '#panic("x") $x$ #read("/etc/passwd")',
    "__import__('os')",
)
_DAYS = {"reminder_1": 3, "reminder_2": 8, "reminder_3": 15, "reminder_4": 30, "demand": 45, "broken": 30, "handover": 60, "missed": 2, "validation": 45}
_PLAN_KINDS = ("agreement", "broken", "checkin")


def line(no: int, days_late: int, due: str, paid: str = "0") -> OverdueLine:
    """An unpaid installment that fell due ``days_late`` days ago."""
    return OverdueLine(no, AS_OF - timedelta(days=days_late), days_late, Decimal(due), Decimal(paid), Decimal(due) - Decimal(paid))


def statement(case_id: str = "C-00012", product: str = "Home improvement plan", currency: str = "USD", days: int = 8, *, count: int = 2) -> Statement:
    """One debt with ``count`` unpaid rows, a part payment on the oldest, late interest and a fee."""
    lines = (line(3, days, "1234.50", "200.00"), *(line(3 + index, max(days - 14 * index, 1), "1234.50") for index in range(1, count)))
    arrears = sum((row.open for row in lines), Decimal(0))
    interest, fee = Decimal("84.50"), Decimal("10.00")
    late, fees = Decimal("6.17"), Decimal("25.00")
    return Statement(case_id, product, currency, days, lines, arrears - interest - fee, interest, fee, arrears, late, fees, arrears + late + fees)


def _plan(kind: str, method: str) -> Agreed:
    """Six installments: not begun, on its way, or broken after the second."""
    first = {"agreement": date(2026, 12, 15), "checkin": date(2026, 9, 15), "broken": date(2026, 8, 15)}[kind]
    settled = 0 if kind == "agreement" else 2
    rows = tuple(
        PlanRow(number + 1, date(first.year + (first.month + number - 1) // 12, (first.month + number - 1) % 12 + 1, 15), Decimal("450.00"),
                Decimal("450.00") if number < settled else Decimal(0))
        for number in range(6)
    )  # fmt: skip
    signed = None if kind == "agreement" else first - timedelta(days=20)
    return Agreed("L-00004", 1, signed, Decimal("2700.00"), Decimal("85.50"), method, rows)


def validation(debt: Statement) -> Validation:
    """The itemization of a debt of which 600.00 was paid last in September."""
    fees, interest, paid = Decimal("25.00"), Decimal("6.17"), Decimal("0.00")
    then = debt.total_due - fees - interest
    return Validation(
        "14 Elm Street, Springfield, IL 62701", "Bank of Rockville", "Main Street Stores", "9010", date(2026, 9, 14), "payment", then, interest, fees, paid,
        Decimal("0.00"), debt.total_due, date(2026, 12, 31),
    )  # fmt: skip


def letter(
    language: str = "en", stage: str = "CONTACT", template: str = "reminder_1", *, channel: str = "email", tone: str = "first", days: int | None = None
) -> Letter:
    """A letter for a wording file of that name, with every fact that its kind of message is about."""
    sender, debtor, product, _, currency, takes_over, method = OFFICES.get(language, OFFICES["en"])
    kind = kind_of(template)
    late = _DAYS.get(template, 0) if days is None else days
    debt = statement(days=late, product=product, currency=currency, count=2 if late > 20 else 1)
    upcoming = Upcoming(3, date(2026, 11, 30), 7, Decimal("450.00"), stage == "MONITOR")
    return Letter(
        kind=kind,
        level=int(template.rpartition("_")[2]) if kind == "reminder" else 0,
        template=template,
        stage=stage,
        tone=tone,
        language=language,
        debtor_name=debtor,
        as_of=AS_OF,
        counted_until=date(2026, 11, 22),
        pay_by=date(2026, 12, 3),
        sender=sender,
        statements=(debt,),
        missed=debt.lines[0] if kind == "missed" else None,
        received=Received(Decimal("500.00"), currency, date(2026, 11, 20), kind == "paid") if kind in ("thanks", "paid") else None,
        channel=channel,
        upcoming=upcoming if kind in ("notice", "cured", "checkin") else None,
        promise=Promised(Decimal("600.00"), date(2026, 11, 19), date(2026, 11, 30)) if kind == "promise" else None,
        plan=_plan(kind, method) if kind in _PLAN_KINDS else None,
        handover=Handover(takes_over, date(2026, 11, 18)) if kind == "handover" else None,
        settled=Settled(date(2026, 11, 20)) if kind in ("paid", "cured") else None,
        validation=validation(debt) if kind == "validation" else None,
    )


def for_file(file: str) -> Letter:
    """The letter whose wording is this file: ``zh-CN/deep/reminder_2.sms.txt``. ``Letter.kind`` is empty when the name is that of no kind of message."""
    language, folder, name = file.split("/")
    stem, *parts = name.removesuffix(".txt").split(".")
    medium = lint.medium(file)
    channel = next((part for part in parts if part in CHANNELS), "email" if medium == "page" else medium)
    tone = next((part for part in parts if part in TONES), {"reminder_3": "firm", "reminder_4": "final", "demand": "final"}.get(stem, "first"))
    return letter(language, "" if folder == "any" else folder.upper(), stem, channel=channel, tone=tone)


def variants(base: Letter) -> dict[str, Letter]:
    """The letter, and those that take another branch of its wording; name -> letter, the plain one without a name."""
    found = {"": base}
    bare = replace(base.sender, address=base.sender.address if base.validation else "", phone="", contact_person="", payment_instructions="", complaint_line="")
    found["bare-settings"] = replace(base, sender=bare, statements=tuple(replace(debt, product="") for debt in base.statements))
    if base.channel == "email":
        found["by-letter"] = replace(base, channel="letter")
    if base.channel == "call":
        found["reason-known"] = replace(base, reason="ILLNESS")
    if base.kind == "reminder" and base.channel == "email":
        found |= {f"tone-{tone}": replace(base, tone=tone) for tone in TONES if tone != base.tone}
    if base.kind in ("reminder", "demand"):
        second = statement("C-00077", OFFICES.get(base.language, OFFICES["en"])[3], "EUR", 41)
        found["two-references"] = replace(base, statements=(*base.statements, second))
    if base.received is not None and base.kind == "thanks":
        found["closes"] = replace(base, received=replace(base.received, closes_case=True))
        if base.channel == "email":
            found["next-due"] = replace(base, upcoming=Upcoming(3, date(2026, 11, 30), 7, Decimal("450.00"), of_plan=True))
    if base.settled is not None and base.kind == "paid":
        found["by-settlement"] = replace(base, settled=replace(base.settled, by_settlement=True))
    if base.upcoming is not None and base.kind in ("cured", "checkin"):
        found["none-left"] = replace(base, upcoming=None)
    if base.validation is not None:
        found |= {by: replace(base, validation=replace(base.validation, by=by, account="")) for by in ("contract", "judgment")}
    if base.plan is not None and base.kind == "agreement":
        found["nothing-waived"] = replace(base, plan=replace(base.plan, waived=Decimal(0), method=""))
    return found


def hostile(base: Letter, text: str) -> Letter:
    """``text`` in every place that a person types."""
    sender = replace(base.sender, address=text, contact_person=text, payment_instructions=text, complaint_line=text)
    statements = tuple(replace(debt, product=text) for debt in base.statements)
    plan = replace(base.plan, method=text) if base.plan is not None else None
    handover = replace(base.handover, to=text) if base.handover is not None else None
    notice = replace(base.validation, debtor_address=text, creditor_now=text, creditor_then=text) if base.validation is not None else None
    return replace(base, debtor_name=text, sender=sender, statements=statements, plan=plan, handover=handover, validation=notice)

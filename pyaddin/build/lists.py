"""The ``Lists`` sheet: every code list with its English label, each under a defined name that drop-downs point to."""

from __future__ import annotations

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pyaddin.build.styles import ACCENT, ACCENT_SOFT, LINE, MUTED, TEXT_FORMAT, WHITE, Styles
from pyaddin.ledger import schema

LISTS = schema.LIST_NAMES
PER_BAND = 5

LABELS: dict[str, str] = {
    "CONTACT": "1 First contact", "DEEP": "2 Deep communication", "NEGOTIATE": "3 Negotiation", "MONITOR": "4 Monitoring the plan",
    "DISPOSITION": "5 Final disposition", "CLOSED": "Closed",
    "PAID": "Paid in full", "CURED": "Arrears paid, debt goes on", "SETTLED": "Settled for less", "WRITTEN_OFF": "Written off",
    "INSOLVENT": "Debtor insolvent",
    "DECEASED": "Debtor has died", "INVALID": "Debt not valid", "TRANSFERRED": "Handed to someone else", "TIME_BARRED": "Time-barred",
    "DISPUTE": "Debtor disputes the debt", "MORATORIUM": "Breathing space by law", "INSOLVENCY": "Insolvency notice", "VULNERABLE": "Vulnerable person",
    "COMPLAINT": "Complaint open", "CEASE": "Asked us to stop writing", "COUNSEL": "Represented by a lawyer", "MINOR": "Debtor is a minor",
    "WRONG_PARTY": "Not the right person", "IDENTITY": "Identity in doubt", "LITIGATION": "Before a court", "MANUAL": "Stopped by a clerk",
    "PROMISE": "Promise to pay is open", "SIGNED_PLAN": "Signed plan is running", "OPT_OUT": "Channel refused", "DATA": "A row cannot be read",
    "FORGOT": "Forgot", "INCOME_LOSS": "Lost income", "ILLNESS": "Illness", "FAMILY": "Family matter", "OVER_INDEBTED": "Too many debts", "AWAY": "Away",
    "REFUSES": "Refuses to pay", "OTHER": "Other reason",
    "consumer": "Person", "business": "Firm", "en": "English", "zh-CN": "Simplified Chinese", "zh-TW": "Traditional Chinese",
    "email": "Email", "letter": "Letter", "sms": "Text message", "call": "Phone call", "robo": "Automatic call", "voicemail": "Voicemail", "im": "Messenger",
    "visit": "Visit",
    "act/365": "Real days, year of 365", "act/360": "Real days, year of 360", "act/actual": "Real days, real year", "30/360": "Months of 30 days",
    "open": "Not yet due, or still open", "due": "Due, within grace", "partly paid": "Partly paid", "missed": "Missed", "paid": "Paid",
    "superseded": "Replaced by a newer one",
    "fee": "Fee", "cost": "Cost", "waiver": "Given up", "write-off": "Written off", "judgment": "Court judgment", "refund": "Paid back",
    "correction": "Correction",
    "penalty": "Penalty", "interest": "Interest", "principal": "Principal",
    "installment": "Installments", "deferral": "Payment later", "settlement": "Settlement for less",
    "proposed": "Offered", "signed": "Signed by both", "kept": "Kept", "broken": "Broken", "withdrawn": "Withdrawn", "partly kept": "Partly kept",
    "weekly": "Every week", "15-day": "Every 15 days", "30-day": "Every 30 days", "monthly": "Every month", "2-monthly": "Every second month",
    "out": "From us", "in": "From the debtor", "collection": "About the debt", "service": "About the service", "statutory": "Required by law",
    "legal": "Legal step",
    "sent": "Sent", "queued": "Waiting, or a task for a person", "blocked": "Not allowed now", "failed": "Could not be sent",
    "unknown": "In doubt, check by hand",
    "delivered": "Arrived", "bounced": "Came back", "posted": "Posted", "reached": "Talked to the debtor", "no answer": "No answer",
    "voicemail left": "Message left",
    "promise": "Promised to pay", "refused": "Refused to pay", "dispute": "Disputed", "hardship": "Told of hardship", "wrong party": "Not the debtor",
    "calm": "Calm", "worried": "Worried", "upset": "Upset", "hostile": "Hostile", "case": "One case", "debtor": "All cases of a debtor",
    "address": "One address or number",
    "sue": "Go to court", "settle": "Settle", "wait": "Wait", "write off": "Write off",
    "T1": "Collection begins", "T2": "To deep communication", "T3": "To negotiation", "T4": "Plan signed", "T5": "Offer lapsed",
    "T6": "New plan needed", "T7": "Plan broken",
    "T8": "To disposition (supervisor)", "T9": "Settlement offer", "T10": "Paid in full", "T11": "Arrears paid", "T11b": "Plan fulfilled",
    "T12": "Closed (supervisor)",
    "T13": "Reopened", "daily": "Daily check", "button": "By a click", "friendly": "Friendly", "firm": "Firm", "final": "Final demand",
    "yes": "Yes", "no": "No", "low": "Low risk", "middle": "Middle risk", "high": "High risk",
}  # fmt: skip


def label(list_name: str, code: str) -> str:
    """The English words for a code; ``weekly`` is a run and a rhythm at once."""
    if list_name == "List_RunKind" and code == "weekly":
        return "Weekly run"
    if list_name == "List_Hold" and code == "DISPUTE" or code == "dispute":
        return "Debtor disputes the debt"
    return LABELS[code]


def write(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    """Fill the sheet, define one name per list and protect it (no password)."""
    title = styles.of(bold=True, font_color=WHITE, bg_color=ACCENT, indent=1)
    sub = styles.of(font_color=MUTED, bg_color=ACCENT_SOFT, indent=1, italic=True)
    code_style = styles.of(num_format=TEXT_FORMAT, indent=1, bottom=1, bottom_color=LINE)
    label_style = styles.of(num_format=TEXT_FORMAT, indent=1, bottom=1, bottom_color=LINE, font_color=MUTED)
    sheet.set_default_row(18)
    widths: dict[int, int] = {}
    top = 0
    names = list(LISTS)
    for start in range(0, len(names), PER_BAND):
        band = names[start : start + PER_BAND]
        for place, name in enumerate(band):
            codes, column = LISTS[name], place * 3
            sheet.write_string(top, column, name.removeprefix("List_"), title)
            sheet.write_blank(top, column + 1, None, title)
            sheet.write_string(top + 1, column, "Code", sub)
            sheet.write_string(top + 1, column + 1, "Meaning", sub)
            for row, code in enumerate(codes, start=top + 2):
                sheet.write_string(row, column, code, code_style)
                sheet.write_string(row, column + 1, label(name, code), label_style)
            widths[column] = max(widths.get(column, 12), *(len(code) + 3 for code in codes))
            widths[column + 1] = max(widths.get(column + 1, 14), *(len(label(name, code)) + 2 for code in codes))
            widths[column + 2] = 2
            book.define_name(name, f"=Lists!{xl_range_abs(top + 2, column, top + len(codes) + 1, column)}")
        top += 3 + max(len(LISTS[name]) for name in band)
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    sheet.protect("", {"format_columns": True, "select_locked_cells": True})

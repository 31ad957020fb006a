"""The settings of an office: each key with its default, its meaning and where the default comes from.

The Settings sheet is built from ``KEYS`` and read back by ``read``; a value that cannot be read is told as a fault and its
default is used, except where guessing would be unsafe (then the caller blocks sending).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation

from pyaddin.errors import Fault
from pyaddin.labels import folded, spellings
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One row of the Settings sheet."""

    name: str
    kind: str  # text, date, integer, decimal, time, yes_no, code
    default: str
    meaning: str
    source: str = "house default"
    codes: tuple[str, ...] = ()
    labels: str = ""  # the list of labels.LABELS that names the codes


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COMPONENT_WORDS = ("penalty", "fee", "interest", "principal")
NEVER_RUN = date(2000, 1, 1)
"""Before every day of a ledger: what stands for the as-of date until the first run."""
DEFAULT_BUCKETS = "1-3,4-7,8-30,31-60,61-90,91-120,121-180,>180"

KEYS: tuple[Key, ...] = (
    Key("as_of", "date", "", "Date for which the computed columns were last computed. Written by the program; named AsOf."),
    Key("archived_ids", "text", "", "Largest ids of rows that were archived, so that none is given twice. Written by the program."),
    Key("ledger_language", "code", "en", "Language of this workbook.", codes=("en", "zh-CN", "zh-TW"), labels="Language"),
    Key("creditor_name", "text", "", "Who the money is owed to; stands in every letter."),
    Key("creditor_address", "text", "", "Postal address of the creditor."),
    Key("creditor_phone", "text", "", "Phone for debtors."),
    Key("contact_person", "text", "", "Who debtors can talk to."),
    Key("reply_to", "text", "", "Email address for answers; a message without it is not sent."),
    Key("payment_instructions", "text", "", "How to pay: account, reference, counter ..."),
    Key("complaint_line", "text", "", "Where a debtor can complain."),
    Key("logo", "text", "", "Picture in the letterhead: name of a PNG or JPEG file in the ledger's folder; blank = the creditor's name."),
    Key("iban", "text", "", "Account for the payment slip of letters; its checksum is checked. With euros the slip carries a transfer code.", "ISO 13616; EPC069-12"),
    Key("bic", "text", "", "BIC of that account; blank = not printed."),
    Key("payment_url", "text", "", "Payment page for the code on the slip (https); {reference}, {amount}, {currency} are filled in. Blank = no code."),
    Key("letter_paper", "code", "a4", "Paper of letters.", codes=("a4", "us-letter"), labels="Paper"),
    Key("letter_window", "code", "din-b", "Envelope of letters: din-b = window left (DIN 5008 B), us-10 = number 10 with window, china = Chinese layout, none = no window.", "DIN 5008; USPS DMM 601", ("din-b", "us-10", "china", "none"), "Window"),
    Key("office_language", "code", "en", "Language of reports.", codes=("en", "zh-CN", "zh-TW"), labels="Language"),
    Key("time_zone", "text", "Asia/Shanghai", "Time zone of the office (IANA): decides what 'today' is."),
    Key("send_time", "time", "10:00", "Planned hour of messages, in the debtor's own time zone."),
    Key("jurisdiction", "text", "", "Country whose rules apply where a debtor has none of its own; blank = the debtor's country must be filled."),
    Key("actor_role", "code", "", "Who we are; blank = not said yet, then the strictest rules hold.", codes=("creditor", "agency", "debt_buyer"), labels="ActorRole"),
    Key("debt_class", "code", "", "Whose debts these are; blank = not said yet, then the strictest rules hold.", codes=("consumer", "business"), labels="DebtClass"),
    Key("current_creditor", "text", "", "United States, agency: whom the debts of this ledger are owed to now. A debt buyer leaves it blank: that is creditor_name.", "12 CFR 1006.34(c)(2)(v)"),
    Key("itemization_creditor", "text", "", "United States, agency or debt buyer: whom they were owed to on the itemization date (docs/united-states.md).", "12 CFR 1006.34(c)(2)(iii)"),
    Key("grace_days", "integer", "0", "Days after the due date before an installment counts as missed."),
    Key("tolerance_amount", "decimal", "1.00", "Shortfall per installment and per case that nobody is written to for.", "domain-rules R4, R7"),
    Key("tolerance_percent", "decimal", "0", "Shortfall in percent of the installment; tolerance_mode says which of both counts. 0 = not used.", "domain-rules R7"),
    Key("tolerance_mode", "code", "max", "max = the larger of tolerance_amount and tolerance_percent counts, min = the smaller.", "domain-rules R7; Pismo overdue tolerance", ("max", "min")),
    Key("allocation_order", "text", "penalty,fee,interest,principal", "Order within an installment in which money is allocated.", "Civil Code of the PRC art. 561: costs, interest, principal"),
    Key("allocation_order_late", "text", "", "Other order from allocation_late_from days past due on, for example principal,interest,fee,penalty.", "bank card contracts, domain-rules R10"),
    Key("allocation_late_from", "integer", "91", "First day past due on which allocation_order_late applies.", "domain-rules R10"),
    Key("future_payments", "code", "next", "Where early money goes: the next row, the last row, or spread over all.", "domain-rules R11", ("next", "last", "re-amortize"), "FuturePayments"),
    Key("buckets", "text", DEFAULT_BUCKETS, "Ranges of days past due.", "domain-rules R6"),
    Key("min_gap_days", "integer", "6", "Least days between two reminders of a debt, whatever the channel.", "domain-rules R29: from Tuesday to Monday"),
    Key("upset_gap_days", "integer", "14", "Least days between a talk in which the debtor was upset or refused and the next message about paying.", "collection process 3.1"),
    Key("first_contact_days", "integer", "3", "First contact is late when none was tried by due date + this many days.", "collection process 2.1"),
    Key("level_mode", "code", "next", "next = one level a run; highest = the highest level that is due.", "domain-rules 5.2", ("next", "highest"), "LevelMode"),
    Key("promise_grace_days", "integer", "3", "Working days after a promised date before it is judged.", "domain-rules R23"),
    Key("waiver_limit", "decimal", "0", "A waiver above this amount needs a supervisor's approval."),
    Key("round_money", "decimal", "", "Coarser rounding of interest, for example 1 or 0.05; blank = the currency's cent.", "domain-rules R14"),
    Key("interest_during_dispute", "yes_no", "yes", "Whether late interest runs while a dispute is open.", "domain-rules 5.3"),
    Key("bank_data_until", "date", "", "Payments are entered up to this day; printed in every message."),
    Key("bank_data_max_age_days", "integer", "", "No reminders when bank_data_until is older than this many days; blank = not checked."),
    Key("bank_book_from", "integer", "", "Confidence (0 to 100) from which a line of a bank statement is booked by itself on the suggested case; blank = never.", "domain-rules R9; rules/matching"),
    Key("transport", "code", "folder", "folder writes emails to files and sends nothing; smtp sends them through the mail account below.", codes=("folder", "smtp"), labels="Transport"),
    Key("smtp_host", "text", "", "Name of the outgoing mail server. Only with transport smtp; the password is kept by `mail-password`, never here."),
    Key("smtp_port", "integer", "", "Port of the mail server; blank = 465 for tls, 587 for starttls."),
    Key("smtp_security", "code", "tls", "How the connection is encrypted: tls from the first byte, or starttls after the greeting. There is no way without.", "RFC 8314", ("tls", "starttls")),
    Key("smtp_user", "text", "", "Login name of the mail account."),
    Key("smtp_login", "code", "password", "password (also an app password), xoauth2 (token command of the user who sends), or none for a relay that asks for no login.", codes=("password", "xoauth2", "none")),
    Key("smtp_from", "text", "", "Address that messages come from and bounces go to; blank = reply_to."),
    Key("smtp_failures", "integer", "5", "Failures in a row after which a run stops sending; what is left stays queued."),
    Key("imap_host", "text", "", "Mail server on which answers are read; blank = answers are not read from a mailbox."),
    Key("imap_port", "integer", "993", "Its port: 993 with tls, 143 with starttls."),
    Key("imap_security", "code", "tls", "How the connection is protected.", codes=("tls", "starttls")),
    Key("imap_user", "text", "", "Login name of the mailbox; blank = reply_to. The password is never kept in the workbook."),
    Key("imap_login", "code", "password", "How to log in: a stored password, or an access token from a command (xoauth2).", codes=("password", "xoauth2")),
    Key("imap_folder", "text", "INBOX", "Folder of the mailbox in which answers arrive."),
    Key("redirect_all_to", "text", "", "Test address that receives every message instead of the debtors."),
    Key("daily_cap", "integer", "", "Most messages a day; blank = no cap."),
    Key("run_max_messages", "integer", "", "A run that would send more stops and asks; blank = no limit."),
    Key("recall_minutes", "integer", "10", "Minutes in which messages sent from an open workbook can be taken back; 0 = they leave at once."),
    Key("least_days_to_pay", "integer", "3", "Least days to its date to pay by with which a message that was released or recalled late, or could not be sent at once, still leaves; with fewer it is made anew.", "domain-rules 5.2 (final demand with 10 days)"),
    Key("send_while_open", "yes_no", "no", "yes = a run sends although the ledger is open and may lack what was just typed; no = its messages wait until it was closed and asked again."),
    Key("weekly_on", "code", "monday", "Weekday of the weekly run that the scheduler makes.", codes=WEEKDAYS, labels="Weekday"),
    Key("weekly_at", "time", "08:00", "Hour of the weekly run, in time_zone."),
    Key("daily_at", "time", "", "Hour of the daily check on the other days, in time_zone; blank = no daily check."),
    Key("report_to", "text", "", "Email address that gets the report of each run of the scheduler; blank = nobody."),
    Key("retention_months", "integer", "", "Months after a case is closed during which the debtor's data are kept; blank = as the rule packs say.", "domain-rules; docs/privacy.md"),
    Key("supervisors", "text", "", "Names of those who may approve, separated by commas."),
    Key("watch_days", "integer", "30", "Days after a cure within which new arrears reopen the same episode.", "domain-rules T11"),
    Key("notice_days", "integer", "3", "Days before its due date on which an installment of a signed plan is told; without daily checks the weekly run looks a week ahead; 0 = never.", "collection process 2.4"),
    Key("plan_check_days", "integer", "30", "Days without a word with the debtor after which a plan that is kept gets a check-in; 0 = never.", "collection process 2.4"),
    Key("offer_days", "integer", "14", "Days after which a negotiation without a signed plan goes back to deep communication.", "domain-rules T5"),
    Key("replan_cap", "integer", "2", "Most new plan versions in twelve months.", "domain-rules R21"),
    Key("plan_cap_months", "integer", "60", "A plan that lasts longer needs a supervisor's approval.", "domain-rules R21; PRC credit card measures art. 70"),
    Key("plan_rate", "decimal", "", "Interest a year that an agreed plan bears, 0.06 = 6 %; blank = none, late interest ends with the agreement."),
    Key("pay_now_days", "integer", "7", "Days within which a payment counts as paid now in an offer."),
    Key("offer_counts", "text", "3,6,12", "Round numbers of monthly installments that are offered beside what the debtor can afford."),
    Key("deferral_months", "integer", "2", "Months without payment in the offer to pay later."),
    Key("waive_percent", "decimal", "100", "Percent of late interest and fees that the offer to pay now gives up."),
    Key("settlement_percent", "decimal", "80", "Percent of the whole debt that is taken in settlement."),
    Key("settlement_from", "integer", "90", "Days past due from which a settlement is offered.", "house default; 65 FR 36903: substandard at 90 days"),
    Key("token_amount", "decimal", "10", "Least amount a month for each creditor when the surplus is shared; smaller shares are raised to it where the surplus reaches.", "domain-rules R22"),
    Key("budget_max_age_days", "integer", "90", "A budget older than this many days is asked for again."),
)
BY_NAME: dict[str, Key] = {key.name: key for key in KEYS}


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, typed. Blank numbers and dates are ``None``. ``practice``: they are those of a practice ledger, from which nothing leaves."""

    values: Mapping[str, object]
    practice: bool = False

    def text(self, name: str) -> str:
        """A setting as text; blank where nothing is typed and nothing is the default."""
        value = self.values[name]
        return "" if value is None else str(value)

    def integer(self, name: str) -> int | None:
        """A whole number; ``None`` where the setting may be blank and is."""
        value = self.values[name]
        assert value is None or isinstance(value, int)
        return value

    def days(self, name: str) -> int:
        """An integer setting that has a default and so always a value."""
        value = self.integer(name)
        return int(BY_NAME[name].default) if value is None else value

    def decimal(self, name: str) -> Decimal | None:
        """An exact number (an amount, or a percentage); ``None`` where the setting may be blank and is."""
        value = self.values[name]
        assert value is None or isinstance(value, Decimal)
        return value

    def day(self, name: str) -> date | None:
        """A date; ``None`` where the setting is blank."""
        value = self.values[name]
        assert value is None or isinstance(value, date)
        return value

    def clock_time(self, name: str) -> time:
        """A time of day in the office's time zone; such a setting is never blank."""
        value = self.values[name]
        assert isinstance(value, time)
        return value

    def hour(self, name: str) -> time | None:
        """A time of day that may be left blank."""
        value = self.values[name]
        assert value is None or isinstance(value, time)
        return value

    def yes(self, name: str) -> bool:
        """Whether a setting of yes or no says yes."""
        return self.values[name] == "yes"

    def words(self, name: str) -> tuple[str, ...]:
        """A comma list."""
        return tuple(word.strip() for word in self.text(name).split(",") if word.strip())


def _integer(text: str) -> int:
    number = Decimal(text)
    if number != number.to_integral_value() or not 0 <= number <= 100_000:
        raise ValueError(text)
    return int(number)


_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
"""Commas that can only part thousands; in 1,50 it would be a decimal comma, and 150 the wrong amount."""


def _decimal(text: str) -> Decimal:
    number = Decimal(text.replace(",", "") if _GROUPED.fullmatch(text) else text)
    if not number.is_finite() or not 0 <= number <= 1_000_000_000:
        raise ValueError(text)
    return number


_PARSERS: dict[str, Callable[[str], object]] = {
    "text": str,
    "code": str,
    "yes_no": str.lower,
    "integer": _integer,
    "decimal": _decimal,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def _parse(key: Key, raw: object) -> object:
    """One value as typed on the sheet; raises ``ValueError`` when it cannot be read."""
    if isinstance(raw, date) and key.kind == "date":
        return raw
    if isinstance(raw, time) and key.kind == "time":
        return raw
    text = ("" if raw is None else str(raw)).strip()
    if not text:
        text = key.default
    if not text and key.kind not in ("text", "code"):
        return None
    if not text and key.kind == "code":
        return ""
    if key.codes or key.kind == "yes_no":
        text = spellings(key.labels or "YesNo", key.codes or ("yes", "no")).get(folded(text), text)
    value = _PARSERS[key.kind](text)
    if key.codes and value not in key.codes or key.kind == "yes_no" and value not in ("yes", "no"):
        raise ValueError(text)
    return value


def read(rows: Mapping[str, tuple[int, object]]) -> tuple[Settings, list[Fault]]:
    """The Settings sheet (key -> Excel row and raw value) as typed settings, and what could not be read."""
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for key in KEYS:
        row, raw = rows.get(key.name, (None, None))
        try:
            values[key.name] = _parse(key, raw)
        except (ValueError, InvalidOperation):
            values[key.name] = _parse(key, None)
            faults.append(Fault("W-SETTING", "Settings", row, "Value", f"{key.name} = {raw}", f"Default used: {key.default or 'blank'}. {key.meaning}"))
    faults += [Fault("W-SETTING", "Settings", row, "Key", name, "No such setting; the row is not used.") for name, (row, _) in rows.items() if name not in BY_NAME]
    return Settings(values), faults

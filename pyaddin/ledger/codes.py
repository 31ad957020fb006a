"""The codes of the ledger: one list, in the order in which a drop-down shows them (design 3)."""

from __future__ import annotations

from pyaddin.labels import LANGUAGES

STAGES = ("CONTACT", "DEEP", "NEGOTIATE", "MONITOR", "DISPOSITION", "CLOSED")
OUTCOMES = ("PAID", "CURED", "SETTLED", "WRITTEN_OFF", "INSOLVENT", "DECEASED", "INVALID", "TRANSFERRED", "TIME_BARRED")
TYPED_HOLDS = (
    "DISPUTE",
    "MORATORIUM",
    "INSOLVENCY",
    "DECEASED",
    "VULNERABLE",
    "COMPLAINT",
    "CEASE",
    "COUNSEL",
    "MINOR",
    "WRONG_PARTY",
    "IDENTITY",
    "LITIGATION",
    "MANUAL",
)
COMPUTED_HOLDS = ("PROMISE", "SIGNED_PLAN", "OPT_OUT", "DATA")
REASON_CODES = ("FORGOT", "INCOME_LOSS", "ILLNESS", "FAMILY", "OVER_INDEBTED", "DISPUTE", "AWAY", "REFUSES", "OTHER")
DEBTOR_KINDS = ("consumer", "business")
PREFERRED_CHANNELS = ("email", "letter", "sms", "call")
CHANNELS = ("email", "letter", "sms", "call", "robo", "voicemail", "im", "visit")
DAY_COUNTS = ("act/365", "act/360", "act/actual", "30/360")
INSTALLMENT_STATES = ("open", "due", "partly paid", "missed", "paid", "superseded")
ADJUSTMENT_KINDS = ("fee", "cost", "waiver", "write-off", "judgment", "refund", "correction")
COMPONENTS = ("penalty", "fee", "interest", "principal")
PLAN_KINDS = ("installment", "deferral", "settlement")
PLAN_STATES = ("proposed", "signed", "kept", "broken", "superseded", "withdrawn")
FREQUENCIES = ("weekly", "15-day", "30-day", "monthly", "2-monthly")
PROMISE_STATES = ("open", "kept", "partly kept", "broken", "withdrawn", "superseded")
DIRECTIONS = ("out", "in")
MESSAGE_CLASSES = ("collection", "service", "statutory", "legal")
RESULTS = (
    "sent",
    "queued",
    "blocked",
    "failed",
    "unknown",
    "delivered",
    "bounced",
    "posted",
    "reached",
    "no answer",
    "voicemail left",
    "promise",
    "refused",
    "dispute",
    "hardship",
    "wrong party",
)
LOGGED_RESULTS = tuple(result for result in RESULTS if result not in ("queued", "blocked", "unknown"))
"""What a person can say of a contact; the other results are the program's."""
SENTIMENTS = ("calm", "worried", "upset", "hostile")
HOLD_SCOPES = ("case", "debtor", "address")
RULES = ("T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T11b", "T12", "T13")
RUN_KINDS = ("weekly", "daily", "button")
TONES = ("friendly", "calm", "firm", "final")
YES_NO = ("yes", "no")
RECOMMENDATIONS = ("sue", "settle", "wait", "write off")
RISKS = ("low", "middle", "high")
COST_LINES = ("housing", "utilities", "food", "transport", "health", "other debts", "other costs")
BANK_STATES = ("unmatched", "booked", "ignored")
RESTART_EVENTS = ("demand", "acknowledgment", "part payment", "agreement", "suit")

# the name under which a workbook keeps each list for its drop-downs
LIST_NAMES: dict[str, tuple[str, ...]] = {
    "List_Stage": STAGES,
    "List_Outcome": OUTCOMES,
    "List_Hold": TYPED_HOLDS + COMPUTED_HOLDS,
    "List_HoldScope": HOLD_SCOPES,
    "List_Reason": REASON_CODES,
    "List_Kind": DEBTOR_KINDS,
    "List_Language": LANGUAGES,
    "List_Preferred": PREFERRED_CHANNELS,
    "List_Channel": CHANNELS,
    "List_DayCount": DAY_COUNTS,
    "List_InstallmentStatus": INSTALLMENT_STATES,
    "List_AdjustmentKind": ADJUSTMENT_KINDS,
    "List_Component": COMPONENTS,
    "List_PlanKind": PLAN_KINDS,
    "List_PlanStatus": PLAN_STATES,
    "List_Frequency": FREQUENCIES,
    "List_PromiseStatus": PROMISE_STATES,
    "List_Direction": DIRECTIONS,
    "List_Class": MESSAGE_CLASSES,
    "List_Result": RESULTS,
    "List_Sentiment": SENTIMENTS,
    "List_Recommendation": RECOMMENDATIONS,
    "List_Rule": RULES,
    "List_RunKind": RUN_KINDS,
    "List_Tone": TONES,
    "List_YesNo": YES_NO,
    "List_Risk": RISKS,
    "List_BankState": BANK_STATES,
    "List_CostLine": COST_LINES,
    "List_RestartEvent": RESTART_EVENTS,
}

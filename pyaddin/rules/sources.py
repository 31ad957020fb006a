"""Where a rule comes from: the paper, the article or the law behind each rule id, so that a clerk can look it up.

Rules of the packs carry their own citation (``packs.Rule.cite``); this is everything else. Sections are those of the domain rules; "process" is the
collection process, "design" the command contract.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.rules.process import STEPS

_EXACT: Mapping[str, str] = {
    "R1": "domain-rules 5.4 R1 (Fineract F1, ERPNext E1)", "R3": "domain-rules 5.4 R3 (Fineract F1)", "R4": "domain-rules 5.4 R4",
    "R5": "domain-rules 5.4 R5 (UK Breathing Space)", "R6": "domain-rules 5.4 R6", "R7": "domain-rules 5.4 R7", "R8": "domain-rules 5.5 R8 (Fineract F4)",
    "R10": "domain-rules 5.5 R10, R11 (Civil Code 561; US Rule)", "R12": "domain-rules 5.5 R12", "R13": "domain-rules 5.6 R13 (contract rate)",
    "R14": "domain-rules 5.6 R14", "R15": "domain-rules 5.6 R15 (contract reference)", "R16": "domain-rules 5.6 R16",
    "R21": "domain-rules 5.7 R21 (PRC card measures art. 70)", "R21a": "domain-rules 5.7 R21a", "R22": "domain-rules 5.7 R22",
    "R23": "domain-rules 5.8 R23 (SAP promise to pay); 5.3, R5 (days of a moratorium: Breathing Space regulations, reg. 11)", "R24": "domain-rules 5.8 R24 (SAP S4)", "R25": "domain-rules 5.8 R25",
    "R26": "domain-rules 5.8 R26; 5.3, R5 (days of a moratorium: Breathing Space regulations, reg. 11)", "R27": "domain-rules 5.9 R27; design 3", "R28": "domain-rules 5.9 R28", "R29": "domain-rules 5.9 R29",
    "5.10": "domain-rules 5.10 (SAP S7, S8)", "5.3": "domain-rules 5.3", "T12": "domain-rules 5.2 T12", "DESIGN": "design 4",
    "LEVEL": "domain-rules 5.2; sheet Levels", "LEVEL-RISK": "sheet Levels; process 3.2", "LEVEL-GAP": "domain-rules 5.9 R29; setting min_gap_days",
    "LEVEL-DAY": "domain-rules 5.2; sheet Levels, From day", "LEVEL-STAGE": "domain-rules 5.2; sheet Levels, Stage", "LEVEL-TOP": "domain-rules 5.2; sheet Levels",
    "LEVEL-PENDING": "domain-rules 5.2 (OCA PR 122)", "LEVEL-WEEKLY": "domain-rules 5.9 R29", "STAGE": "domain-rules 5.2", "NOT-DUE": "domain-rules 5.4 R4",
    "TOLERANCE": "domain-rules 5.4 R7; setting tolerance_amount", "GROUPED": "domain-rules 5.9 R28", "MISSED": "domain-rules 5.8 R26",
    "THANKS": "domain-rules 5.9 R29", "APPROVAL": "sheet Levels, Needs approval; domain-rules 5.3", "NO-CHANNEL": "design 3; sheets Levels and Debtors",
    "BANK-WAITS": "field notes 4.5", "BANK-UNMATCHED": "field notes 4.5", "BANK-DATA": "design 4; settings bank_data_until, bank_data_max_age_days", "RUN-DATA": "design 4", "OUTCOME": "domain-rules 5.2 T12",
    "SHARED-CONTACT": "design 1.6; compliance-facts 2", "ADDRESS-CHANGED": "design 1.6; compliance-facts 2", "NEXT-LAWFUL": "compliance-facts 2",
    "NEEDS": "compliance-facts 2", "OVERRIDE": "domain-rules 5.9 R30", "DAILY-CAP": "setting daily_cap", "RUN-MAX": "setting run_max_messages",
    "CONTENT": "compliance-facts 6 (must_have)", "WORDING": "design 1.6", "HOLD-OPT_OUT": "domain-rules 5.3; compliance-facts 2",
    "HOLD-DATA": "design 4 (what blocks sending)", "HOLD-SIGNED_PLAN": "domain-rules 5.3 (PRC card measures art. 70)",
    "HOLD-MORATORIUM": "domain-rules 5.3 (UK Breathing Space)", "HOLD-PROMISE": "domain-rules 5.3 (SAP S6)", "HOLD-DISPUTE": "domain-rules 5.3 (SAP S9, OCA 208)",
    "HOLD-INSOLVENCY": "domain-rules 5.3 (65 FR 36903)", "HOLD-DECEASED": "domain-rules 5.3 (65 FR 36903)", "TASK": "design 3",
    "VALIDATION": "12 CFR 1006.34(a)", "VALIDATION-PERIOD": "12 CFR 1006.34(b)(5), 1006.38(b)",
    "PART-PAID": "domain-rules 5.4 R2; 5.5 R8", "NOT-POSTED": "design 1.5",
}  # fmt: skip
_FAMILIES: tuple[tuple[str, str], ...] = (
    ("HOLD-", "domain-rules 5.3; compliance-facts 2"), ("JOURNAL", "design 3 (journal)"), ("BRAKE", "docs/security.md (brake)"),
    ("OUTDATED", "design 5"), ("LEVEL", "domain-rules 5.2"),
)  # fmt: skip
_MOVES: Mapping[str, str] = {
    step.id: f"domain-rules 5.2 {step.id}" + ("" if step.source.startswith("T") else f"; process {step.source}") for step in STEPS
}


def source_of(rule: str) -> str:
    """The source of a rule id; blank for one that has none of its own (rules of packs cite theirs)."""
    if rule in _EXACT:
        return _EXACT[rule]
    move = rule.partition("-")[0]
    if move in _MOVES:
        return _MOVES[move]
    return next((source for family, source in _FAMILIES if rule.startswith(family)), "")

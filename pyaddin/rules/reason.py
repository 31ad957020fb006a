"""Why: each decision carries the rule that made it and a sentence a clerk can read."""

from __future__ import annotations

from dataclasses import dataclass

SENTENCES: dict[str, str] = {
    # stage machine
    "T1": "In arrears since {since}: first contact opened.",
    "T2": "{days} days past due and level {level} sent: deeper talk opened.",
    "T2-TALK": "The reason is known or three attempts on two channels found nobody: deeper talk opened.",
    "T3": "Reason and finances are known: negotiation opened.",
    "T4": "Plan {plan} is signed by both sides: monitoring begins.",
    "T5": "No signed plan after {days} days of negotiation: back to deeper talk.",
    "T5-REFUSED": "The offer was refused: back to deeper talk.",
    "T6": "Talked with the debtor about the plan: negotiation opened again.",
    "T7": "Plan broken for {days} days without a new agreement: back to deeper talk.",
    "T10": "Nothing is owed any more: closed as paid.",
    "T11": "No installment is past due: closed as cured.",
    "T11b": "Every installment of the plan is paid: closed as {outcome}.",
    "T12": "{outcome} on {on}, approved by {by}: closed.",
    "T13-BACK": "A payment was taken back or new arrears came within the watch period: back to where the case stood.",
    "T13-NEW": "New arrears after the watch period: a new episode begins.",
    # reminder ladder
    "LEVEL": "Level {level} is due: {days} days past due.",
    "MISSED": "Installment {no} due on {due_on} was missed.",
    "THANKS": "Payment {payment} of {on} has arrived.",
    "NOT-DUE": "Nothing is past due.",
    "TOLERANCE": "The shortfall is within tolerance.",
    "STAGE": "In stage {stage} no reminder goes out.",
    "LEVEL-PENDING": "{what} waits: set the Result of its contact row when it is done.",
    "LEVEL-TOP": "All levels are sent; review for disposition.",
    "LEVEL-DAY": "Level {level} is due on {on} ({from_day} days past due).",
    "LEVEL-STAGE": "Level {level} goes from stage {stage} on.",
    "LEVEL-GAP": "Last reminder on {last}; the next may go on {on} (gap of {gap} days).",
    "LEVEL-WEEKLY": "Level {level} goes with the weekly run.",
    "GROUPED": "One message per debtor and run: case {case} comes first today.",
    "LISTED": "Listed in the message about case {case}.",
    # gate
    "HOLD": "since {start}, {says}.",
    "HOLD-DATA": "Not sent: {what}.",
    "HOLD-OPT_OUT": "The debtor opted out of {channels}.",
    "NO-CHANNEL": "No usable address on any channel: {what}.",
    "RUN-MAX": "This run would send {count} messages, run_max_messages allows {most}: nothing is sent until a supervisor raises it.",
    "DAILY-CAP": "The cap of {most} messages a day is used up; it goes with the next run.",
    "OUTCOME": "The outcome {outcome} is typed and waits for approval and date: nothing is written meanwhile.",
    "BANK-DATA": "Payments are entered only up to {until}; reminders wait for newer bank data.",
    "JOURNAL": "Nothing is sent: {what}",
    "RUN-DATA": "Nothing is sent in this run: {what}",
    "FAILED": "Not sent: {what}",
    "NEXT-LAWFUL": "It may go from {local} ({zone}) on.",
    "NEEDS": "What would lift it: {what}.",
    "OVERRIDE": "{rule} was passed by {by}: {reason}",
    "CONTENT": "The wording lacks what {rules} demand: {what}.",
    "APPROVAL": "Waits for a supervisor's release.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule id and its sentence. ``text`` is what stands in a Why cell."""

    rule: str
    sentence: str

    @property
    def text(self) -> str:
        return f"{self.rule}: {self.sentence}"


def because(rule: str, sentence: str = "", /, **facts: object) -> Reason:
    """The reason for ``rule`` with its facts filled in. ``sentence`` names another line of ``SENTENCES`` than the rule's own."""
    return Reason(rule, SENTENCES[sentence or rule].format(**facts))

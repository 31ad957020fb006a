"""Results as sentences for the desk, in the language of the ledger. Only words are made here: every figure comes from the task's answer."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pyaddin.entrypoints.line import fault, plain, stopped
from pyaddin.entrypoints.speech import Data, Speech

if TYPE_CHECKING:
    from pyaddin.tasks.outcome import Outcome

__all__ = ["fault", "lines", "plain", "spoken", "stopped"]

_SENTENCES: Mapping[str, str] = {
    "new": "say_taking.new", "import": "say_taking.imported", "setup": "say_taking.setup", "case": "say_taking.case", "tidy": "say_taking.tidy",
    "check": "say_upkeep.check", "assess": "say_upkeep.assess", "outbox": "say_upkeep.outbox", "verify": "say_upkeep.verify",
    "restore": "say_upkeep.restore", "doctor": "say_upkeep.doctor",
    "weekly": "say_run.run", "daily": "say_run.run", "refresh": "say_run.refresh",
    "remind": "say_run.remind", "demand": "say_run.remind", "handover": "say_run.remind",
    "pay": "say_entering.entered", "promise": "say_entering.entered", "hold": "say_entering.entered", "log": "say_entering.entered",
    "advice": "say_entering.entered", "dispose": "say_entering.entered", "talk": "say_entering.talked",
    "undo": "say_entering.undo", "stop": "say_entering.stop", "answers": "say_entering.answers",
    "calls": "say_entering.calls", "sms": "say_entering.sms", "queue": "say_lists.queue",
    "letter": "say_letters.letter", "letters": "say_letters.letters", "preview": "say_wording.preview", "check-wording": "say_wording.check",
    "mail-test": "say_mail.mail_test", "mail-password": "say_mail.mail_password", "train": "say_training.train",
    "explain": "say_trust.explain", "changes": "say_trust.changes", "practice": "say_trust.practice", "privacy": "say_trust.privacy",
    "review": "say_disposing.review", "agree": "say_agreeing.agree", "versions": "say_agreeing.versions",
    "agreement": "say_documents.agreement", "statement": "say_documents.statement", "legal": "say_documents.legal",
    "offers": "say_talk.offers", "bank": "say_bank.bank",
    "kpis": "say_kpis.kpis", "report": "say_kpis.report", "simulate": "say_kpis.simulate",
    "portfolio": "say_scale.portfolio", "slice": "say_scale.slice_cut", "merge": "say_scale.merge", "store": "say_scale.store", "archive": "say_scale.archive",
    "allocate": "say_calculators.allocate", "schedule": "say_calculators.schedule", "gate": "say_calculators.gate", "build": "say_calculators.build",
}  # fmt: skip
"""Command -> who says its answer; loaded when it is said, so that a command starts without the words of the others."""
_OF_THE_MESSAGE = ("preview", "letter")
"""Answers whose ``language`` is that of the message, which is the debtor's."""


def spoken(outcome: Outcome) -> str:
    """The language of the reader, where the answer names it; else blank."""
    named = outcome.data.get("language")
    return named if isinstance(named, str) and outcome.command not in _OF_THE_MESSAGE else ""


def _speaker(command: str) -> Callable[[Data, str], list[str]]:
    module, _, name = _SENTENCES[command].partition(".")
    found: Callable[[Data, str], list[str]] = getattr(importlib.import_module(f"pyaddin.entrypoints.{module}"), name)
    return found


def lines(outcome: Outcome, language: str = "") -> list[str]:
    """What the clerk reads after a command, line by line, in the language given, else in that of the answer, else in English."""
    chosen = language or spoken(outcome) or "en"
    said = _speaker(outcome.command)(outcome.data, chosen)
    stop = outcome.data.get("stopped")
    return [*said, Speech({}, chosen)("stopped", text=plain(stop, 300))] if stop else said

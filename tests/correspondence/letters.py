"""Letters for the tests of wording and email: one per wording file and branch of it, from the samples that the wording check uses; and planned messages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from pyaddin.correspondence import checking, samples
from pyaddin.correspondence.message import Letter, Planned
from pyaddin.correspondence.samples import AS_OF, HOSTILE, OFFICES, SENDER, SENDER_TW, SENDER_ZH, hostile, line, statement
from pyaddin.correspondence.wording import TEMPLATES

__all__ = [
    "AS_OF", "HOSTILE", "OFFICES", "SENDER", "SENDER_TW", "SENDER_ZH", "all_letters", "every_letter", "hostile", "letter", "line", "planned", "statement",
]  # fmt: skip


def letter(
    language: str = "en",
    stage: str = "CONTACT",
    template: str = "reminder_1",
    kind: str = "reminder",
    level: int = 1,
    tone: str = "first",
    days: int = 3,
    closes: bool = False,
) -> Letter:
    """A sample letter, as an email; ``days`` past due."""
    found = replace(samples.letter(language, stage, template, tone=tone, days=days), kind=kind, level=level)
    return replace(found, received=replace(found.received, closes_case=closes)) if found.received is not None else found


def all_letters(language: str) -> dict[str, Letter]:
    """One letter per wording file of a language and per branch of it: ``deep-reminder_2.sms``, ``any-thanks-closes``."""
    found: dict[str, Letter] = {}
    for file in checking.files(TEMPLATES, language):
        name = file.partition("/")[2].removesuffix(".txt").replace("/", "-")
        for variant, base in samples.variants(samples.for_file(file)).items():
            found[f"{name}-{variant}" if variant else name] = base
    return found


def every_letter(language: str) -> dict[str, Letter]:
    """Those that are sent by email."""
    return {name: found for name, found in all_letters(language).items() if found.channel == "email"}


def planned(recipient: str = "alex@example.org", name: str = "Alex Miller", key: str = "C-00012|1|reminder|1") -> Planned:
    """A message decided on for ``AS_OF`` at ten o'clock UTC."""
    return Planned(
        ((key, "C-00012"),), "C-00012", "D-00001", "email", recipient, name, datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "RUN-1", False, "level 1 is due"
    )

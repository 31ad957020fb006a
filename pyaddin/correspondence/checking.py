"""Every wording file tried before a debtor gets it: with sample facts, with hostile ones, against what rule packs demand, and in every language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyaddin.correspondence import clean, prompts, right_party, samples, wording
from pyaddin.correspondence.contents import ASK_FOR_NOTHING, lacking
from pyaddin.correspondence.message import Letter, Wording
from pyaddin.correspondence.sms.segments import segments
from pyaddin.errors import Stop
from pyaddin.labels import LANGUAGES
from pyaddin.records import dataclass

DEMANDED = ("creditor_identity", "sender_identity", "amount_breakdown", "reply_channel", "complaint_line", "opt_out_line", "invoice_number")
"""What the strictest pack demands of a message that asks for something."""
ENGLISH_ONLY = frozenset(("any/validation.txt",))
"""Wording that a law wants in English: in another language it is not looked for."""
_DOCUMENTS = "documents"
TEXT_PARTS = 4
"""A text message of more parts than this is told: it is costly, and a sign that it says too much."""

@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a wording file, or what the clerk should know of it. ``wrong`` false = told only."""

    file: str
    line: int | None
    what: str
    wrong: bool = True


def languages(templates: Path = wording.TEMPLATES) -> tuple[str, ...]:
    """The languages that there is wording for."""
    return tuple(sorted(path.name for path in templates.iterdir() if any((path / folder).is_dir() for folder in wording.FOLDERS)))


def files(templates: Path, language: str) -> tuple[str, ...]:
    """The wording files of a language: ``en/deep/reminder_2.sms.txt``."""
    found = (path for folder in wording.FOLDERS for path in sorted((templates / language / folder).glob("*.txt")))
    return tuple(path.relative_to(templates).as_posix() for path in found)


def _rendered(letter: Letter, templates: Path) -> tuple[Wording, str]:
    found = wording.render(letter, templates)
    return found, wording.plain_text(found, letter)


def _sample(file: str, base: Letter, templates: Path) -> Iterator[Finding]:
    """The file with sample facts: is it the one that is used, and does it carry what is demanded?"""
    for name, letter in samples.variants(base).items():
        found, text = _rendered(letter, templates)
        if found.template != file and not name:
            yield Finding(file, None, f"this file is never used: {found.template} comes first")
        if letter.kind not in ASK_FOR_NOTHING:
            missing = lacking(letter, text, found.language, DEMANDED)
            if missing:
                yield Finding(file, None, f"the strictest rule pack demands more of it: {', '.join(missing)}{f' ({name})' if name else ''}")
        if letter.channel == "sms" and not name:
            parts = segments(text.strip()).parts
            if parts > TEXT_PARTS:
                yield Finding(file, None, f"{len(text.strip())} characters are {parts} parts of a text message; say it in {TEXT_PARTS} or fewer", wrong=False)


def _styles(found: Wording) -> int:
    return sum(span.style != "plain" for block in found.blocks for item in block.items for span in item)


def _hostile(file: str, base: Letter, templates: Path) -> Iterator[Finding]:
    """The file with hostile facts: they are printed as they are and change nothing else."""
    quiet = wording.render(samples.hostile(base, "Quiet"), templates)
    stops = right_party.block("", quiet.language).items[0][0].text[:4]
    for text in samples.HOSTILE:
        letter = samples.hostile(base, text)
        found, printed = _rendered(letter, templates)
        same = (_styles(found), len(found.blocks)) == (_styles(quiet), len(quiet.blocks)) if clean.cleaned(text) else True
        if clean.cleaned(text) not in printed or not same or (base.channel == "call" and stops not in printed):
            yield Finding(file, None, f"a debtor called {clean.cleaned(text)[:40]!r} changes the message")


def check_file(file: str, templates: Path = wording.TEMPLATES) -> Iterator[Finding]:
    """Everything that is wrong with one file. The first mistake that stops it is the only one told."""
    base = samples.for_file(file)
    if not base.kind:
        yield Finding(file, None, "there is no kind of message of this name")
        return
    try:
        yield from _sample(file, base, templates)
        yield from _hostile(file, base, templates)
    except Stop as stop:
        place = stop.fault.sheet or file
        yield Finding(place, stop.fault.row, stop.fault.found.removeprefix(f"{place}, line {stop.fault.row}: ").removeprefix(f"{place}: "))


def _misplaced(templates: Path, language: str) -> Iterator[Finding]:
    """Wording in a folder that is no stage: nothing would ever use it. The clauses of documents have a folder of their own."""
    for path in sorted((templates / language).glob("*/*.txt")):
        if path.parent.name not in (*wording.FOLDERS, _DOCUMENTS):
            folders = ", ".join(wording.FOLDERS)
            yield Finding(path.relative_to(templates).as_posix(), None, f"there is no stage '{path.parent.name}'; the folders are {folders}")


def _missing_languages(templates: Path) -> Iterator[Finding]:
    """Files that English has and another language lacks: English is used, which the debtor may not read."""
    english = {file.partition("/")[2] for file in files(templates, "en")}
    for language in LANGUAGES:
        own = {file.partition("/")[2] for file in files(templates, language)}
        for name in sorted(english - own - ENGLISH_ONLY):
            yield Finding(f"{language}/{name}", None, "there is no such file; the English wording is used, with a warning", wrong=False)


def check_all(templates: Path = wording.TEMPLATES, only: str = "") -> tuple[list[str], list[Finding]]:
    """The files that were tried and what was found. ``only`` keeps the files whose path holds this text."""
    tried: list[str] = []
    found: list[Finding] = []
    for language in languages(templates):
        for file in files(templates, language):
            if only in file:
                tried.append(file)
                found += check_file(file, templates)
        found += [finding for finding in _misplaced(templates, language) if only in finding.file]
        try:
            prompts.read(templates, language)
        except Stop as stop:
            found.append(Finding(f"{language}/{prompts.FILE}", stop.fault.row, stop.fault.found))
    found += [finding for finding in _missing_languages(templates) if only in finding.file]
    return tried, found



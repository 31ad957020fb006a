"""Look at a wording: any message of any kind as the debtor of a case would get it. It counts as nothing sent."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from pyaddin.correspondence import wording
from pyaddin.correspondence.contents import ASK_FOR_NOTHING
from pyaddin.correspondence.fields import KIND_WORDS, kind_of
from pyaddin.correspondence.letter import press, sheet, stationery
from pyaddin.correspondence.letter.address import Addressee
from pyaddin.correspondence.message import CHANNELS, TONES, Letter, Wording
from pyaddin.correspondence.sms.segments import segments
from pyaddin.errors import Stop
from pyaddin.labels import LANGUAGES
from pyaddin.ledger.book import Book
from pyaddin.rules.case import Debtor
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.tasks import document_files, drafting, message_facts
from pyaddin.tasks.message_facts import Wanted
from pyaddin.tasks.opening import Opened, chosen, open_about
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.past import open_past

_NAMED = 3
_SEARCHED = 400
"""How many other cases are looked through for one that has the fact that this one lacks."""


def run(
    path: Path,
    *,
    template: str,
    case: str,
    channel: str | None,
    language: str | None,
    out: Path | None,
    as_of: date | None,
    known_on: str | None = None,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """The wording ``template`` (``reminder_2``, ``deep/reminder_2``, ``en/deep/reminder_2.sms.txt``) with the facts of a case on a day.

    Without ``channel`` the one that the debtor prefers, else email; without ``language`` the debtor's. With ``out`` the text is written there,
    for an email also its page, for a letter also its PDF. ``warnings`` tell what was left out, what a rule pack would miss, a foreign
    language, and how many parts a text message has. The gate is not asked: nothing goes.

    Raises ``Stop``: X-CASE for an unknown case; X-TEMPLATE for a wording that is missing or cannot be used; X-OPTION for a name that is no
    wording, and when the case lacks what the message is about (cases that have it are named); X-PRINT, X-WRITE.
    """
    today = as_of is None and known_on is None
    opened = open_about(path, case, now=now, book=book) if today else open_past(path, as_of=as_of, known_on=known_on, now=now, book=book)
    file = chosen(opened, (case,))[0]
    wanted = wanted_of(template, channel or "", language or "", file.debtor)
    mine = [other for other in opened.files if other.case.debtor_id == file.case.debtor_id]
    siblings = decide_all(mine, opened.policy, opened.as_of, "button")
    decision = next(found for found in siblings if found.case_id == case)
    letter = message_facts.letter(opened, decision, siblings, wanted)
    if not message_facts.has_facts(letter):
        raise lacking(open_past(path, as_of=as_of, known_on=known_on, now=now, book=book), letter, case, wanted)
    words = wording.render(letter)
    text = wording.plain_text(words, letter)
    warnings = [*words.warnings, *_demanded(opened, decision, letter, words, text)]
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(),
        "known_on": known_on,
        "case_id": case,
        "debtor": file.debtor.name,
        "kind": letter.kind,
        "template": words.template,
        "sha256": words.sha256,
        "language": words.language,
        "channel": letter.channel,
        "tone": letter.tone,
        "subject": words.subject,
        "preheader": words.preheader,
        "heading": words.heading,
        "text": text,
    }
    if letter.channel == "sms":
        cost = segments(text.strip())
        data |= {"characters": len(text.strip()), "parts": cost.parts, "encoding": cost.encoding}
        warnings.append(f"{len(text.strip())} characters, sent in {cost.parts} part{'s' if cost.parts > 1 else ''} ({cost.encoding}).")
    files, told = _files(opened, letter, words, text, path, out, file.debtor) if out is not None else ([], ())
    data |= {"files": files, "warnings": [*warnings, *told]}
    return Outcome("preview", data)


def wanted_of(template: str, channel: str, language: str, debtor: Debtor) -> Wanted:
    """What the name asks for; what it says of language, stage and channel goes before the debtor's own, and an option before the name."""
    *folders, name = template.replace("\\", "/").removesuffix(".txt").strip("/").split("/")
    stem, *ends = name.split(".")
    languages = [folder for folder in folders if folder in LANGUAGES]
    stages = [folder for folder in folders if folder in wording.FOLDERS]
    known = len(folders) == len(languages) + len(stages) <= 2 and all(end in (*CHANNELS, *TONES) for end in ends)
    if not known or not kind_of(stem):
        names = ", ".join(dict.fromkeys("reminder_1 to reminder_4" if kind == "reminder" else kind for kind in KIND_WORDS))
        raise Stop("X-OPTION", f"there is no wording called {template}", advice=f"Choose one of: {names}; if need be with its stage, as in deep/reminder_2.")
    said = next((end for end in ends if end in CHANNELS), "")
    preferred = debtor.preferred_channel if debtor.preferred_channel in CHANNELS else "email"
    stage = stages[0].upper() if stages and stages[0] != "any" else ""
    return Wanted(stem, channel or said or preferred, stage, language or (languages[0] if languages else ""))


def lacking(opened: Opened, letter: Letter, case: str, wanted: Wanted) -> Stop:
    """The stop for a case without the fact that the message is about, with some that have it."""
    others = []
    for decision in decide_all(opened.files[:_SEARCHED], opened.policy, opened.as_of, "button"):
        if message_facts.has_facts(message_facts.letter(opened, decision, (), wanted)):
            others.append(decision.case_id)
        if len(others) == _NAMED:
            break
    advice = f"Cases that have it: {', '.join(others)}." if others else "No case of this ledger has it yet."
    return Stop("X-OPTION", f"{case} has nothing that this message could be about ({KIND_WORDS[letter.kind]})", advice=advice)


def _demanded(opened: Opened, decision: Decision, letter: Letter, words: Wording, text: str) -> list[str]:
    """What the rule packs that bind here would miss in it."""
    if letter.kind in ASK_FOR_NOTHING:
        return []
    shown = sheet.shown(letter, words) if letter.channel == "letter" else text
    try:
        drafting.check_contents(opened, decision, letter, words.language, shown)
    except drafting.ContentLacking as lack:
        return [lack.reason.text(opened.policy.language)]
    return []


def _files(
    opened: Opened, letter: Letter, words: Wording, text: str, ledger: Path, out: Path, debtor: Debtor
) -> tuple[list[str], Sequence[str]]:
    """The message on disk, and what was left out of its printed page. Raises ``Stop`` X-PRINT, X-WRITE."""
    stem = document_files.name_of("preview", letter.statements[0].case_id, letter.template, letter.channel).removesuffix(".pdf")
    front = "".join(f"{name}: {value}\n" for name, value in (("Subject", words.subject), ("Preheader", words.preheader)) if value)
    files = [_store(out, f"{stem}.txt", f"{front}\n{text}" if front else text)]
    if letter.channel == "email":
        files.append(_store(out, f"{stem}.html", wording.html(words, letter)))
    if letter.channel != "letter":
        return files, ()
    to = Addressee(debtor.name, debtor.address, debtor.city, debtor.postal_code, debtor.region, debtor.country)
    try:
        paper = stationery.read(opened.settings, ledger.parent)
        page = sheet.compose(letter, words, to, paper)
        pdf = sheet.printed(page, letter)
    except press.Unprintable as error:
        raise document_files.refused(error) from None
    files.append(str(document_files.store(pdf, out, f"{stem}.pdf").path))
    return files, [told for told in (*paper.told, *page.told) if told not in words.warnings]


def _store(folder: Path, name: str, text: str) -> str:
    target = folder.absolute() / name
    part = target.with_name(f".{name}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Stop("X-WRITE", f"{name}: {error.strerror}", advice="Close the file if it is open elsewhere, or choose another folder with --out.") from error
    return str(target)

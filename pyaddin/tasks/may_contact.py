"""May I contact this debtor now? Every channel of one case asked at the gate with the ledger's own facts. Not legal advice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pyaddin.labels import label
from pyaddin.ledger.book import Book
from pyaddin.ledger.codes import PREFERRED_CHANNELS
from pyaddin.rules.case import CaseFile, Contact
from pyaddin.rules.decide import decide
from pyaddin.rules.gate import address_of, holds_verdict
from pyaddin.rules.lawful import ask, reasons
from pyaddin.rules.reason import Reason, because, phrase
from pyaddin.rules.recipients import same_form
from pyaddin.rules.validation_notice import standing
from pyaddin.tasks.opening import Opened, chosen, open_about
from pyaddin.tasks.outcome import Outcome

_TALK = "talk"


def run(path: Path, *, case: str, now: Callable[[], datetime], book: Book | None = None) -> Outcome:
    """Call, email, letter and text message at this instant: allowed or not, every rule that forbids it, and the next lawful time.

    Holds of the case and its debtor, refused channels, refused rows, hours, caps and pauses count. Raises ``Stop`` X-CASE for an unknown case.
    """
    opened = open_about(path, case, now=now, book=book)
    (file,) = chosen(opened, (case,))
    at = now()
    log = tuple(contact for other in opened.files if other.case.debtor_id == file.case.debtor_id for contact in other.contacts)
    answers = [_asked(opened, file, channel, at, log) for channel in PREFERRED_CHANNELS]
    notice = standing(file, opened.policy, opened.as_of)
    told = None if notice is None else notice.text(opened.policy.language)
    return Outcome("may_contact", {"as_of": opened.as_of.isoformat(), "case_id": case, "debtor": file.debtor.name, "notice": told, "channels": answers})


def _asked(opened: Opened, file: CaseFile, channel: str, at: datetime, log: tuple[Contact, ...]) -> dict[str, object]:
    holds = decide(file, opened.policy, opened.as_of, "button", log).holds
    language = opened.policy.language
    held = holds_verdict("reminder", holds)
    address = address_of(file.debtor, channel)
    said: list[Reason] = list(held.blocked)
    if held.release:
        said.append(because("APPROVAL"))
    notice = standing(file, opened.policy, opened.as_of)
    if notice is not None and notice.sentence == "VALIDATION-FIRST" and channel != "call":
        said.append(notice)
    why = [f"HOLD-{hold.type}: {hold.reason}." for hold in holds if hold.scope == "address" and address and same_form(hold.applies_to) == same_form(address)]
    if channel in file.debtor.opted_out:
        why.append(f"HOLD-OPT_OUT: {phrase('refused', channels=(channel,)).says(language)}.")
    if not address:
        said.append(because("NO-CHANNEL", what=label("Channel", channel, language)))
    following = None
    if opened.policy.keeper is not None:
        answer = ask(file, opened.policy.keeper, log, kind=_TALK, message_class="collection", channel=channel, address=address, at=at)
        said += reasons(answer)
        following = f"{answer.next_lawful_local:%Y-%m-%d %H:%M}" if answer.next_lawful_local else None
    why = [*(reason.text(language) for reason in said), *why]
    return {"channel": channel, "verdict": "blocked" if why else "allowed", "address": address, "next_lawful_local": following, "why": " ".join(why)}

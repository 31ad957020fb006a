"""The brake of a run: counts what is about to leave, parks all of it when that is unusual, and remembers what the next run compares with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import repeat
from operator import add, is_
from typing import cast

from pyaddin.correspondence.outbox import Outbox
from pyaddin.correspondence.watching import DIGEST, Watched
from pyaddin.errors import Stop
from pyaddin.ledger.rows import column_of
from pyaddin.rules.brake import Change, Outgo, brakes
from pyaddin.rules.decide import Decision
from pyaddin.rules.reason import Reason, because, rules_in
from pyaddin.tasks.acts import Acts, Desk
from pyaddin.tasks.opening import Opened

_AMOUNTS = ("Principal", "Interest", "Fee")
_PARTS = {"email": ((0, "email"),), "installment": ((0, "due"), (DIGEST, "amount"))}
"""What each kind of remembered value holds the digests of, and where each of them begins."""
CHANGED = "BRAKE-CHANGED"
_WATCHED = "values that the brake watches"


def values_of(opened: Opened) -> Watched:
    """Email of each debtor, due date and amount of each installment as digests (the two of an installment behind each other); a blank email is none.

    Counted once for a ledger that was read: before anything leaves, and when the run has ended.
    """
    made = opened.typed.made
    if _WATCHED not in made:
        made[_WATCHED] = _counted(opened)
    return cast("Watched", made[_WATCHED])


def _counted(opened: Opened) -> Watched:
    start = blake2b(key=blake2b(opened.raw.ledger_id.encode(), digest_size=16).digest(), digest_size=DIGEST // 2)
    debtors, installments = opened.typed.tables["Debtors"], opened.typed.tables["Installments"]
    emails = [str(email or "").strip().casefold() for email in column_of(debtors, "Email")]
    of_debtor = zip(map(str, column_of(debtors, "Debtor ID")), emails, _digests(start, emails), strict=True)
    days = column_of(installments, "Due on")
    unlike = list(dict.fromkeys(days))
    of_day = dict(zip(unlike, _digests(start, list(map(str, unlike))), strict=True))
    sums = list(map("\n".join, zip(*[_texts(column_of(installments, name)) for name in _AMOUNTS], strict=True)))
    of = zip(*[column_of(installments, name) for name in ("Case ID", "Plan ID", "No")], strict=True)
    names = [f"{case_id}|{plan_id or ''}|{number}" for case_id, plan_id, number in of]
    return {
        "email": {debtor: digest for debtor, email, digest in of_debtor if email},
        "installment": dict(zip(names, map(add, map(of_day.__getitem__, days), _digests(start, sums)), strict=True)),
    }


def _texts(amounts: Sequence[object]) -> Iterable[str]:
    """Each amount as text, a blank one as 0; a column that has nothing but one is asked once, as interest and fees of most contracts are."""
    if amounts and all(map(is_, amounts, repeat(amounts[0]))):
        return repeat(str(amounts[0] or 0), len(amounts))
    return [str(amount or 0) for amount in amounts]


def _digests(start: blake2b, texts: Sequence[str]) -> Iterator[str]:
    """Salted digests of these texts; equal ones, as most amounts of a loan are, are counted once."""
    known = dict.fromkeys(texts, "")
    for text in known:
        state = start.copy()
        state.update(text.encode())
        known[text] = state.hexdigest()
    return map(known.__getitem__, texts)


def changes(before: Watched, now: Watched) -> dict[str, Change]:
    """What differs of the values that both know; the due date and the amount of an installment are counted apart."""
    found: dict[str, Change] = {}
    for kind, parts in _PARTS.items():
        old, new = before.get(kind, {}), now.get(kind, {})
        both = old if old == new else old.keys() & new.keys()
        unlike = [] if both is old else [(old[name], new[name]) for name in both if old[name] != new[name]]
        for at, part in parts:
            changed = sum(was[at : at + DIGEST] != digest[at : at + DIGEST] for was, digest in unlike)
            found[part] = Change(changed, len(both))
    return found


def earlier(opened: Opened, kind: str, made: Collection[str]) -> tuple[int, ...]:
    """Sent + Queued of the runs of this kind that were really ``made``, in the order of the sheet Runs; rows of a sample or an adopted history are no measure.

    Clicks are not compared: the clerk says yes to each number.
    """
    rows = [row.values for row in opened.typed.tables["Runs"] if row.values["Kind"] == kind and row.values["Run ID"] in made] if kind != "button" else []
    return tuple(int(str(values["Sent"] or 0)) + int(str(values["Queued"] or 0)) for values in rows)


def found(desk: Desk, kind: str, wanting: Sequence[Decision]) -> tuple[Reason, ...]:
    """Why these messages must wait for a supervisor; none when they may go."""
    driven = sum(1 for decision in wanting if decision.send is not None and decision.send.route.driver)
    if driven == 0:
        return ()
    box, settings = desk.outbox, desk.opened.settings
    made = box.runs_made() if box is not None else frozenset()
    before = box.watched() if box is not None else {}
    mail = box is not None and desk.transport is not None and desk.transport.name == "smtp" and not box.ever_mailed()
    changed = changes(before, values_of(desk.opened)) if before else {}
    return brakes(Outgo(driven, len(wanting), settings.integer("run_max_messages"), earlier(desk.opened, kind, made), changed, mail))


def parked(decision: Decision, reasons: tuple[Reason, ...]) -> Decision:
    """The decision with its message parked for a supervisor; tasks for people and what the brake does not mean stay as they are."""
    send = decision.send
    if send is None or not send.route.driver:
        return decision
    return replace(decision, send=replace(send, needs_approval=True, braked=reasons))


def count(acts: Acts) -> int:
    """Messages that the brake parked in this run; looking ahead, those that it would park."""
    rules = {reason.rule for reason in acts.braked}
    return sum(1 for message in acts.messages if message["result"] == "queued" and rules & set(rules_in(str(message["why"]))))


def note(acts: Acts, run_id: str, language: str) -> str:
    """That the run stopped and asks, in one sentence; blank when the brake is off."""
    if not acts.braked:
        return ""
    why = " ".join(reason.says(language) for reason in acts.braked)
    return because("BRAKED", count=count(acts), why=why, run=run_id).says(language)


def remember(box: Outbox, opened: Opened, reasons: Sequence[Reason]) -> None:
    """Keep what the next run compares with. While changed values wait for a supervisor the old ones stay: the next run must ask again."""
    if not any(reason.rule == CHANGED for reason in reasons) and not any(CHANGED in entry.brake for entry in box.braked()):
        box.remember(values_of(opened))


def refuse_folder_sent(box: Outbox, transport: str) -> None:
    """The first run that really sends must not guess whether files in a folder were sent by hand.

    Raises ``Stop`` X-ADOPT until a supervisor has said so with `outbox adopt --as sent|not-sent`.
    """
    if transport == "smtp" and box.usable and (count := box.written_to_folder()):
        raise Stop("X-ADOPT", because("ADOPT", count=count).says("en"))

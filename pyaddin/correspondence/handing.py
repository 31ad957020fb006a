"""Handing messages over: each step is committed before it is done, and what a crash left under way is settled by proof or parked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from pyaddin.correspondence.backoff import next_try
from pyaddin.correspondence.entry import TASK, Delivery, Entry, Together, Transport, WrongStep
from pyaddin.correspondence.journal import instant, instant_text
from pyaddin.correspondence.waiting import Waiting
from pyaddin.records import changed

_CHUNK = 128  # messages of a provable transport that share their commits


class Handing(Waiting):
    """The part of the outbox that hands messages over (``Outbox`` is the whole)."""

    def deliver(self, uid: str, transport: Transport) -> Entry:
        """Send one queued message: ``queued -> envelope -> data -> outcome``, committed before each act."""
        body = self._bodies([uid], transport)[0][1]
        entry = self._move(uid, "envelope", f"to {transport.name}", transport=transport.name, place=self._journal.place_text(transport.place))
        answer = transport.envelope(entry)
        if answer is None:
            entry = self._move(uid, "data", "handing over")
            answer = transport.send(entry, body)
        return self._settle(uid, answer, provable=transport.provable)

    def deliver_many(self, uids: Sequence[str], transport: Transport, progress: Callable[[int, int, str], None] | None = None) -> list[Entry]:
        """Send queued messages in order. Where the transport can prove what left, a few share their commits; else as ``deliver``."""
        done: list[Entry] = []
        size = _CHUNK if transport.provable else 1
        for start in range(0, len(uids), size):
            chunk = uids[start : start + size]
            done += self._deliver_chunk(chunk, transport) if transport.provable else [self.deliver(uid, transport) for uid in chunk]
            if progress is not None:
                progress(len(done), len(uids), done[-1].case_id)
        return done

    def recover(self, transport: Transport) -> list[Entry]:
        """Settle what an earlier program left under way; call before planning. Returns the messages that it moved.

        ``envelope`` is queued again, or deferred again when it was; ``data`` is proven sent, goes back likewise, or is parked as ``unknown``.
        """
        self._require()
        moved = self._move_all("state = 'envelope' AND next_try = ''", "queued", "recovered: not handed over")
        moved += self._move_all("state = 'envelope'", "deferred", "recovered: not handed over")
        for entry in self._journal.entries("state = 'data'"):
            arrived = transport.delivered(entry) if entry.transport == transport.name else None
            if arrived is None:
                moved.append(self._settle(entry.uid, Delivery("unknown", "parked: nobody can tell whether it left")))
            elif arrived:
                moved.append(self._settle(entry.uid, Delivery("sent", "recovered: it had left")))
            else:
                moved.append(self._move(entry.uid, "deferred" if entry.next_try else "queued", "recovered: it had not left"))
        return moved

    def _settle(self, uid: str, answer: Delivery, *, provable: bool = False) -> Entry:
        answer, changes = _outcome(answer, self._journal.entry(uid), datetime.fromisoformat(self._beat()), provable)
        return self._move(uid, answer.result, answer.why, **changes)

    def _bodies(self, uids: Sequence[str], transport: Transport) -> list[tuple[Entry, bytes]]:
        """The messages and their bytes, after everything that can fail before a step is recorded: usable, sendable, whole, transport ready."""
        self._require()
        entries = self._journal.named(uids)
        at = datetime.fromisoformat(self._beat())
        for entry in entries:
            early = entry.may_go_at is not None and entry.may_go_at > at
            if entry.state not in ("queued", "deferred") or entry.transport == TASK or early:
                raise WrongStep(entry.uid, TASK if entry.transport == TASK else entry.state, "envelope")
        bodies = self._journal.bodies(entries)
        transport.ready()
        return [(entry, bodies[entry.uid]) for entry in entries]

    def _deliver_chunk(self, uids: Sequence[str], transport: Transport) -> list[Entry]:
        """All are recorded as under way, then handed over, then their outcomes recorded: two commits, since each can be proven."""
        ready = self._bodies(uids, transport)
        at, place = self._beat(), self._journal.place_text(transport.place)
        with self._journal.commit():
            whys = (f"to {transport.name}", "handing over")
            self._journal.steps(uids, ("envelope", "data"), at, whys, {"transport": transport.name, "place": place})
        there = self._journal.place_of(place)
        messages = [(changed(entry, state="data", transport=transport.name, place=there), body) for entry, body in ready]
        answers: list[Delivery] = []
        done: list[Entry] = []
        try:
            if isinstance(transport, Together):
                answers += transport.send_together(messages)
            else:
                for entry, body in messages:
                    answers.append(transport.envelope(entry) or transport.send(entry, body))
        finally:
            done += self._answered([entry for entry, _ in messages[: len(answers)]], answers)
        return done

    def _answered(self, entries: Sequence[Entry], answers: Sequence[Delivery]) -> list[Entry]:
        """Record the outcomes of a chunk, most of them alike; the messages as they stand then."""
        at = self._beat()
        found = [(entry.uid, *_outcome(answer, entry, datetime.fromisoformat(at), provable=True)) for entry, answer in zip(entries, answers, strict=True)]
        with self._journal.commit():
            for (answer, changes), alike in groupby(found, key=lambda one: one[1:]):
                self._journal.steps([uid for uid, _, _ in alike], (answer.result,), at, (answer.why,), changes)
        return [changed(entry, state=answer.result, **_as_read(changes)) for entry, (_, answer, changes) in zip(entries, found, strict=True)]


def _as_read(changes: Mapping[str, str | int]) -> dict[str, object]:
    """Columns of the journal as an entry has them."""
    return {name: (instant(str(value)) if value else None) if name in ("done_at", "next_try") else value for name, value in changes.items()}


def _outcome(answer: Delivery, entry: Entry, at: datetime, provable: bool) -> tuple[Delivery, dict[str, str | int]]:
    """The answer that counts, and the columns that it fills. A deferred message has no outcome yet: it waits for its next try, or is given up.

    What a provable transport could not write waits for nobody else: it may be tried at the next occasion.
    """
    if answer.result != "deferred":
        return answer, {"result": answer.result, "note": answer.why, "done_at": instant_text(at), "next_try": ""}
    if answer.not_before is not None:  # not tried: nothing to count
        return answer, {"note": answer.why, "next_try": instant_text(answer.not_before)}
    tries = entry.tries + 1
    again = at if provable else next_try(tries, at)
    if again is None:
        given_up = Delivery("failed", f"{answer.why} (given up after {tries} tries)")
        return given_up, {"result": "failed", "note": given_up.why, "done_at": instant_text(at), "next_try": "", "tries": tries}
    return answer, {"note": answer.why, "tries": tries, "next_try": instant_text(again)}

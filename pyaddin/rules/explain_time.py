"""The days of a case: past due, paused, delinquent, and the bucket they fall into (R1, R3, R5, R6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pyaddin.rules.arrears import Row
from pyaddin.rules.decide import Decision
from pyaddin.rules.explain_steps import Line, added
from pyaddin.rules.hold import ageing_pauses
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import phrase


def time_lines(decision: Decision, policy: Policy) -> Iterator[Line]:
    """Days past due from the oldest unpaid row, the days that holds take off, what is left, and its bucket."""
    position = decision.position
    anchor = next((row for row in position.rows if row.key == position.anchor), None)
    note = phrase("explain days-note", as_of=position.as_of, due_on=anchor.installment.due_on) if anchor else phrase("explain no-days")
    counted = f"{position.as_of} - {anchor.installment.due_on}" if anchor else "0"
    yield Line("Days past due", phrase("explain Days past due"), str(position.days_past_due), note, "R1", counted, _anchor_facts(anchor, policy))
    paused = position.days_past_due - position.ripe_days
    if paused and anchor is not None:
        spans = pauses_within(anchor.installment.due_on, position.as_of, ageing_pauses(decision.file.holds))
        words = tuple(phrase("explain span", start=start, end=end) for start, end in spans)
        sums = added(f"({end} - {start})" for start, end in spans)
        yield Line("Paused days", phrase("explain Paused days"), str(paused), phrase("explain paused-note", spans=words), "R5", sums)
    left = f"max(0, {position.days_past_due} - {paused} - {policy.grace_days})"
    note = phrase("explain delinquent-note", grace=policy.grace_days)
    facts = (("grace_days", policy.grace_days),)
    yield Line("Delinquent days", phrase("explain Delinquent days"), str(position.delinquent_days), note, "R3", left, facts)
    bucket = phrase("explain paused", days=position.days_past_due, paused=paused) if paused else phrase("explain bucket-note")
    ripe = (("Days", f"{position.ripe_days}"), ("buckets", ", ".join(bucket.name for bucket in policy.buckets)))
    yield Line("Bucket", phrase("explain Bucket"), position.bucket or phrase("explain none"), bucket, "R6", facts=ripe)


def _anchor_facts(anchor: Row | None, policy: Policy) -> tuple[tuple[str, object], ...]:
    if anchor is None:
        return (("tolerance_amount", policy.tolerance_amount),)
    return (("Due on", anchor.installment.due_on), ("Open", anchor.open), ("tolerance", policy.tolerance_of(anchor.installment.due)))


def pauses_within(due_on: date, as_of: date, pauses: tuple[tuple[date, date | None], ...]) -> list[tuple[date, date]]:
    """The pauses as stretches that do not overlap, cut to the days after the due date and up to the as-of date (R5: start < d <= end)."""
    cut = sorted((max(start, due_on), min(end or as_of, as_of)) for start, end in pauses)
    spans: list[tuple[date, date]] = []
    for start, end in cut:
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        elif end > start:
            spans.append((start, end))
    return spans

"""What call lists and batches of texts say: made, read back, and which of them a run calls for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pyaddin.entrypoints.line import fault, plain, plural, rows_of


def calls(data: Mapping[str, object]) -> list[str]:
    """Whom to call within which hours, and who may not be called."""
    rows = rows_of(data, "listed")
    said = [f"{plural(len(rows), 'person', 'people')} to call as of {data['as_of']}."]
    said += [f"  {plain(row.get('case_id'))} ({plain(row.get('debtor'))}): {plain(row.get('action'))}, {plain(row.get('hours'))}" for row in rows]
    return [*said, *_not_contacted(data, "called"), *_file("List", data.get("file"))]


def sms(data: Mapping[str, object]) -> list[str]:
    """Texts, numbers, parts to pay for, and what may not be sent."""
    rows = rows_of(data, "listed")
    said = [f"{plural(len(rows), 'text message', 'text messages')} as of {data['as_of']}, {plural(data['parts'], 'part', 'parts')} to pay for."]
    said += [f"  {plain(row.get('case_id'))} to {plain(row.get('number'))} ({plain(row.get('parts'))}): {plain(row.get('text'), 400)}" for row in rows]
    return [*said, *_not_contacted(data, "sent"), *_file("Batch", data.get("file")), *_file("For the gateway", data.get("csv"))]


def queue(data: Mapping[str, object]) -> list[str]:
    """What is due, what is out of the order, and how much each clerk has."""
    due, out = rows_of(data, "queue"), rows_of(data, "excluded")
    whose = f" for {plain(data['owner'])}" if data.get("owner") else ""
    said = [f"{plural(len(due), 'case is', 'cases are')} due as of {data['as_of']}{whose}."]
    said += [f"  {row['rank']}. {_queued(row)} [{plain(row.get('priority'))}: {plain(row.get('points') or 'no points', 300)}]" for row in due]
    said += [f"Out of the order: {len(out)}."] if out else []
    said += [f"  {_queued(row)}, on {plain(row.get('on'))} [{plain(row.get('points'), 300)}]" for row in out]
    loads = rows_of(data, "workload")
    said += ["Workload:"] if loads else []
    return said + [f"  {plain(load.get('owner') or '(no owner)')}: {plural(load['open'], 'open case', 'open cases')}, {load['due']} due" for load in loads]


def _queued(row: Mapping[str, object]) -> str:
    return f"{plain(row.get('case_id'))} ({plain(row.get('debtor'))}): {plain(row.get('action'), 200)}"


def read_back(data: Mapping[str, object]) -> list[str]:
    """How many rows of the file were entered, and why the others were not."""
    refused = rows_of(data, "faults")
    said = f"Read {plain(data['file'], 300)}: {plural(data['entered'], 'row', 'rows')} entered, {len(refused)} refused."
    return [said, *(f"  {fault(row)}" for row in refused)]


def waiting(data: Mapping[str, object]) -> list[str]:
    """Which command makes the list of the tasks that a run left for people."""
    queued = Counter(str(row.get("channel")) for row in rows_of(data, "messages") if row.get("result") == "queued")
    said = [f"{plural(queued['call'], 'call waits', 'calls wait')} for a person: `calls` makes the list."] if queued["call"] else []
    return said + ([f"{plural(queued['sms'], 'text message waits', 'text messages wait')} for a person: `sms` makes the batch."] if queued["sms"] else [])


def _not_contacted(data: Mapping[str, object], word: str) -> list[str]:
    rows = rows_of(data, "blocked")
    said = [f"Not to be {word}: {len(rows)}."] if rows else []
    return said + [f"  {plain(row.get('case_id'))} ({plain(row.get('debtor'))}): {plain(row.get('why'), 300)}" for row in rows]


def _file(word: str, file: object) -> list[str]:
    return [f"{word}: {plain(file, 300)}"] if file else []

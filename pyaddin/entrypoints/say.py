"""Results as sentences for the desk. Only words are made here: every figure comes from the task's answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from pyaddin.entrypoints import say_agreeing as agreeing
from pyaddin.entrypoints import say_bank, say_kpis, say_letters, say_scale, say_talk
from pyaddin.entrypoints import say_documents as documents
from pyaddin.entrypoints import say_lists as lists
from pyaddin.entrypoints import say_mail as mail
from pyaddin.entrypoints import say_training as training
from pyaddin.entrypoints import say_trust as trust
from pyaddin.entrypoints import say_wording as wordings
from pyaddin.entrypoints.line import SHOWN, changes_in, counted, fault, headed, plain, plural, rows_of, stopped, table
from pyaddin.entrypoints.say_disposing import review
from pyaddin.errors import KINDS
from pyaddin.rules.reason import rules_in, told

if TYPE_CHECKING:
    from pyaddin.tasks.outcome import Outcome

__all__ = ["fault", "lines", "plain", "run", "stopped", "table"]


def _moves(data: Mapping[str, object]) -> str:
    """Which ways the cases went, and by which rules of the stage machine."""
    ways = [
        f"{plain(change.get('old')) or 'new'} -> {plain(change.get('new')) or 'out'}"
        for change in changes_in(data, "Cases", "Stage")
    ]
    rules = {rule for change in changes_in(data, "Moves") for rule in rules_in(str(change.get("why") or ""))[:1]}
    told = f"by {', '.join(sorted(rules, key=lambda rule: (len(rule), rule)))}" if rules else ""
    return " ".join(part for part in (counted(ways), told) if part)


def _reasons(data: Mapping[str, object], result: str) -> str:
    """Messages of this result by the rule that decided, with its words for the first of them: ``2 x HOLD-DISPUTE (the debt is disputed)``."""
    words: dict[str, str] = {}
    rules = []
    for row in rows_of(data, "messages"):
        if row.get("result") == result:
            why = plain(row.get("why"), 300)
            rule, text = (told(why) or [("", why)])[-1]
            words.setdefault(rule, text.strip(" .。"))
            rules.append(rule)
    return counted(f"{rule} ({words[rule]})" if rule else words[rule] for rule in rules)


def _faults_tail(data: Mapping[str, object]) -> list[str]:
    refused = [row for row in rows_of(data, "faults") if KINDS[str(row["code"])].refuses]
    lines = [f"  {fault(row)}" for row in refused[:SHOWN]]
    return lines + ([f"  ... and {len(refused) - SHOWN} more; `check` lists them all."] if len(refused) > SHOWN else [])


def _notes(data: Mapping[str, object]) -> list[str]:
    notes = data.get("notes")
    return [f"Note: {plain(note, 300)}" for note in (notes if isinstance(notes, list) else [])]


def _where(data: Mapping[str, object]) -> str:
    out = plain(data.get("out"), 300)
    return f"handed to the mail server, copies in {out}" if data.get("transport") == "smtp" else f"written to {out}"


def run(data: Mapping[str, object]) -> list[str]:
    """The ten lines of a weekly or daily run."""
    out, page, dry = data.get("out"), data.get("report"), data.get("dry_run")
    head = f"Dry run as of {data['as_of']}: what a run would do. Nothing was written." if dry else f"Run {plain(data.get('run_id'))} as of {data['as_of']}."
    return [
        head,
        f"Assessed {plural(data['assessed'], 'case', 'cases')}.",
        f"Flagged {plural(data['flagged'], 'missed installment', 'missed installments')}.",
        headed(f"Moved {plural(data['moved'], 'case', 'cases')}", _moves(data)),
        headed(f"Sent {plural(data['sent'], 'message', 'messages')}", _where(data) if out and data["sent"] and not dry else ""),
        headed(f"Queued {data['queued']}", _reasons(data, "queued")),
        *lists.waiting(data),
        headed(f"Blocked {data['blocked']}", _reasons(data, "blocked")),
        headed(f"Failed {data['failed']}, parked {data['parked']}", _reasons(data, "failed")),
        f"Refused {plural(data['refused'], 'row', 'rows')}" + (":" if data["refused"] else "."),
        *_faults_tail(data),
        *_notes(data),
        f"Report: {plain(page, 300)}" if page else "No report was written.",
    ]


def _new(data: Mapping[str, object]) -> list[str]:
    return [f"Made {plain(data['path'], 300)} with {plural(data['cases'], 'case', 'cases')}."]


def _check(data: Mapping[str, object]) -> list[str]:
    rows = rows_of(data, "faults")
    return [*(fault(row) for row in rows), f"{plural(len(rows), 'finding', 'findings')}." if rows else "Every sheet is in order."]


def _assess(data: Mapping[str, object]) -> list[str]:
    keys = ("case_id", "currency", "stage", "level", "days_past_due", "bucket", "arrears", "outstanding", "next_action")
    rows = rows_of(data, "cases")
    header = ("Case", "Cur", "Stage", "Level", "Days late", "Bucket", "Arrears", "Outstanding", "Next")
    lines = table(([row.get(key) for key in keys] for row in rows), header)
    return [f"As of {data['as_of']}:", *lines, *(f"{plain(row.get('case_id'))}: {plain(row['why'], 300)}" for row in rows if len(rows) == 1 and row.get("why"))]


def _remind(data: Mapping[str, object]) -> list[str]:
    rows = rows_of(data, "messages")
    keys = ("case_id", "kind", "level", "channel", "result")
    lines = [" ".join(plain(row.get(key)) for key in keys) + f": {plain(row.get('why'), 300)}" for row in rows]
    for row in rows:  # a preview carries its text; its own line breaks are kept
        lines += [plain(line, 400) for line in str(row.get("text") or "").splitlines()]
    return lines or ["Nothing is due for these cases."]


def _allocate(data: Mapping[str, object]) -> list[str]:
    parts = ("penalty", "fee", "interest", "principal")
    lines = []
    for row in rows_of(data, "installments"):
        paid = row.get("paid")
        shares = paid if isinstance(paid, Mapping) else {}
        lines.append([row.get("no"), *(shares.get(part) for part in parts), row.get("paid_total"), row.get("open_total")])
    return [*table(lines, ("No", "Penalty", "Fee", "Interest", "Principal", "Paid", "Open")), f"Credit {data['credit']}, still open {data['open_total']}."]


def _schedule(data: Mapping[str, object]) -> list[str]:
    keys = ("no", "due_on", "principal", "interest", "payment", "balance")
    header = ("No", "Due on", "Principal", "Interest", "Payment", "Balance")
    rows = table(([row.get(key) for key in keys] for row in rows_of(data, "installments")), header)
    found = data.get("totals")
    totals = found if isinstance(found, Mapping) else {}
    sums = f"principal {totals.get('principal')}, interest {totals.get('interest')}, together {totals.get('payment')}"
    return [*rows, f"{plural(totals.get('count'), 'installment', 'installments')}: {sums}."]


def _gate(data: Mapping[str, object]) -> list[str]:
    """Yes or no first, then every rule with its pack and the date on which a person last checked it."""
    checked = {row.get("pack"): f", version {plain(row.get('version'))}, checked {plain(row.get('reviewed_on'))}" for row in rows_of(data, "packs")}
    said = ["Yes: this contact is allowed now." if data["verdict"] == "allowed" else "No: this contact is blocked now."]
    for row in rows_of(data, "rules"):
        said.append(f"  {plain(row.get('id'))} ({plain(row.get('pack'))}{checked.get(row.get('pack'), '')}): {plain(row.get('reason'), 300)}")
    if data.get("next_lawful_utc"):
        said.append(f"Earliest lawful time: {plain(data.get('next_lawful_local'))} ({plain(data.get('zone'))}), {plain(data['next_lawful_utc'])}.")
    if data.get("needs"):
        said.append(f"Time alone does not lift it: {plain(data['needs'], 600)}.")
    warnings = data.get("warnings")
    said += [f"Note: {plain(text, 400)}" for text in (warnings if isinstance(warnings, list) else [])]
    said.append(f"Packs: {', '.join(f'{plain(name)}{when}' for name, when in checked.items()) or 'none'}. This is not legal advice.")
    return said


def _setup(data: Mapping[str, object]) -> list[str]:
    """What Settings now hold, and the packs that follow from it."""
    found = data.get("settings")
    values = found if isinstance(found, Mapping) else {}
    changed = data.get("changed")
    wrote = changed if isinstance(changed, list) else []
    said = [f"Settings of {plain(data['path'], 300)}: {plural(len(wrote), 'cell', 'cells')} written."]
    said += [f"  {plain(key)} = {plain(value) or '(blank)'}" + (" (new)" if key in wrote else "") for key, value in values.items()]
    said.append("Rule packs for a debtor without a country of their own (a debtor's own country decides first):")
    for row in rows_of(data, "packs"):
        pack = f"{plain(row.get('pack'))}, version {plain(row.get('version'))}, checked {plain(row.get('reviewed_on'))}"
        said.append(f"  {pack}: {plain(row.get('source'), 300)}")
    warnings = data.get("warnings")
    said += [f"Note: {plain(text, 400)}" for text in (warnings if isinstance(warnings, list) else [])]
    return [*said, "Without these answers the strictest pack holds. This is not legal advice."]


def _case(data: Mapping[str, object]) -> list[str]:
    """What was written, a line for debtor and case, one for the installments."""
    rows = rows_of(data, "rows")
    said = []
    for row in rows:
        values = row.get("values")
        facts = values if isinstance(values, Mapping) else {}
        if row.get("table") != "Installments":
            words = ", ".join(plain(value) for name, value in facts.items() if not str(name).endswith(" ID"))
            said.append(f"{plain(row.get('table'))} {plain(row.get('key'))}: {words}")
    lines = [row["values"] for row in rows if row.get("table") == "Installments"]
    parts = ("No", "Due on", "Principal", "Interest", "Fee")
    said += table(([row.get(part) for part in parts] for row in lines if isinstance(row, Mapping)), parts)
    notes = data.get("notes")
    said += [f"Note: {plain(text, 300)}" for text in (notes if isinstance(notes, list) else [])]
    return [*said, f"Written to {plain(data.get('path'), 300)}."]


def _import(data: Mapping[str, object]) -> list[str]:
    """Columns, then what is new, changed (old value and new one), unchanged and refused, then what must be looked at and where the money went."""
    preview = data.get("preview")
    added, changed, refused = (Counter(str(row.get("table")) for row in rows_of(data, key)) for key in ("added", "changed", "refused"))
    same = data.get("unchanged")
    kept = {str(name): number for name, number in same.items() if number} if isinstance(same, Mapping) else {}
    name = plain(data.get("from"))
    said = [f"Preview of {name}: nothing was written." if preview else f"Imported {name} into {plain(data.get('path'), 300)}."]
    said += [f"  {plain(row.get('header'))} -> {plain(row.get('field'))} ({plain(row.get('how'))})" for row in rows_of(data, "columns") if row.get("field")]
    left = [f"{plain(row.get('header'))} ({plain(row.get('how'))})" for row in rows_of(data, "columns") if not row.get("field")]
    said += [f"  not taken: {', '.join(left)}"] if left else []
    for words, counts in (("New", added), ("Changed cells", changed), ("Unchanged", kept), ("Refused rows", refused)):
        said.append(f"{words}: " + (", ".join(f"{name or 'list'} {number}" for name, number in counts.items()) or "none") + ".")
    for row in rows_of(data, "changed"):
        place = f"{plain(row.get('table'))} {plain(row.get('key'))}, {plain(row.get('column'))}"
        said.append(f"  {place}: {plain(row.get('old')) or '(blank)'} -> {plain(row.get('new')) or '(blank)'}")
    said += [f"  {fault(row)}" for row in rows_of(data, "faults")]
    missing = Counter(str(row.get("table")) for row in rows_of(data, "missing"))
    said += [f"In the ledger, not in the list: {', '.join(f'{name} {number}' for name, number in missing.items())}. They stay."] if missing else []
    notes = data.get("notes")
    said += [f"Note: {plain(text, 300)}" for text in (notes if isinstance(notes, list) else [])]
    for row in rows_of(data, "sums"):
        said.append(f"Sum of {plain(row.get('column'))}: list {row.get('listed')} = taken {row.get('taken')} + refused {row.get('refused')}.")
    said += [f"How the headers are read: {plain(data['mapping'], 300)}"] if data.get("mapping") else []
    return said


def _outbox(data: Mapping[str, object]) -> list[str]:
    rows = rows_of(data, "items")
    if not rows:
        return ["Nothing is planned, queued, parked or failed."]
    header = list(dict.fromkeys(str(key) for row in rows for key in row))
    return table(([row.get(key) for key in header] for row in rows), header)


def _verify(data: Mapping[str, object]) -> list[str]:
    rows = rows_of(data, "faults")
    return [fault(row) for row in rows] or ["Ledger, journal and audit chain agree."]


def _restore(data: Mapping[str, object]) -> list[str]:
    """The list of backups, or what was brought back and what is no longer in the ledger."""
    found = rows_of(data, "backups")
    listed = [f"{plain(row.get('name'))}  {plain(row.get('at'))}  {plain(row.get('bytes'))} bytes" for row in found] or ["There is no backup yet."]
    if not data.get("restored"):
        return listed
    kept = f"The file as it was is kept as {plain(data['kept'])}." if data.get("kept") else "There was no file in its place."
    again = [f"  {plain(row.get('key'))}: {plain(row.get('result'))}" for row in rows_of(data, "entered_again")]
    lost = [f"  {plain(row.get('at'))} {plain(row.get('by'))}: {plain(row.get('task'))}, {plain(row.get('cells'))} cells" for row in rows_of(data, "lost")]
    notes = data.get("notes")
    said = [plain(note, 400) for note in notes] if isinstance(notes, list) else []
    return [f"{plain(data['restored'])} was brought back.", kept, *said, *again, *lost]


def _entered(data: Mapping[str, object]) -> list[str]:
    """The rows that were entered, then where each case stands now, then what the clerk should know."""
    said = []
    for row in rows_of(data, "rows"):
        values = row.get("values")
        if row.get("table") not in ("Cases", "Installments", "Moves") and isinstance(values, Mapping):
            cells = ", ".join(f"{plain(name)} {plain(value)}" for name, value in values.items() if value is not None)
            said.append(f"{plain(row.get('table'))} {plain(row.get('key'))}: {cells}")
    for case in rows_of(data, "cases"):
        amounts = f"arrears {plain(case.get('arrears'))}, outstanding {plain(case.get('outstanding'))} {plain(case.get('currency'))}"
        action = f"; next: {plain(case['next_action'])} on {plain(case.get('next_action_on'))}" if case.get("next_action") else ""
        said.append(f"{plain(case.get('case_id'))} ({plain(case.get('debtor'))}): {plain(case.get('stage')) or 'not in collection'}, {amounts}{action}.")
    notes = data.get("notes")
    return said + [plain(note, 300) for note in (notes if isinstance(notes, list) else [])]


def _listed(made: Callable[[Mapping[str, object]], list[str]], data: Mapping[str, object]) -> list[str]:
    """A list that was made, or one that was read back with the rows that came of it."""
    return [*lists.read_back(data), *_entered(data)] if "entered" in data else [*made(data), *_notes(data)]


def _answers(data: Mapping[str, object]) -> list[str]:
    """How many were filed and what they stopped; then the rows and what nobody could place."""
    filed, holds = plural(data["filed"], "answer", "answers"), plural(data["holds"], "hold", "holds")
    head = f"Filed {filed}, {data['bounced']} returned; {holds} until somebody has read them."
    others = f"{data['others']} other messages in the mailbox were left alone."
    return [head, *_entered(data), *([others] if data["others"] else [])]


def _refresh(data: Mapping[str, object]) -> list[str]:
    return [
        f"Refreshed {plural(data['assessed'], 'case', 'cases')} as of {data['as_of']}; nothing was sent.",
        f"Flagged {plural(data['flagged'], 'missed installment', 'missed installments')}.",
        headed(f"Moved {plural(data['moved'], 'case', 'cases')}", _moves(data)),
        f"Refused {plural(data['refused'], 'row', 'rows')}" + (":" if data["refused"] else "."),
        *_faults_tail(data),
    ]


def _tidy(data: Mapping[str, object]) -> list[str]:
    """Every cell with its old and its new content: nothing is put right behind a clerk's back."""
    restored, changes, told = rows_of(data, "restored"), rows_of(data, "changes"), rows_of(data, "told")
    if not restored and not changes and not told:
        return ["Everything is in order; nothing was changed.", *_faults_tail(data)]
    said = [f"{plain(row['table'])} {plain(row['column'])} {plain(row['place'])}: {plain(row['old'])} -> {plain(row['new'])}" for row in restored]
    said += [
        f"{plain(row.get('table'))} {plain(row.get('key'))} {plain(row.get('column'))}: {plain(row['old']) or 'blank'} -> {plain(row['new']) or 'blank'}"
        for row in changes
        if "old" in row
    ]
    said += [f"{plain(row['table'])} {plain(row['place'])}: {plain(row['old'])}; delete the blank rows above them." for row in told]
    return [f"Restored {plural(len(restored) + len(changes), 'place', 'places')}:", *said, *_faults_tail(data)]


def _build(data: Mapping[str, object]) -> list[str]:
    said = [f"{plain(data['path'], 300)}: sha256 of its parts {data['sha256']}"]
    return said if data.get("current", True) else [*said, "The committed workbook is not what the sources give: run `make workbook`."]


def _doctor(data: Mapping[str, object]) -> list[str]:
    checks = rows_of(data, "checks")
    bad = [row for row in checks if not row["ok"]]
    mended = data.get("mended")
    said = [f"Put right: {', '.join(map(str, mended))}."] if isinstance(mended, list) and mended else []
    said += [f"- {plain(row['name'])}: {plain(row['advice'], 600)}" for row in bad]
    return [*said, f"{len(checks) - len(bad)} of {len(checks)} checks are in order."]


def _stop(data: Mapping[str, object]) -> list[str]:
    rows = rows_of(data, "items")
    said = [f"{plural(len(rows), 'message', 'messages')} taken back; nothing of it leaves."] if rows else ["No message waits: nothing to take back."]
    said += [f"  {plain(row.get('case_id'))}: {plain(row.get('kind'))} to {plain(row.get('recipient'))}" for row in rows]
    return said if data.get("entered") else [*said, "The rows of the ledger say so after the next click or run."]


def _undo(data: Mapping[str, object]) -> list[str]:
    """What was put back, what stays and why; mail that has left is named, because it cannot be taken back."""
    action = data.get("action")
    if not isinstance(action, Mapping):
        return ["There is no recorded action to take back."]
    done = f"{plural(data['cells'], 'cell', 'cells')} put back, {plural(data['rows'], 'row', 'rows')} taken away"
    said = [f"Taken back: {plain(action.get('task'))} of {plain(action.get('at'))} by {plain(action.get('by')) or 'somebody'}. {done}."]
    if data.get("stopped_sends"):
        said.append(f"{plural(data['stopped_sends'], 'waiting message', 'waiting messages')} taken back.")
    for row in rows_of(data, "sent"):
        message = f"{plain(row.get('kind'))} to {plain(row.get('recipient'))} ({plain(row.get('case_id'))})"
        said.append(f"Cannot be taken back: {message} has left by {plain(row.get('channel'))}.")
    for row in rows_of(data, "stays"):
        place = " ".join(plain(row.get(name)) for name in ("table", "key", "column") if row.get(name))
        said.append(f"Stays: {place}: {plain(row.get('why'), 200)}")
    return [*said, "Refresh brings the queue up to date."]


_SENTENCES: Mapping[str, Callable[[Mapping[str, object]], list[str]]] = {
    "new": _new, "check": _check, "assess": _assess, "weekly": run, "daily": run, "remind": _remind, "allocate": _allocate,
    "schedule": _schedule, "gate": _gate, "setup": _setup, "train": training.train, "case": _case, "import": _import,
    "explain": trust.explain, "changes": trust.changes, "practice": trust.practice, "privacy": trust.privacy,
    "outbox": _outbox, "verify": _verify, "restore": _restore,
    "build": _build, "doctor": _doctor,
    "refresh": _refresh, "tidy": _tidy, "pay": _entered, "promise": _entered, "hold": _entered, "log": _entered, "undo": _undo,
    "answers": _answers, "queue": lists.queue, "stop": _stop, "statement": documents.statement, "preview": wordings.preview, "check-wording": wordings.check,
    "mail-test": mail.mail_test, "mail-password": mail.mail_password,
    "calls": partial(_listed, lists.calls), "sms": partial(_listed, lists.sms),
    "review": review, "advice": _entered, "dispose": _entered, "demand": _remind, "handover": _remind,
    "agreement": documents.agreement, "agree": agreeing.agree, "versions": agreeing.versions,
    "letter": say_letters.letter, "letters": say_letters.letters,
    "talk": lambda data: [*_entered(data), *say_talk.talk(data, say_talk.language_of(data))],
    "offers": lambda data: say_talk.offers(data, say_talk.language_of(data)),
    "legal": documents.legal, "kpis": say_kpis.kpis, "bank": lambda data: say_bank.bank(data, say_talk.language_of(data)),
    "report": say_kpis.report, "simulate": say_kpis.simulate, "portfolio": say_scale.portfolio,
    "slice": say_scale.slice_cut, "merge": say_scale.merge, "store": say_scale.store,
    "archive": say_scale.archive,
}


def lines(outcome: Outcome) -> list[str]:
    """What the clerk reads after a command, line by line."""
    said = _SENTENCES[outcome.command](outcome.data)
    stop = outcome.data.get("stopped")
    return [*said, f"Stopped: {plain(stop, 300)}"] if stop else said

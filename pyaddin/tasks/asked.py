"""What the program has asked people to do: rows of Contacts that stand at queued, one task per message, and the message behind each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pyaddin.ledger.rows import TypedRow
from pyaddin.records import dataclass
from pyaddin.rules.decide import Decision
from pyaddin.rules.gate import DRIVEN_CHANNELS, Route, address_of
from pyaddin.rules.keyed import found_again, not_reached, over
from pyaddin.rules.ladder import SERVICE_KINDS
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Reason, because, phrase, rules_in
from pyaddin.rules.sending import Send
from pyaddin.tasks.opening import Opened

_KEY_MARKS = 3  # case|episode|kind|subject


@dataclass(frozen=True, slots=True)
class Asked:
    """One message that a person brings: its rows, one for each key; the first is of the case it is about, the others ride in it."""

    channel: str
    debtor_id: str
    rows: tuple[TypedRow, ...]

    @property
    def case_id(self) -> str:
        """The case of its first row."""
        return str(self.rows[0].values["Case ID"])

    @property
    def contact_ids(self) -> tuple[str, ...]:
        """Its rows in Contacts."""
        return tuple(str(row.values["Contact ID"]) for row in self.rows)

    @property
    def keys(self) -> tuple[str, ...]:
        """Outbox keys of the case it is about."""
        return tuple(str(row.values["Key"]) for row in self.rows if row.values["Case ID"] == self.case_id)

    @property
    def listed(self) -> tuple[str, ...]:
        """The other cases that ride in it."""
        return tuple(dict.fromkeys(str(row.values["Case ID"]) for row in self.rows if row.values["Case ID"] != self.case_id))

    @property
    def kind(self) -> str:
        """Kind of the message, as its outbox key says."""
        return self.keys[0].rsplit("|", 2)[1]

    @property
    def episode(self) -> str:
        """Episode of the message, as its outbox key says."""
        return self.keys[0].rsplit("|", 3)[1]

    @property
    def subject(self) -> str:
        """The level, or what else the message is about, as its outbox key says."""
        return self.keys[0].rsplit("|", 1)[1]

    @property
    def needs_agreement(self) -> bool:
        """A supervisor agrees before it goes (Levels: Needs approval)."""
        return any("APPROVAL" in rules_in(str(row.values["Why"] or "")) for row in self.rows)


def asked_of(opened: Opened, channel: str) -> list[Asked]:
    """The open tasks of a channel that the program does not serve itself, in the order in which they were asked."""
    if channel in DRIVEN_CHANNELS:
        return []
    groups: dict[tuple[object, object], list[TypedRow]] = defaultdict(list)
    for row in opened.typed.tables["Contacts"]:
        values = row.values
        mine = values["Result"] == "queued" and values["Direction"] == "out" and values["Channel"] == channel
        if mine and str(values["Key"] or "").count("|") >= _KEY_MARKS and str(values["Case ID"]) in opened.by_case:
            groups[(values["Debtor ID"], values["At"])].append(row)
    tasks = [Asked(channel, str(debtor_id), tuple(sorted(rows, key=lambda row: str(row.values["Contact ID"])))) for (debtor_id, _), rows in groups.items()]
    return sorted(tasks, key=lambda task: task.contact_ids[0])


def outdated(task: Asked, decision: Decision, policy: Policy) -> Reason | None:
    """Why what the task is about is over (paid, closed, of an earlier episode, its level no longer reached); ``None`` while it is right. Thanks stay right."""
    if task.kind == "thanks":
        return None
    if task.kind in SERVICE_KINDS or task.kind == "broken":
        return over(task.keys, decision)
    if task.episode != str(decision.state.episode) or not decision.in_collection or not decision.position.in_arrears:
        return because("OUTDATED", "OUTDATED-PAID")
    return not_reached(int(task.subject), decision, policy) if task.kind == "reminder" and task.subject.isdigit() else None


def send_of(task: Asked, decision: Decision, policy: Policy) -> Send | None:
    """The message as it was decided, to be worded from today's facts; ``None`` when what it is about cannot be found any more."""
    call = found_again(task.keys, decision, policy)
    if call is None:
        return None
    debtor = decision.file.debtor
    route = Route(task.channel, address_of(debtor, task.channel), False, phrase("then-nothing"))
    return Send(call, route, False, listed=task.listed, language=decision.language)


def levels_of(decisions: Mapping[str, Decision], task: Asked) -> tuple[Decision, ...]:
    """The decisions of all cases in the task, the case it is about first."""
    return tuple(decisions[case_id] for case_id in (task.case_id, *task.listed) if case_id in decisions)

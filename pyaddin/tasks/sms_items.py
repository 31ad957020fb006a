"""Which text messages may go now: each waiting task asked at the gate again, worded from today's facts, its number read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pyaddin.correspondence import wording
from pyaddin.correspondence.calls import NotLine
from pyaddin.correspondence.sms import batch
from pyaddin.correspondence.sms.gateway import Gateway, Item, Prepared
from pyaddin.correspondence.sms.numbers import NumberRefused
from pyaddin.correspondence.sms.text import one_line
from pyaddin.errors import Stop
from pyaddin.ledger.cells import instant_text
from pyaddin.practice import mark
from pyaddin.rules.decide import Decision, decide_all, queue_order
from pyaddin.rules.gate import address_of
from pyaddin.rules.reason import because, phrase, text_of
from pyaddin.tasks import message_facts
from pyaddin.tasks.asked import Asked, asked_of, levels_of, outdated, send_of
from pyaddin.tasks.drafting import ContentLacking, check_contents
from pyaddin.tasks.filled_list import identity
from pyaddin.tasks.lists import following, may_agree
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.permission import Wanted, moment, permission, span, there

CHANNEL = "sms"


@dataclass
class Texts:
    """The messages that may go, what identifies their rows, and those that may not with the reason."""

    opened: Opened
    number: str
    at: datetime
    items: list[Item] = field(default_factory=list)
    tasks: dict[str, Asked] = field(default_factory=dict)
    identity: dict[str, dict[str, str]] = field(default_factory=dict)
    blocked: list[NotLine] = field(default_factory=list)

    @property
    def language(self) -> str:
        return self.opened.policy.language

    def refuse(self, decision: Decision, why: str, following: str = "") -> None:
        """Notes that a text message cannot go, and why."""
        words = phrase("do task", channel=CHANNEL).says(self.language)
        self.blocked.append(NotLine(decision.case_id, decision.file.debtor.name, words, why, following))

    def prepared(self, gateway: Gateway) -> list[Prepared]:
        """The messages as the gateway would send them; a number that takes no text is refused in words."""
        ready: list[Prepared] = []
        for item in self.items:
            try:
                ready.append(gateway.prepare(item))
            except NumberRefused as refused:
                self.refuse(self._decision(item), because("NO-CHANNEL", "NUMBER", what=phrase("number", why=refused)).text(self.language))
        return ready

    def _decision(self, item: Item) -> Decision:
        return self.opened.seen("weekly")[item.case_id]


def texts(opened: Opened, number: str, at: datetime, *, by: str, again: bool) -> Texts:
    """Every waiting text message, the most urgent first. ``again``: also those that stand in an earlier batch."""
    decisions = {d.case_id: d for d in decide_all(opened.files, opened.policy, opened.as_of, "weekly", seen=opened.seen("weekly"))}
    found = Texts(opened, number, at)
    agrees = may_agree(opened, by)
    for task in sorted(asked_of(opened, CHANNEL), key=lambda task: queue_order(decisions[task.case_id])):
        decision = decisions[task.case_id]
        earlier = str(task.rows[0].values["Document"] or "")
        gone = outdated(task, decision, opened.policy)
        if gone is not None:
            found.refuse(decision, gone.text(found.language))
        elif earlier and not again:
            found.refuse(decision, because("BATCHED", batch=earlier).text(found.language))
        elif task.needs_agreement and not agrees:
            found.refuse(decision, because("APPROVAL").text(found.language))
        else:
            _add(found, task, decision, decisions)
    return found


def _add(found: Texts, task: Asked, decision: Decision, decisions: dict[str, Decision]) -> None:
    """One task asked at the gate, for each of its cases, and worded."""
    opened = found.opened
    mine = levels_of(decisions, task)
    asked = [permission(opened, one, Wanted(CHANNEL, task.kind), moment(opened, one, found.at)) for one in mine]
    for one, answer in zip(mine, asked, strict=True):
        if not answer.allowed:
            found.refuse(one, text_of(answer.forbids, found.language), following(one, answer))
            return
    send = send_of(task, decision, opened.policy)
    if send is None:
        found.refuse(decision, because("FAILED", what=phrase("no-text", key=task.keys[0])).text(found.language))
        return
    try:
        letter = message_facts.of_send(opened, decision, send, mine)
        words = wording.render(letter)
        text = f"[{mark(words.language)}] {one_line(words)}" if opened.settings.practice else one_line(words)
        check_contents(opened, decision, letter, words.language, text)
    except ContentLacking as lack:
        found.refuse(decision, lack.reason.text(found.language))
        return
    except Stop as stop:
        if stop.fault.code != "X-TEMPLATE":
            raise
        found.refuse(decision, because("FAILED", what=phrase("bad-wording", found=stop.fault.found, advice=stop.fault.advice)).text(found.language))
        return
    reference = f"{found.number}/{len(found.items) + 1}"
    debtor, hours = decision.file.debtor, asked[0].hours
    assert hours is not None
    facts = {
        "row_id": reference, "case_id": decision.case_id, "debtor_id": debtor.debtor_id, "contact_ids": ",".join(task.contact_ids),
        "ledger_id": opened.raw.ledger_id, "made_at": instant_text(found.at),
    }  # fmt: skip
    found.identity[reference] = identity(batch.IDENTITY, facts)
    found.tasks[reference] = task
    found.items.append(
        Item(
            reference, decision.case_id, debtor.name, address_of(debtor, CHANNEL), debtor.country, text, words.template, words.sha256,
            f"{there(hours, debtor.time_zone)}\n{debtor.time_zone}", span(hours, opened.zone),
        )
    )  # fmt: skip

"""From a decided message to its finished draft: facts, wording, demanded contents and the bytes of the email."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pyaddin.correspondence import email
from pyaddin.correspondence.contents import ASK_FOR_NOTHING, lacking
from pyaddin.correspondence.entry import FREE, Draft
from pyaddin.correspondence.forms import Forms
from pyaddin.correspondence.message import Letter, Planned
from pyaddin.policy.rulebook import Demand, required_content
from pyaddin.rules.case import CONFIRMED_RESULTS
from pyaddin.rules.decide import Decision
from pyaddin.rules.ladder import SERVICE_KINDS
from pyaddin.rules.reason import Reason, because, phrase
from pyaddin.rules.sending import Send
from pyaddin.rules.validation_period import NOTICE
from pyaddin.tasks import letters, message_facts
from pyaddin.tasks.acts import Acts, Desk
from pyaddin.tasks.opening import Opened

_WAITING = ("queued", "planned", "deferred", "held")


class ContentLacking(Exception):
    """The finished message does not carry what the binding packs demand."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.rule)


def demands_on(opened: Opened, decision: Decision, letter: Letter) -> tuple[Demand, ...]:
    """What the binding packs say that this message must and must not hold; a thank-you asks for nothing and is not held to them."""
    keeper, debtor = opened.policy.keeper, decision.file.debtor
    if keeper is None or letter.kind in ASK_FOR_NOTHING:
        return ()
    debt_class = "business" if debtor.kind == "business" else keeper.debt_class
    country = debtor.country or keeper.jurisdiction
    packs = keeper.packs_for(country, debtor.region, debt_class, opened.as_of)
    return required_content(packs, letter.channel, country, letter.kind == NOTICE or _is_first(decision), keeper.role)


def _is_first(decision: Decision) -> bool:
    """Whether nothing is known to have reached the debtor before."""
    return not any(c.direction == "out" and c.result in CONFIRMED_RESULTS for c in decision.log)


def check_contents(opened: Opened, decision: Decision, letter: Letter, language: str, text: str) -> None:
    """Raises ``ContentLacking`` naming the rules whose contents the rendered text lacks."""
    check_demands(demands_on(opened, decision, letter), letter, language, text)


def check_demands(demands: Sequence[Demand], letter: Letter, language: str, text: str) -> None:
    """As ``check_contents``, for demands that are known."""
    missing = lacking(letter, text, language, dict.fromkeys(name for _, wanted, _ in demands for name in wanted))
    if missing:
        rules = tuple(dict.fromkeys(rule for rule, wanted, _ in demands if not set(missing).isdisjoint(wanted)))
        raise ContentLacking(because("CONTENT", rules=rules, what=missing))


class Drafting:
    """The messages of one run being made: what the journal knows of their keys is asked once, and the wording files are looked for once."""

    def __init__(self, desk: Desk, wanting: Iterable[Decision], siblings: Mapping[str, Sequence[Decision]], by_case: dict[str, Decision]) -> None:
        self._desk = desk
        self._siblings = siblings
        self._by_case = by_case
        self._forms = Forms()
        self._demands: dict[tuple[object, ...], tuple[Demand, ...]] = {}
        keys = [send.call.keys[0] for decision in wanting if (send := decision.send) is not None and send.route.driver]
        self._latest = desk.outbox.latest_of(keys) if desk.outbox is not None else {}

    def forbidden(self, key: str) -> Reason | None:
        """Why the journal forbids this message although the ledger calls for it: it went out under this key before."""
        found = self._latest.get(key)
        if found is None:
            return None
        desk, state = self._desk, found[1]
        assert desk.outbox is not None
        withdrawn = desk.dry_run and state == "approved"  # a dry run cancels nothing: the ledger would not call for it otherwise
        if desk.holding and state in _WAITING and not desk.outbox.cut_off(key):
            return because("FAILED", what=phrase("in-journal", state=state))
        if withdrawn or state in _WAITING or state in FREE:
            return None
        return because("FAILED", what=phrase("in-journal", state=state))

    def draft(self, acts: Acts, decision: Decision, send: Send) -> Draft:
        """The finished draft. Raises ``ContentLacking``, ``email.AddressRefused``, ``Stop`` X-TEMPLATE."""
        desk, opened = self._desk, self._desk.opened
        letter = message_facts.of_send(opened, decision, send, self._siblings[decision.file.case.debtor_id])
        words = self._forms.said(letter)
        check_demands(self._demands_on(decision, letter), letter, words.language, words.text)
        if desk.preview:
            acts.texts[decision.case_id] = f"{words.subject}\n\n{words.text}"
        planned = letters.planned(decision, send, self._by_case, opened.settings, opened.zone, desk.run_id, opened.raw.ledger_id)
        if words.warnings:
            planned = replace(planned, why=f"{planned.why} {because('WORDING', what=' '.join(words.warnings)).text(desk.language)}")
        attempt = self._attempt(planned)
        settings = opened.settings
        redirect, from_address = settings.text("redirect_all_to"), settings.text("smtp_from")
        body = email.finish(letter, words, planned, attempt=attempt, redirect=redirect, from_address=from_address)
        identity = email.message_id(planned, attempt, email.mailbox(letter.sender.reply_to).domain)
        brake = ",".join(dict.fromkeys(reason.rule for reason in send.braked))
        way = desk.transport.name if desk.transport else "folder"
        kind, asks = send.call.kind, send.call.kind not in SERVICE_KINDS
        return Draft(
            planned, kind, send.call.level, words.template, words.sha256, identity, body, way, brake,
            pay_by=letter.pay_by if asks else None, asked_for=letters.asked_for(letter) if asks else (),
        )  # fmt: skip

    def _demands_on(self, decision: Decision, letter: Letter) -> tuple[Demand, ...]:
        """What must stand in the message: the same for all that go to one place by one channel."""
        debtor = decision.file.debtor
        place = (debtor.country, debtor.region, debtor.kind, letter.channel, letter.kind in ASK_FOR_NOTHING, letter.kind == NOTICE or _is_first(decision))
        if place not in self._demands:
            self._demands[place] = demands_on(self._desk.opened, decision, letter)
        return self._demands[place]

    def _attempt(self, planned: Planned) -> int:
        """Number of this attempt under the message's first key."""
        found = self._latest.get(planned.keys[0][0])
        return 1 if found is None else found[0] + 1

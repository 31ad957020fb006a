"""What one email costs: wording, page and finished bytes, ours beside plain jinja2 templates (text and page) put into the standard library's EmailMessage.

``python -m benchmarks.emails LEDGER`` prints microseconds of CPU an email as JSON; both in one process, in turn, the median of five rounds.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from time import process_time

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from benchmarks.ledgers import AS_OF
from pyaddin.correspondence import email
from pyaddin.correspondence.forms import Forms
from pyaddin.correspondence.message import Letter, Planned
from pyaddin.entrypoints.at_one_go import at_one_go
from pyaddin.ledger.closed import ClosedBook
from pyaddin.rules.decide import Decision
from pyaddin.tasks import letters, message_facts
from pyaddin.tasks.deciding import decided
from pyaddin.tasks.opening import open_ledger

ROUNDS = 5
AT = datetime.fromisoformat("2026-11-23T08:00:00+00:00")
_TABLE = "{% for line in rows %}<tr><td>{{ line.due_on }}</td><td>{{ line.open }}</td></tr>{% endfor %}"
_PAGE = (
    "<!doctype html><html><body><p>Dear {{ name }},</p><p>our records show that {{ total }} {{ currency }} on case {{ case }} is open since {{ since }}."
    f"</p><table>{_TABLE}</table><p>Please pay by {{{{ by }}}}, or tell us if you cannot: we look for a way together.</p><p>{{{{ sender }}}}</p></body></html>"
)
_TEXT = (
    "Dear {{ name }},\n\nour records show that {{ total }} {{ currency }} on case {{ case }} is open since {{ since }}.\n\n"
    "{% for line in rows %}{{ line.due_on }}  {{ line.open }}\n{% endfor %}\nPlease pay by {{ by }}, or tell us if you cannot.\n\n{{ sender }}\n"
)


def _messages(path: Path) -> list[tuple[Letter, Planned]]:
    opened = open_ledger(path, as_of=AS_OF, now=lambda: AT, book=ClosedBook(path))
    decisions = decided(opened.files, opened, "weekly", (), {})
    by_case = {decision.case_id: decision for decision in decisions}
    siblings: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        siblings[decision.file.case.debtor_id].append(decision)
    made = []
    for decision in decisions:
        if decision.send is not None and decision.send.route.driver:
            letter = message_facts.of_send(opened, decision, decision.send, siblings[decision.file.case.debtor_id])
            planned = letters.planned(decision, decision.send, by_case, opened.settings, opened.zone, "W-2026-11-23", opened.raw.ledger_id)
            made.append((letter, planned))
    return made


_FORMS = Forms()


def _ours(letter: Letter, planned: Planned) -> bytes:
    return email.finish(letter, _FORMS.said(letter), planned)


def _plain() -> Callable[[Letter, Planned], bytes]:
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    page, text = environment.from_string(_PAGE), environment.from_string(_TEXT)

    def build(letter: Letter, planned: Planned) -> bytes:
        statement = letter.statements[0]
        facts = {
            "name": letter.debtor_name, "total": statement.total_due, "currency": statement.currency, "case": statement.case_id, "since": letter.as_of,
            "rows": statement.lines, "by": letter.pay_by, "sender": letter.sender.name,
        }  # fmt: skip
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"], message["Subject"] = letter.sender.reply_to, planned.recipient, f"Your account {statement.case_id}"
        message.set_content(text.render(facts))
        message.add_alternative(page.render(facts), subtype="html")
        return message.as_bytes()

    return build


def _each(build: Callable[[Letter, Planned], bytes], messages: list[tuple[Letter, Planned]]) -> float:
    start = process_time()
    for letter, planned in messages:
        build(letter, planned)
    return (process_time() - start) / len(messages) * 1e6


def main() -> None:
    """Measure and tell. The first round of each warms what a run warms once."""
    with at_one_go():
        messages = _messages(Path(sys.argv[1]))
        plain = _plain()
        _each(_ours, messages[:50]), _each(plain, messages[:50])
        rounds = [(_each(_ours, messages), _each(plain, messages)) for _ in range(ROUNDS)]
    ours, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(json.dumps({"emails": len(messages), "ours": ours, "jinja2 and EmailMessage": theirs}))


if __name__ == "__main__":
    main()

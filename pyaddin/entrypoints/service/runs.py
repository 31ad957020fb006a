"""One run of the scheduler: whatever happens is told in the log and remembered, never raised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pyaddin.entrypoints.at_one_go import at_one_go
from pyaddin.entrypoints.service.asked import Asked
from pyaddin.entrypoints.service.log import figures, log, stopped
from pyaddin.entrypoints.service.plan import Plan
from pyaddin.entrypoints.where import where
from pyaddin.errors import Stop
from pyaddin.ledger.closed import opened_by
from pyaddin.records import dataclass
from pyaddin.tasks import answers, daily, run_mail, sender, standing, weekly
from pyaddin.tasks.outcome import Outcome

BY = "scheduler"


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a run: its exit code, one line about it, and whether it has to be tried again (``again`` says why)."""

    exit_code: int
    line: str
    again: str = ""
    run_id: str = ""


def make(kind: str, plan: Plan, asked: Asked, now: Callable[[], datetime], beat: Callable[[], None]) -> tuple[Ran, Outcome | None]:
    """Make one run: what came of it, and its answer where it ran.

    It is to be tried again when it could not start, was stopped, or waits for the ledger to be closed.
    """
    _read_answers(plan, now)
    task = weekly if kind == "weekly" else daily
    try:
        with at_one_go():
            outcome = task.run(
                plan.ledger, as_of=None, out=None, transport=plan.transport or None, dry_run=False, by=BY, now=now,
                progress=asked.watched(lambda done, total, label: beat()),
            )  # fmt: skip
    except Stop as stop:
        return Ran(2, stopped(stop), again=stopped(stop)), None
    except KeyboardInterrupt:
        return Ran(1, "Stopped as asked.", again="stopped as asked; what was done is recorded and the next start takes the run up again"), None
    except Exception as error:  # one failing job must not starve the others
        text = where(error)
        return Ran(2, text, again=text), None
    return Ran(outcome.exit_code, figures(outcome.data), _again(outcome), str(outcome.data["run_id"])), outcome


def _read_answers(plan: Plan, now: Callable[[], datetime]) -> None:
    """File what debtors wrote back before they are written to. A mailbox that cannot be read is told, and the run goes on."""
    if not plan.reads_answers or opened_by(plan.ledger) is not None:
        return
    try:
        data = answers.run(plan.ledger, source=None, as_of=None, by=BY, now=now).data
    except Stop as stop:
        log.error("Answers were not read: %s", stopped(stop))
    except Exception as error:  # a mail server's mood must not end the service
        log.error("Answers were not read: %s", where(error))
    else:
        log.info("Answers: %s filed, %s bounced, %s holds.", data["filed"], data["bounced"], data["holds"])


class _Waits(Exception):
    """The sender would wait: the scheduler has other things to do and comes back."""


def send_left(plan: Plan, ledger_id: str, now: Callable[[], datetime]) -> None:
    """Messages that wait for their next try, or whose sender died with the computer: asked again, sent and entered, on the closed ledger."""

    def come_back(seconds: float) -> None:
        raise _Waits

    try:
        if opened_by(plan.ledger) is not None or not standing.ready_to_go(plan.ledger, ledger_id, now()):
            return
        data = sender.run(plan.ledger, now=now, pause=come_back).data
    except _Waits:
        return
    except Stop as stop:
        log.error("Messages that wait were not sent: %s", stopped(stop))
    except Exception as error:  # a mail server's mood must not end the service
        log.error("Messages that wait were not sent: %s", where(error))
    else:
        if data["sent"] or data["withdrawn"]:
            log.info("Messages that waited: %s sent, %s withdrawn.", data["sent"], data["withdrawn"])


def _again(outcome: Outcome) -> str:
    """Why the run has to be made again; blank when it is finished."""
    if outcome.data.get("stopped"):
        return str(outcome.data["stopped"])
    if outcome.data.get("open_in"):
        return f"the ledger is open ({outcome.data['open_in']}); what was computed waits in the journal"
    return ""


def mail_report(plan: Plan, outcome: Outcome, now: Callable[[], datetime]) -> str:
    """The run's report to the supervisor, once per run. Its failure is told, and returned for the status; it changes nothing about the run."""
    if not plan.report_to or not outcome.data.get("report"):
        return ""
    run_id, trouble = outcome.data["run_id"], ""
    try:
        told = run_mail.run(plan.ledger, outcome.data, transport=plan.transport or None, now=now)
        trouble = told if told.startswith(run_mail.TROUBLE) else ""
    except Stop as stop:
        trouble = stopped(stop)
    except Exception as error:  # a mail server's mood must not end the service
        trouble = where(error)
    if trouble:
        log.error("The report of %s was not mailed: %s", run_id, trouble)
        return f"the report of {run_id} was not mailed: {trouble}"
    log.info("Report of %s: %s", run_id, told)
    return ""

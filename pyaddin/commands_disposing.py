"""The rows of the table of commands about final disposition: the review list, legal advice, the ways out."""

from __future__ import annotations

from pyaddin.command import AS_OF, BY, CASES, ENTRY, ENTRY_KEYS, PATH, SENDING, Command, Option
from pyaddin.ledger.codes import PREFERRED_CHANNELS, RECOMMENDATIONS, RESTART_EVENTS
from pyaddin.rules.arrears import ENDED_BY_A_PERSON

_BY_HAND = (
    Option("--case", "text", "The case; may be repeated.", required=True, repeat=True, metavar="ID", dest="cases"),
    Option("--channel", "text", "Use this channel; default: letter, unless the debtor prefers another way.", choices=PREFERRED_CHANNELS),
    *SENDING,
    Option("--preview", "switch", "Show the text only; it counts as nothing sent."),
    BY,
)

DISPOSING: tuple[Command, ...] = (
    Command(
        "review", "pyaddin.tasks.review", "clerk",
        "Which cases are ripe for final disposition, why, and what each still lacks; limitation, whether a suit is worth its cost by the typed figures, and"
        " what came in after write-offs. Writes nothing.",
        (PATH,), (CASES, AS_OF), ("now",), ("as_of", "cases", "came_back", "recovered", "recoveries", "warning"),
    ),
    Command(
        "advice", "pyaddin.tasks.advice", "clerk",
        "Record legal advice and suit of a case on the sheet Legal: counsel, delivery of the final demand with its proof, recommendation, court, hearing,"
        " figures of a suit, what restarts the limitation period, and a judgment, which takes the place of principal and interest.",
        (PATH,),
        (
            Option("--case", "text", "The case.", required=True, metavar="ID"),
            Option("--counsel", "text", "Lawyer asked.", metavar="NAME"),
            Option("--asked-on", "date", "Day the advice was asked for.", metavar="YYYY-MM-DD"),
            Option("--advice-on", "date", "Day it came.", metavar="YYYY-MM-DD"),
            Option("--recommendation", "text", "What counsel recommends.", choices=RECOMMENDATIONS),
            Option("--demand-delivered-on", "date", "Day on which the final demand was delivered; its proof is needed with it.", metavar="YYYY-MM-DD"),
            Option("--proof", "text", "Where the proof of that delivery lies.", metavar="TEXT"),
            Option("--court", "text", "Name of the court.", metavar="NAME"),
            Option("--filed-on", "date", "Day of the suit.", metavar="YYYY-MM-DD"),
            Option("--court-number", "text", "File number of the court.", metavar="TEXT"),
            Option("--next-hearing", "date", "Day of the next hearing.", metavar="YYYY-MM-DD"),
            Option("--costs", "amount", "Costs so far.", metavar="A"),
            Option("--expected-costs", "amount", "What a suit will cost, as counsel estimates.", metavar="A"),
            Option("--expected-months", "integer", "How long it will take until money comes.", metavar="N"),
            Option("--chance", "amount", "Chance to be awarded the debt and to collect it, 0.6 = 60 %.", metavar="C"),
            Option("--restarted-on", "date", "Day of an event that restarts the limitation period.", metavar="YYYY-MM-DD"),
            Option("--restart-event", "text", "What it was.", choices=RESTART_EVENTS),
            Option("--restart-proof", "text", "Where its proof lies.", metavar="TEXT"),
            Option("--judgment-on", "date", "Day of the judgment.", metavar="YYYY-MM-DD"),
            Option("--judgment-amount", "amount", "Amount awarded: from that day on it takes the place of principal and interest.", metavar="A"),
            Option("--debtor-legal-id", "text", "Identity or registration number, where the court needs it.", metavar="TEXT"),
            Option("--approved-by", "text", "Supervisor who approves the judgment's amount; another person than who enters it.", metavar="NAME"),
            Option("--document", "text", "The judgment's paper.", metavar="F"),
            *ENTRY,
        ),
        ("now",), ENTRY_KEYS,
    ),
    Command(
        "demand", "pyaddin.tasks.demand", "clerk",
        "Send the final demand of chosen cases, once each: holds, hours and keys are obeyed as in every run. A supervisor's leaves at once, any other waits"
        " for a release. Its delivery is recorded by advice.",
        (PATH,), _BY_HAND, ("now", "progress"), ("messages",),
    ),
    Command(
        "handover", "pyaddin.tasks.handover", "clerk",
        "Tell the debtors of chosen cases who deals with them from now on, as the sheet Legal says (Counsel, Asked on); where the rules allow it.",
        (PATH,), _BY_HAND, ("now", "progress"), ("messages",),
    ),
    Command(
        "dispose", "pyaddin.tasks.dispose", "supervisor",
        "Final disposition of a case: hand it over, offer a settlement instead, end it by an outcome with its document (the remainder is written off to the"
        " cent), or take an outcome back. A second person, a supervisor, approves; without an approval an outcome is a proposal.",
        (PATH,),
        (
            Option("--case", "text", "The case.", required=True, metavar="ID"),
            Option("--outcome", "text", "How it ends; left out with --approved-by = approve what was proposed.", choices=ENDED_BY_A_PERSON),
            Option("--to-disposition", "switch", "Hand it over for disposition (T8): final demand, advice, no hold."),
            Option("--settlement-offer", "switch", "Back to negotiation with a settlement offer (T9)."),
            Option("--withdraw", "switch", "Take a proposal back, or the outcome of a closed case."),
            Option("--on", "date", "Day of the decision; default: the as-of date.", metavar="YYYY-MM-DD"),
            Option("--approved-by", "text", "Supervisor who approves; another person than who proposes.", metavar="NAME"),
            Option("--document", "text", "The paper it rests on: decision, settlement, court's notice, certificate, deed, advice.", metavar="F"),
            Option("--reason", "text", "Why, in words.", metavar="TEXT"),
            *ENTRY,
        ),
        ("now",), ENTRY_KEYS,
    ),
)  # fmt: skip

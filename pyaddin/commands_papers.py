"""The rows of the table of commands that make papers and lists: letters, call lists, text messages, wordings, statements, agreements, dossiers."""

from __future__ import annotations

from pyaddin.command import AS_OF, BY, DOCUMENTS, ENTRY, KNOWN_ON, LIST_KEYS, PATH, Command, Option
from pyaddin.labels import LANGUAGES

LISTS: tuple[Command, ...] = (
    Command(
        "calls", "pyaddin.tasks.call_list", "clerk",
        "Make the call list of the day as a workbook to fill in, or read a filled-in one back: each call becomes a contact, each promise a promise. Who may"
        " not be called is named with the reason.",
        (PATH,),
        (
            Option("--from", "path", "A filled-in list to read back; left out = make a list.", metavar="FILE", dest="source"),
            Option("--out", "path", "File of the list; default: <ledger>-out/calls/ beside the ledger.", metavar="FILE"),
            Option("--owner", "text", "Only cases of this clerk.", metavar="NAME"),
            *ENTRY,
        ),
        ("now",), LIST_KEYS,
    ),
    Command(
        "sms", "pyaddin.tasks.sms_batch", "clerk",
        "Make a batch of the text messages that wait for a person, as a workbook and for a gateway as CSV, or read back what became of it.",
        (PATH,),
        (
            Option("--sent", "path", "A batch that was sent, or the gateway's list of results, to read back; left out = make a batch.", metavar="FILE",
                   dest="source"),
            Option("--out", "path", "File of the batch; default: <ledger>-out/sms/ beside the ledger.", metavar="FILE"),
            Option("--csv", "switch", "Write the batch for a gateway beside it, as CSV."),
            Option("--again", "switch", "Also texts that stand in an earlier batch: one that was lost before anything of it was sent."),
            *ENTRY,
        ),
        ("now",), LIST_KEYS,
    ),
    Command(
        "letter", "pyaddin.tasks.letter", "clerk",
        "Show one letter as it would be printed: a PDF, and a picture of each page. It counts as nothing sent.",
        (PATH,),
        (
            Option("--case", "text", "The case.", required=True, metavar="ID"),
            Option("--template", "text", "Wording, for example reminder_2, missed or thanks; default: the letter that waits or is due, else the next level.",
                   metavar="NAME"),
            Option("--out", "path", "Folder for the files; default: <ledger>-out/preview beside the ledger.", metavar="DIR"),
            AS_OF, KNOWN_ON,
        ),
        ("now",), ("files", "pages", "told"),
    ),
    Command(
        "letters", "pyaddin.tasks.print_letters", "clerk",
        "Print all letters that wait as tasks: one file for the printer, an archive copy of each, a manifest. With --posted: confirm that they were posted;"
        " only then they count.",
        (PATH,),
        (
            Option("--out", "path", "Folder for the files; default: <ledger>-out/<print run>/ beside the ledger.", metavar="DIR"),
            Option("--again", "switch", "Print letters again that were printed before and not confirmed."),
            Option("--single-sided", "switch", "No blank backs; left out = every letter begins on a front page.", dest="single_sided"),
            Option("--posted", "switch", "Confirm the posting of what was printed, instead of printing."),
            Option("--not-posted", "switch", "Say that what was printed was not posted: it is taken back, and a later run makes anew what is still due.",
                   dest="not_posted"),
            Option("--on", "date", "Day of the posting; default: the as-of date.", metavar="YYYY-MM-DD"),
            Option("--manifest", "path", "Only the letters of this manifest.json.", metavar="FILE"),
            Option("--key", "text", "Only this outbox key; may be repeated.", repeat=True, metavar="K", dest="keys"),
            *ENTRY,
        ),
        ("now", "progress"), ("printed", "pages", "posted", "withdrawn", "blocked", "refused", "files", "rows"),
    ),
)

PAPERS: tuple[Command, ...] = (
    Command(
        "preview", "pyaddin.tasks.preview", "clerk",
        "Show any message of any kind as the debtor of a case would get it: to look at a change of a wording file. It counts as nothing sent.",
        (
            PATH,
            Option("TEMPLATE", "text", "The wording: reminder_1 to reminder_4, missed, notice, thanks, paid, cured, promise, agreement, broken, hardship,"
                   " demand, handover or checkin; with its stage if need be: deep/reminder_2.", metavar="TEMPLATE"),
        ),
        (
            Option("--case", "text", "The case.", required=True, metavar="ID"),
            Option("--channel", "text", "As this; default: the debtor's preferred one, else email.", choices=("email", "letter", "sms", "call")),
            Option("--language", "text", "In this language; default: the debtor's.", choices=LANGUAGES),
            Option("--out", "path", "Also write it to this folder: the text, an email's page, a letter's PDF; default: only shown.", metavar="DIR"),
            AS_OF, KNOWN_ON,
        ),
        ("now",), ("files", "template", "sha256", "text", "warnings"),
    ),
    Command(
        "check-wording", "pyaddin.tasks.check_wording", "clerk",
        "Try every wording file: with sample facts and hostile ones, for threats and words that tell the matter to others, for what the strictest rule"
        " pack demands, and for languages that are missing.",
        (),
        (
            Option("--only", "text", "Only files whose path holds this, for example zh-TW/ or reminder_2.", metavar="TEXT"),
            Option("--templates", "path", "Another folder with wording; default: the program's own.", metavar="DIR"),
        ),
        (), ("files", "findings"),
    ),
    Command(
        "statement", "pyaddin.tasks.statement", "clerk",
        "Statement of account as PDF: every installment, fee, interest period and payment with where it went, the running balance, and what is owed.",
        (PATH,),
        (
            Option("--case", "text", "The case.", metavar="ID", one_of="what"),
            Option("--debtor", "text", "Every case of this debtor; currencies are never added to each other.", metavar="ID", one_of="what"),
            AS_OF, KNOWN_ON,
            Option("--language", "text", "Language of the page; default: the debtor's.", choices=LANGUAGES),
            DOCUMENTS,
        ),
        ("now",), ("as_of", "files", "cases", "totals"),
    ),
    Command(
        "agreement", "pyaddin.tasks.agreement", "clerk",
        "Agreement for signature as PDF, from a row of the sheet Plans and its installments. Not made while a required content is missing: each one is named.",
        (PATH,),
        (
            Option("--plan", "text", "The plan.", required=True, metavar="ID"),
            Option("--as-of", "date", "Day whose evening's balance it takes over; default: the later signature, before that the proposal.",
                   metavar="YYYY-MM-DD"),
            Option("--language", "text", "Language of the page; default: the debtor's.", choices=LANGUAGES),
            DOCUMENTS,
            BY,
        ),
        ("now",), ("plan_id", "version", "digest", "files"),
    ),
    Command(
        "legal", "pyaddin.tasks.legal", "clerk",
        "Referral dossier for counsel as PDF: timeline, account with every calculation, contacts, messages as sent, agreements, limitation, exhibits;"
        " what is missing is listed. Changes nothing.",
        (PATH,),
        (
            Option("--case", "text", "The case.", required=True, metavar="ID"),
            Option("--exhibit", "path", "PDF, PNG or JPEG to embed after those of <ledger>-exhibits/<case>/; may be repeated.", repeat=True, metavar="FILE",
                   dest="exhibits"),
            AS_OF,
            Option("--language", "text", "Language of the dossier; default: setting office_language.", choices=LANGUAGES),
            DOCUMENTS,
        ),
        ("now",), ("files", "missing"),
    ),
)

"""What a command is made of: its options, who may give it, and the options that many commands share."""

from __future__ import annotations

from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One option or positional argument. ``type``: text, integer, amount, date, path or switch.

    ``default`` is the text a clerk would have typed; blank = the option is left out. Of all options that share ``one_of``
    exactly one must be given. ``repeat`` collects the values of several uses. ``optional``: a positional argument that may be left out.
    """

    flag: str
    type: str
    help: str
    required: bool = False
    repeat: bool = False
    choices: tuple[str, ...] = ()
    metavar: str = ""
    default: str = ""
    one_of: str = ""
    dest: str = ""
    optional: bool = False

    @property
    def name(self) -> str:
        """The parameter of the task that takes the value."""
        return self.dest or self.flag.lstrip("-").replace("-", "_").lower()


@dataclass(frozen=True, slots=True)
class Command:
    """One task of the office; its buttons, if it has any, stand in ``pyaddin.buttons``.

    ``role``: clerk = anyone in the office; supervisor = someone named in Settings ``supervisors`` or the keeper of the files.
    ``json_keys`` are the keys that ``--json`` always prints.
    """

    name: str
    task: str
    role: str
    help: str
    positional: tuple[Option, ...] = ()
    options: tuple[Option, ...] = ()
    given: tuple[str, ...] = ()
    json_keys: tuple[str, ...] = ()

    @property
    def on_open_book(self) -> bool:
        """True when the task can work on an open workbook; the command line then takes ``ENGINE`` besides its own options."""
        return any(option.name == "path" for option in self.positional) and self.name not in _ONLY_ON_FILES


PATH = Option("PATH", "path", "The ledger file.", metavar="PATH")
AS_OF = Option("--as-of", "date", "Date to compute for; default: today in the ledger's time zone.", metavar="YYYY-MM-DD")
KNOWN_ON = Option(
    "--known-on", "text", "From what the office knew at the end of this day (or at an instant with Z), by the audit chain; --as-of is then that day. Left"
    " out = from what is known now.", metavar="YYYY-MM-DD",
)
CASES = Option("--case", "text", "Only this case; may be repeated.", repeat=True, metavar="ID", dest="cases")
BY = Option("--by", "text", "Who acts; default: the name you are logged in with.", metavar="NAME")
SENDING = (
    AS_OF,
    Option("--out", "path", "Folder for emails and report; default: <ledger>-out/<run id>/ beside the ledger.", metavar="DIR"),
    Option(
        "--transport", "text", "folder writes emails to files and sends nothing; smtp sends them through the mail account, today only. Default: the setting"
        " transport.", choices=("folder", "smtp"),
    ),
    Option("--dry-run", "switch", "Compute and show everything, write nothing at all."),
)
DOCUMENTS = Option("--out", "path", "Folder for the document; default: <ledger>-out/documents/ beside the ledger.", metavar="DIR")
ENTRY = (AS_OF, BY)
ENTRY_KEYS = ("rows",)
LIST_KEYS = ("as_of", "file", "listed", "blocked", "rows", "faults", "notes")
ENGINE = Option(
    "--engine", "text", "file changes the closed file; libreoffice does the same work in LibreOffice, where it has the ledger open if it listens, else in"
    " one without a window.", choices=("file", "libreoffice"), default="file",
)
_ONLY_ON_FILES = frozenset({"new", "restore", "train", "practice", "privacy", "simulate", "store", "archive"})
"""They make the file, exchange it, or only ask it for its language."""
RUN_KEYS = (
    "run_id", "as_of", "assessed", "flagged", "moved", "sent", "queued", "blocked", "failed", "parked", "refused", "faults", "changes", "messages",
)

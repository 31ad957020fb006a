"""What was seen of a computer and of a ledger file on it; plain data, so that every check can be tried on good and bad computers alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import PurePath

from pyaddin.ledger.closed.condition import Condition
from pyaddin.records import dataclass

WINDOWS, MAC, LINUX = "win32", "darwin", "linux"


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A ledger as the buttons will meet it. ``problem`` says why it cannot be read at all; then the rest is unknown.

    ``opened_by``: program and user that have it open; ``from_internet``: Windows marks it as downloaded and blocks its macros.
    ``xlwings``: version of the VBA module inside, blank without one; ``newest``: stamp of the buttons that this program has; ``folder_conf``: settings
    of xlwings that lie beside the ledger; ``mail``: why its mail account cannot send, blank when it can or need not.
    ``wider``: files of the product that more people may read than the ledger.
    """

    path: PurePath
    problem: str = ""
    opened_by: str = ""
    read_only: bool = False
    from_internet: bool = False
    xlwings: str = ""
    newest: str = ""
    folder_conf: Mapping[str, str] = field(default_factory=dict)
    condition: Condition = Condition()
    mail: str = ""
    wider: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Machine:
    """One computer and one user on it.

    ``python`` and ``project`` are the running interpreter and the folder of the program; ``*_text`` is how they can be written into xlwings' settings,
    which Excel reads in the code page ``ansi``. ``language`` is that of the user's desktop. ``conf`` are the settings, keys in capitals; ``None`` = there
    is no such file.
    """

    system: str
    version: tuple[int, int, int]
    bits: int
    python: PurePath
    project: PurePath
    package: PurePath
    python_text: str
    project_text: str
    ansi: str
    language: str = "en"
    own_environment: bool = True
    conda: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    conf_path: PurePath | None = None
    conf: Mapping[str, str] | None = None
    pinned: Mapping[str, str] = field(default_factory=dict)
    installed: Mapping[str, str] = field(default_factory=dict)
    missing_files: tuple[str, ...] = ()
    excel: str = ""
    libreoffice: str = ""
    excel_processes: int = 0
    mac_script: bool = True
    ledger: LedgerFile | None = None

    def setting(self, key: str) -> str:
        """A value of xlwings' settings for this user; blank where there is none."""
        return (self.conf or {}).get(key, "")

"""What must hold on a clerk's computer for the buttons to work: one row per check, each a pure function over what was seen.

``known`` numbers the ways in which workbooks with xlwings are known to break (docs/doctor.md); what the program itself guards against stands in ``BUILT_IN``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pyaddin.machine.conf import search_path
from pyaddin.machine.view import LINUX, MAC, WINDOWS, LedgerFile, Machine
from pyaddin.records import dataclass

EVERYWHERE = (WINDOWS, MAC, LINUX)
WITH_EXCEL = (WINDOWS, MAC)
# what cmd.exe, the list of folders or a quoted Python text would take apart (xlwings itself takes care of & and blanks)
_UNSAFE = re.compile('[;%^"]')
_CLOUD = re.compile(r"onedrive|sharepoint|dropbox|icloud|google ?drive|cloudstorage|nutstore|坚果云|堅果雲", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Check:
    """One check. ``look`` gives what was found wrong in a few words, ``None`` when all is well; ``advice`` is a key of ``words.ADVICE``.

    ``mend``: what is wrong can be put right without asking anyone and without losing anything.
    """

    name: str
    systems: tuple[str, ...]
    look: Callable[[Machine], str | None]
    known: tuple[int, ...] = ()
    mend: bool = False


def _python(machine: Machine) -> str | None:
    good = machine.version >= (3, 11) and machine.bits == 64
    return None if good else f"{'.'.join(map(str, machine.version))}, {machine.bits} bit"


def _environment(machine: Machine) -> str | None:
    if machine.conda:
        return machine.conda
    return None if machine.own_environment else str(machine.python)


def _program(machine: Machine) -> str | None:
    return None if machine.package == machine.project / "pyaddin" else str(machine.package)


def _packages(machine: Machine) -> str | None:
    wrong = [f"{name} {machine.installed.get(name, '-')} ({version})" for name, version in machine.pinned.items() if machine.installed.get(name) != version]
    return ", ".join(wrong[:5]) or None


def _files(machine: Machine) -> str | None:
    return ", ".join(machine.missing_files[:5]) or None


def _interpreter(machine: Machine) -> str | None:
    key = "INTERPRETER_MAC" if machine.system == MAC else "INTERPRETER_WIN"
    found = machine.setting(key)
    return None if found.casefold() == machine.python_text.casefold() else found or "-"


def _search_path(machine: Machine) -> str | None:
    folders = search_path(machine.setting("PYTHONPATH"))
    if not folders or folders[0].casefold() != machine.project_text.casefold():
        return "PYTHONPATH"
    return None if machine.setting("ADD_WORKBOOK_TO_PYTHONPATH").casefold() == "false" else "ADD_WORKBOOK_TO_PYTHONPATH"


def _udf_server(machine: Machine) -> str | None:
    found = machine.setting("USE UDF SERVER")
    return None if found.casefold() in {"", "false"} else found


def _conda_settings(machine: Machine) -> str | None:
    return ", ".join(key for key in ("CONDA PATH", "CONDA ENV") if machine.setting(key)) or None


def _path_text(machine: Machine) -> str | None:
    for text in (machine.python_text, machine.project_text):
        if _UNSAFE.search(text):
            return text
        try:
            text.encode(machine.ansi)
        except UnicodeEncodeError:
            return text
    return None


def _cloud(machine: Machine) -> str | None:
    roots = [value for key, value in machine.environment.items() if key.upper().startswith("ONEDRIVE") and value]
    for folder in (machine.project, *([machine.ledger.path.parent] if machine.ledger else [])):
        text = str(folder)
        if any(text.casefold().startswith(root.casefold()) for root in roots) or any(_CLOUD.search(part) for part in folder.parts):
            return text
    return None


def _office(machine: Machine) -> str | None:
    found = machine.libreoffice if machine.system == LINUX else machine.excel
    return None if found else ("LibreOffice" if machine.system == LINUX else "Excel")


def _excel_processes(machine: Machine) -> str | None:
    return None if machine.excel_processes <= 1 else str(machine.excel_processes)


def _utf8_mode(machine: Machine) -> str | None:
    found = machine.environment.get("PYTHONUTF8", "")
    return None if found in {"", "0"} else f"PYTHONUTF8={found}"


def _mac_script(machine: Machine) -> str | None:
    return None if machine.mac_script else "xlwings.applescript"


def _of_ledger(look: Callable[[LedgerFile], str]) -> Callable[[Machine], str | None]:
    """A check of the ledger file: nothing to say without one, or when it cannot be read at all (check ``ledger`` says so)."""

    def check(machine: Machine) -> str | None:
        return None if machine.ledger is None or machine.ledger.problem else look(machine.ledger) or None

    return check


def _ledger(machine: Machine) -> str | None:
    return (machine.ledger.problem or None) if machine.ledger else None


def _marked(machine: Machine) -> str | None:
    return "Zone.Identifier" if machine.ledger and machine.ledger.from_internet else None


def _ribbon(machine: Machine) -> str | None:
    file = machine.ledger
    if file is None or file.problem or file.path.suffix.lower() != ".xlsm":
        return None
    if not file.xlwings:
        return "VBA"
    if file.xlwings != machine.pinned.get("xlwings"):
        return f"xlwings {file.xlwings}"
    return None if file.condition.ribbon == file.newest else file.condition.ribbon or "-"


def _special_sheets(file: LedgerFile) -> str:
    """Sheets that xlwings' module takes for settings or for Python code."""
    return ", ".join(name for name in file.condition.other_sheets if name.endswith(".py") or name == "xlwings.conf")


CHECKS: tuple[Check, ...] = (
    Check("python", EVERYWHERE, _python, (6,)),
    Check("environment", EVERYWHERE, _environment, (5,)),
    Check("program", EVERYWHERE, _program),
    Check("packages", EVERYWHERE, _packages, (1, 6)),
    Check("package_files", EVERYWHERE, _files, (6, 7)),
    Check("office", EVERYWHERE, _office),
    Check("interpreter", WITH_EXCEL, _interpreter, (4,), mend=True),
    Check("search_path", WITH_EXCEL, _search_path, (2,), mend=True),
    Check("udf_server", WITH_EXCEL, _udf_server, (6,), mend=True),
    Check("conda_settings", WITH_EXCEL, _conda_settings, (5,)),
    Check("path_text", WITH_EXCEL, _path_text),
    Check("cloud_folder", WITH_EXCEL, _cloud, (2,)),
    Check("excel_processes", (WINDOWS,), _excel_processes, (1, 10, 11)),
    Check("utf8_mode", (WINDOWS,), _utf8_mode),
    Check("mac_script", (MAC,), _mac_script, mend=True),
    Check("ledger", EVERYWHERE, _ledger, (14,)),
    Check("marked_as_downloaded", (WINDOWS,), _marked, (8,), mend=True),
    Check("opened_elsewhere", EVERYWHERE, _of_ledger(lambda file: file.opened_by), (10,)),
    Check("read_only", EVERYWHERE, _of_ledger(lambda file: file.path.name if file.read_only else "")),
    Check("protected_sheets", EVERYWHERE, _of_ledger(lambda file: ", ".join(file.condition.protected)), (9,)),
    Check("column_formats", EVERYWHERE, _of_ledger(lambda file: "; ".join(" / ".join(place) for place in file.condition.formats[:5])), (12, 13)),
    Check("rows_below_table", EVERYWHERE, _of_ledger(lambda file: ", ".join(f"{sheet} {row}" for sheet, row in file.condition.outside[:5])), (15,)),
    Check("ribbon", EVERYWHERE, _ribbon, (6, 7), mend=True),
    Check("settings_beside_ledger", WITH_EXCEL, _of_ledger(lambda file: ", ".join(file.folder_conf)), (4,)),
    Check("mail_account", EVERYWHERE, _of_ledger(lambda file: file.mail)),
    Check("office_only", (MAC, LINUX), _of_ledger(lambda file: ", ".join(file.wider[:5])), mend=True),
    Check("special_sheets", WITH_EXCEL, _of_ledger(_special_sheets)),
)

KNOWN: dict[int, str] = {
    1: "Other Excel windows are closed by force at the end of a click",
    2: "A file in OneDrive or SharePoint has a web address instead of a path",
    3: "A click hangs because Excel waits for a cell or a dialog",
    4: "Python is not found, or the Microsoft Store opens",
    5: "It works in a terminal and fails from Excel: conda",
    6: "A file of xlwings for Excel is missing or of another version",
    7: "Antivirus takes files away",
    8: "Macros are blocked because the file was downloaded",
    9: "A protected sheet refuses to be written",
    10: "The wrong one of two Excel instances answers",
    11: "An Excel without a window goes on running",
    12: "Amounts in currency format lose decimals",
    13: "Ids lose their leading zeros, texts become dates",
    14: "Dates, whole numbers and single cells come in another form",
    15: "Rows typed below a table are not part of it",
}
BUILT_IN: dict[int, str] = {
    1: "the buttons switch that handler off before they touch Excel",
    3: "the buttons give up after a few tries and say: leave the cell, close the dialog",
    10: "a button asks the workbook that it was pressed in, never another one",
    11: "no button starts an Excel of its own",
    12: "amounts are rounded to the currency's decimals when they are read",
    13: "text columns are set to text before they are written",
    14: "every value is brought to one form when it is read",
    15: "a table is resized before a row is written below it",
}

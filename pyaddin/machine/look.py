"""Looks at the real computer and the ledger file. Nothing is changed, nothing is asked of the registry or of Excel, and xlwings is not imported:
on Windows its import alone would register a handler that ends other Excel programs.
"""

from __future__ import annotations

import contextlib
import csv
import importlib.metadata
import locale
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.closed import opened_by
from pyaddin.ledger.closed.condition import condition
from pyaddin.machine.conf import parse
from pyaddin.machine.modes import wider
from pyaddin.machine.view import LINUX, MAC, WINDOWS, LedgerFile, Machine

PROJECT = Path(__file__).resolve().parents[2]
CONF_NAME = "xlwings.conf"
ZONE_STREAM = ":Zone.Identifier"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+?)(?: ; sys_platform == '(\w+)')? \\$", re.MULTILINE)
_ZONE = re.compile(r"^ZoneId\s*=\s*([34])", re.MULTILINE)
_KEPT_VARIABLES = re.compile(r"ONEDRIVE\w*|PYTHONUTF8|CONDA_PREFIX|USERPROFILE|HOME")
_EXCEL_FOLDERS = tuple(
    f"{base}/{version}"
    for base in ("Microsoft Office/root", "Microsoft Office")
    for version in ("Office16", "Office15", "Office14")
)  # fmt: skip


def conf_path(system: str, environment: Mapping[str, str]) -> Path:
    """Where xlwings' VBA module looks for the settings of a user."""
    if system == WINDOWS:
        return Path(environment.get("USERPROFILE") or str(Path.home())) / ".xlwings" / CONF_NAME
    home = Path(environment.get("HOME") or str(Path.home()))
    return home / "Library/Containers/com.microsoft.Excel/Data" / CONF_NAME if system == MAC else home / ".xlwings" / CONF_NAME


def script_path(environment: Mapping[str, str], version: str) -> Path:
    """Where Excel for Mac looks for the script that may start Python."""
    return Path(environment.get("HOME") or str(Path.home())) / "Library/Application Scripts/com.microsoft.Excel" / f"xlwings-{version}.applescript"


def read_conf(path: Path, encoding: str) -> dict[str, str] | None:
    """The settings in a file; ``None`` when there is none or it cannot be read."""
    try:
        return parse(path.read_bytes().decode(encoding, "replace"))
    except OSError:
        return None


def pins(lock: str, system: str) -> dict[str, str]:
    """The packages that this system needs, with their versions."""
    return {name.lower(): version for name, version, only in _PIN.findall(lock) if only in ("", system)}


def _installed(names: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name in names:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    return found


def _missing_files(name: str) -> tuple[str, ...]:
    """Files that the package brought and that are gone: what an antivirus program likes to take."""
    try:
        files = importlib.metadata.files(name) or []
    except importlib.metadata.PackageNotFoundError:
        return ()
    wanted = {".py", ".bas", ".cls", ".dll", ".applescript"}
    return tuple(file.name for file in files if file.suffix in wanted and not Path(str(file.locate())).exists())


def _short(path: Path, encoding: str) -> str:
    """The path as VBA can read it from a file of that code page: on Windows the short (8.3) form where the long one does not fit."""
    text = str(path)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        if sys.platform == "win32":
            import ctypes

            buffer = ctypes.create_unicode_buffer(1024)
            if ctypes.windll.kernel32.GetShortPathNameW(text, buffer, 1024):
                return buffer.value
    return text


def _excel(system: str, environment: Mapping[str, str]) -> str:
    if system == MAC:
        places = [Path("/Applications/Microsoft Excel.app")]
    else:
        roots = {environment[key] for key in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)") if environment.get(key)}
        places = [Path(root) / folder / "EXCEL.EXE" for root in sorted(roots) for folder in _EXCEL_FOLDERS]
    return next((str(place) for place in places if place.exists()), "")


def _excel_processes(system: str) -> int:
    """How many Excel programs run; 0 where it cannot be told."""
    if system != WINDOWS:
        return 0
    command = ["tasklist", "/FI", "IMAGENAME eq EXCEL.EXE", "/FO", "CSV", "/NH"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return 0
    rows = csv.reader(done.stdout.decode("ascii", "replace").splitlines())
    return sum(1 for row in rows if row and row[0].upper() == "EXCEL.EXE")


def _from_internet(path: Path) -> bool:
    """Whether Windows keeps a mark that the file came from another zone; elsewhere there is no such stream."""
    try:
        return _ZONE.search(Path(f"{path}{ZONE_STREAM}").read_text(encoding="ascii", errors="replace")) is not None
    except (OSError, ValueError):
        return False


def ledger_file(path: Path, *, xlwings: str, newest: str, encoding: str, held_by_us: bool) -> LedgerFile:
    """The ledger as it lies on the disk. ``held_by_us``: it is open in the Excel that asks, which is no problem."""
    beside = read_conf(path.with_name(CONF_NAME), encoding) or {}
    seen = LedgerFile(path.absolute(), from_internet=_from_internet(path), xlwings=xlwings, newest=newest, folder_conf=beside)
    try:
        found = condition(path)
    except Stop as stop:
        return replace(seen, problem=f"{stop.fault.found}. {stop.fault.as_json()['advice']}")
    except OSError as error:
        return replace(seen, problem=f"{path.name}: {error.strerror}")
    owner = "" if held_by_us else opened_by(path) or ""
    return replace(seen, opened_by=owner, read_only=not os.access(path, os.W_OK), condition=found, wider=tuple(file.name for file in wider(path)))


def machine(ledger: LedgerFile | None = None) -> Machine:
    """This computer, this user, this Python."""
    system = sys.platform if sys.platform in (WINDOWS, MAC) else LINUX
    environment = dict(os.environ)
    ansi = code_page()
    python = Path(sys.executable)
    wanted = pins((PROJECT / "requirements.lock").read_text(encoding="utf-8"), system)
    settings = conf_path(system, environment)
    conda = environment.get("CONDA_PREFIX", "") if (Path(sys.base_prefix) / "conda-meta").exists() else ""
    return Machine(
        system=system,
        version=sys.version_info[:3],
        bits=64 if sys.maxsize > 2**32 else 32,
        python=python,
        project=PROJECT,
        package=Path(__file__).resolve().parents[1],
        python_text=_short(python, ansi),
        project_text=_short(PROJECT, ansi),
        ansi=ansi,
        language=language_of(_locale(environment)),
        own_environment=sys.prefix != sys.base_prefix,
        conda=conda,
        environment={key: value for key, value in environment.items() if _KEPT_VARIABLES.fullmatch(key.upper())},
        conf_path=settings,
        conf=read_conf(settings, ansi),
        pinned=wanted,
        installed=_installed(wanted),
        missing_files=_missing_files("xlwings"),
        excel=_excel(system, environment),
        libreoffice=shutil.which("soffice") or "",
        excel_processes=_excel_processes(system),
        mac_script=system != MAC or script_path(environment, wanted.get("xlwings", "")).exists(),
        ledger=ledger,
    )


def _locale(environment: Mapping[str, str]) -> str:
    """The name of the user's language as the system gives it, for example ``zh_TW``."""
    if sys.platform == "win32":
        import ctypes

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "")


def language_of(name: str) -> str:
    """Our language for a system's name of it: traditional characters for Taiwan, Hong Kong and Macau, English for what we do not speak."""
    word = name.replace("-", "_").casefold()
    if not word.startswith("zh"):
        return "en"
    return "zh-TW" if any(mark in word for mark in ("_tw", "_hk", "_mo", "hant")) else "zh-CN"


def code_page() -> str:
    """The code page in which Excel's VBA reads a text file."""
    return "mac_roman" if platform.system() == "Darwin" else locale.getencoding()

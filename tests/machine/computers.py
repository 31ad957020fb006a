"""Computers for these tests: a good one of each kind, to be spoiled by ``dataclasses.replace``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath

from pyaddin.machine.conf import wanted
from pyaddin.machine.view import LINUX, MAC, WINDOWS, LedgerFile, Machine

PINS = {"xlwings": "0.37.8", "lxml": "6.1.3"}


def windows() -> Machine:
    """Windows in an office: the program in the user's folder, set up by install.cmd."""
    project = PureWindowsPath(r"C:\Office\collections ledger")
    python = project / ".venv" / "Scripts" / "python.exe"
    bare = Machine(
        system=WINDOWS, version=(3, 12, 4), bits=64, python=python, project=project, package=project / "pyaddin",
        python_text=str(python), project_text=str(project), ansi="cp1252",
        conf_path=PureWindowsPath(r"C:\Office\.xlwings\xlwings.conf"),
        pinned=PINS, installed=PINS, excel=r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE", excel_processes=1,
        ledger=LedgerFile(PureWindowsPath(r"D:\Ledgers\2026.xlsm"), xlwings="0.37.8"),
    )  # fmt: skip
    return set_up(bare)


def mac() -> Machine:
    """A Mac after make install."""
    project = PurePosixPath("/Applications/collections")
    python = project / ".venv/bin/python"
    bare = Machine(
        system=MAC, version=(3, 11, 9), bits=64, python=python, project=project, package=project / "pyaddin",
        python_text=str(python), project_text=str(project), ansi="mac_roman", pinned=PINS, installed=PINS, excel="/Applications/Microsoft Excel.app",
        ledger=LedgerFile(PurePosixPath("/Ledgers/2026.xlsm"), xlwings="0.37.8"),
    )  # fmt: skip
    return set_up(bare)


def linux() -> Machine:
    """Linux with LibreOffice; there are no settings of xlwings."""
    project = PurePosixPath("/srv/collections")
    return Machine(
        system=LINUX, version=(3, 13, 0), bits=64, python=project / ".venv/bin/python", project=project, package=project / "pyaddin",
        python_text="", project_text="", ansi="utf-8", pinned=PINS, installed=PINS, libreoffice="/usr/bin/soffice",
    )  # fmt: skip


def set_up(machine: Machine) -> Machine:
    """The same computer with the settings that the buttons need."""
    return replace(machine, conf=wanted(machine))

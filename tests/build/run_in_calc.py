"""A program of its own (importing uno changes Python's import): opens a workbook in LibreOffice, runs macros, tells what it saw as JSON.

``python run_in_calc.py FOLDER FILE [MACRO ...]``: FOLDER takes the private profile. Printed: the project's modules, and after each macro the texts of
column A of the sheet Desk.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.append("/usr/lib/python3/dist-packages")  # where Debian puts python3-uno; last, so that nothing here is shadowed

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

ALWAYS_RUN = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN


def connect(pipe: str) -> Any:
    """The desktop of the LibreOffice that listens on the pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.1)
    raise TimeoutError("LibreOffice does not answer")


def look(desktop: Any, path: Path, macros: list[str]) -> dict[str, object]:
    """Open, run, read, close."""
    options = (PropertyValue("MacroExecutionMode", 0, ALWAYS_RUN, 0), PropertyValue("Hidden", 0, True, 0))
    document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, options)
    seen: dict[str, object] = {"modules": list(document.BasicLibraries.getByName("VBAProject").getElementNames())}
    for macro in macros:
        url = f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"
        document.getScriptProvider().getScript(url).invoke((), (), ())
        sheet = document.Sheets.getByName("Desk")
        seen[macro] = [sheet.getCellByPosition(0, row).String for row in range(4)]
    document.close(True)
    return seen


def main(folder: Path, path: Path, macros: list[str]) -> None:
    """Start a private LibreOffice, look, end it."""
    pipe = f"collections{os.getpid()}"
    profile = (folder / "profile").as_uri()
    command = ["soffice", "--headless", "--norestore", "--nologo", "--nodefault", f"-env:UserInstallation={profile}"]
    office = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext"], stderr=subprocess.DEVNULL)
    try:
        desktop = connect(pipe)
        print(json.dumps(look(desktop, path, macros)))
        with suppress(Exception):  # it may be gone before its answer has arrived
            desktop.terminate()
        office.wait(60)
    finally:
        if office.poll() is None:
            office.kill()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])

"""One running LibreOffice: started for us with a private profile, or somebody's own that listens."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

from pyaddin.errors import Stop
from pyaddin.ledger.libreoffice import bridge

PIPE_OF_CLERKS = "collections"
"""The pipe on which a clerk's own LibreOffice listens when it was started as the README says."""
PROFILE_PREFIX = "collections-calc-"
"""Private profiles are named so; a lock file that names one was left by us."""
START_SECONDS = 60.0
_PAUSE = 0.05
_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice", r"C:\Program Files\LibreOffice\program\soffice.exe")


def program() -> str | None:
    """Where LibreOffice is; ``None`` when it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def _resolve(pipe: str) -> Any:
    local = bridge.uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")


class Office:
    """A LibreOffice that answers. ``owned``: we started it and end it; a clerk's own one is never ended."""

    def __init__(self, context: Any, pipe: str, process: subprocess.Popen[bytes] | None = None, profile: Path | None = None) -> None:
        self.context = context
        self.pipe = pipe
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self._process = process
        self._profile = profile

    @property
    def owned(self) -> bool:
        return self._process is not None

    @property
    def pid(self) -> int:
        """Process id; 0 for a LibreOffice that we did not start."""
        return self._process.pid if self._process else 0

    @property
    def alive(self) -> bool:
        return self._process is None or self._process.poll() is None

    def answers(self) -> bool:
        """Asks it for its name: False when it has ended or crashed."""
        if not self.alive:
            return False
        try:
            return bool(self.desktop.getImplementationName())
        except Exception:  # whatever a dead bridge raises
            return False

    def service(self, name: str) -> Any:
        """A service of this LibreOffice by its name after ``com.sun.star.``."""
        return self.context.ServiceManager.createInstanceWithContext(f"com.sun.star.{name}", self.context)

    def end(self) -> None:
        """Ends a LibreOffice that we started; its documents are closed unsaved. Nothing is left of its profile."""
        if self._process is None:
            return
        with suppress(Exception):  # it may have crashed already
            self.desktop.terminate()
        _finish(self._process)
        if self._profile is not None:
            shutil.rmtree(self._profile, ignore_errors=True)
        atexit.unregister(self.end)

    def kill(self) -> None:
        """Ends a LibreOffice that we started without asking it, as a crash would."""
        if self._process is not None:
            _kill(self._process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)


def _finish(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        _kill(process)


def start(folder: Path | None = None) -> Office:
    """Starts LibreOffice without a window, on a profile and a pipe of its own, so that it never meets the clerk's.

    ``folder`` is where the profile lies (default: the machine's temporary folder). Stop X-LIBREOFFICE when it is not
    installed, or does not answer within a minute.
    """
    found = program()
    if found is None:
        raise Stop("X-LIBREOFFICE", "LibreOffice is not installed", advice="Install LibreOffice Calc, or leave out --engine libreoffice.")
    bridge.uno()
    profile = Path(tempfile.mkdtemp(prefix=PROFILE_PREFIX, dir=folder))
    pipe = f"collections{uuid.uuid4().hex}"
    process = subprocess.Popen(
        [
            found, "--headless", "--norestore", "--nologo", "--nodefault", f"-env:UserInstallation={profile.as_uri()}",
            f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
        ],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )
    (profile / "process").write_text(str(process.pid), encoding="ascii")
    try:
        office = Office(_first_answer(pipe, process), pipe, process, profile)
    except BaseException:
        _kill(process)
        shutil.rmtree(profile, ignore_errors=True)
        raise
    atexit.register(office.end)
    return office


def _first_answer(pipe: str, process: subprocess.Popen[bytes]) -> Any:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            return _resolve(pipe)
        except Exception as problem:
            if not bridge.is_a(problem, "NoConnectException"):
                raise
        if process.poll() is not None:
            raise Stop("X-LIBREOFFICE", f"LibreOffice ended while starting (code {process.returncode})")
        time.sleep(_PAUSE)
    raise Stop("X-LIBREOFFICE", f"LibreOffice did not answer within {START_SECONDS:.0f} seconds")


def listening(pipe: str = PIPE_OF_CLERKS) -> Office | None:
    """A clerk's own LibreOffice that listens on this pipe; ``None`` when there is none."""
    try:
        return Office(_resolve(pipe), pipe)
    except Exception as problem:
        if bridge.is_a(problem, "NoConnectException", "ConnectionSetupException"):
            return None
        raise


def running(pid: int) -> bool:
    """True while a process of this id lives. Where asking would disturb it (Windows), it counts as living."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

"""Rules for the whole suite: which tests may be skipped on a desk, and that none is skipped on the build server."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import sdk
from tests.ledger.calc import Calc, running
from tests.ledger.made import FOLDER

POSTGRES = str(max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/bin")))
"""Where Debian puts the programs of the PostgreSQL server."""
MEMORY_DISK = Path("/dev/shm")
MEMORY_WANTED = 2 << 30
"""What the folders of a run may need at once, in bytes; folders of passed tests are removed at once (pyproject.toml)."""


def _work_in_memory() -> None:
    """Ledgers, journals and LibreOffice's profiles lie on the machine's memory disk: waiting for a disk at every commit proves nothing.

    What a killed process leaves behind is the same on either. TMPDIR, if set, says otherwise; a small disk, or one from which nothing can be
    started, is left alone. Every process that a test starts inherits the place.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY_DISK, os.W_OK):
        return
    disk = os.statvfs(MEMORY_DISK)
    if disk.f_flag & os.ST_NOEXEC or disk.f_bavail * disk.f_frsize < MEMORY_WANTED or _free_memory() < MEMORY_WANTED:
        return
    os.environ["TMPDIR"] = str(MEMORY_DISK)
    tempfile.tempdir = None


def _free_memory() -> int:
    """Bytes that programs may still take, as Linux counts them."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), 0)


_work_in_memory()
# how long an example takes, or is made, says how busy the machine is, not whether the program is right
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """One folder for the ledgers that tests make, for all workers of the run: they inherit its name."""
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="collections-ledgers-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """The run that made the folder removes it."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


def on_build_server() -> bool:
    """CI=true: everything that a test needs must be there."""
    return os.environ.get("CI") == "true"


def _absent(item: pytest.Item) -> str:
    if item.get_closest_marker("libreoffice") and shutil.which("soffice") is None:
        return "LibreOffice (soffice) is not installed; `make system` installs it"
    if item.get_closest_marker("validator") and not sdk.PROGRAM.exists():
        return "the Open XML SDK validator is not installed; `make validator` installs it"
    if item.get_closest_marker("poppler") and shutil.which("pdftotext") is None:
        return "poppler (pdftotext, pdftoppm) is not installed; `make system` installs it"
    if item.get_closest_marker("postgres") and shutil.which("initdb", path=POSTGRES) is None:
        return "PostgreSQL (initdb) is not installed; `make system` installs it"
    server = item.get_closest_marker("mailserver")
    if server and shutil.which(server.args[0], path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") is None:
        return f"the mail server {server.args[0]} is not installed; `make system` installs it"
    if server and os.geteuid() != 0:
        return f"the mail server {server.args[0]} starts as root only"
    return ""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A missing program skips its tests on a desk and fails them on the build server."""
    reason = _absent(item)
    if reason and on_build_server():
        pytest.fail(f"{reason} (CI=true: not skipped)", pytrace=False)
    if reason:
        pytest.skip(reason)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """A test that talks to LibreOffice and the LibreOffice that it talks to share one processor, each worker another one.

    Only one of the two works at any time, the other waits for its answer; to wake somebody on the next processor costs as much again as
    the answer itself. Systems that offer no choice of processors go on as they are.
    """
    if item.get_closest_marker("libreoffice") is None or not hasattr(os, "sched_setaffinity"):
        return (yield)
    free = os.sched_getaffinity(0)
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.sched_setaffinity(0, {sorted(free)[number % len(free)]})
    try:
        return (yield)
    finally:
        os.sched_setaffinity(0, free)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to open a network connection fails the test."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a network connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.fixture(scope="session")
def calc_of_worker() -> Iterator[Calc]:
    """One LibreOffice per test worker; it starts when the first test needs it. Its folder is short: pipes have short names."""
    with tempfile.TemporaryDirectory(prefix="calc-") as folder:
        yield from running(Path(folder))


@pytest.fixture
def calc(calc_of_worker: Calc) -> Iterator[Calc]:
    """LibreOffice for one test: ``calc.open(path)`` gives an xlwings Book. Mark such tests ``libreoffice``."""
    yield calc_of_worker
    calc_of_worker.tidy()

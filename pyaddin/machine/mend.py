"""Puts right what is safe: the user's own settings of xlwings, the mark of a downloaded ledger, the script of Excel for Mac.

Nothing of another user is touched. What is overwritten is kept once beside the file as it was before.
"""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from pyaddin.machine.conf import merged, wanted
from pyaddin.machine.look import ZONE_STREAM, script_path
from pyaddin.machine.modes import narrow
from pyaddin.machine.view import Machine

KEPT = ".before-collections"


def write_settings(machine: Machine) -> None:
    """Enter this Python and this program in xlwings' settings of the user. The first time, the file is kept as it was.

    A path that the code page cannot hold is left out: half a name would start nothing, and check ``path_text`` tells what to do.
    """
    if machine.conf_path is None:
        return
    path = Path(machine.conf_path)
    before = path.read_bytes() if path.exists() else b""
    # surrogateescape: bytes of the user's other settings that are no text in this code page come out as they went in
    after = merged(before.decode(machine.ansi, "surrogateescape"), wanted(machine)).encode(machine.ansi, "surrogateescape")
    if before and not (kept := path.with_name(path.name + KEPT)).exists():
        kept.write_bytes(before)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(after)


def unblock(machine: Machine) -> None:
    """Take the mark of a downloaded file off the ledger: on Windows a stream of its own beside the content, which is not touched."""
    if machine.ledger is not None:
        Path(f"{machine.ledger.path}{ZONE_STREAM}").unlink(missing_ok=True)


def place_mac_script(machine: Machine) -> None:
    """Copy xlwings' script to the one folder from which Excel for Mac may start programs."""
    version = machine.pinned.get("xlwings", "")
    spec = importlib.util.find_spec("xlwings")
    if spec is None or not spec.submodule_search_locations:
        return
    target = script_path(machine.environment, version)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Path(spec.submodule_search_locations[0]) / target.name, target)


def narrow_rights(machine: Machine) -> None:
    """Files of the product that more people may read than the ledger get the ledger's rights."""
    if machine.ledger is not None:
        narrow(Path(machine.ledger.path))


MENDS: Mapping[str, Callable[[Machine], None]] = {
    "interpreter": write_settings,
    "search_path": write_settings,
    "udf_server": write_settings,
    "mac_script": place_mac_script,
    "marked_as_downloaded": unblock,
    "office_only": narrow_rights,
}

"""A folder with every package that a computer needs, for offices without a way to the package index: ``install.cmd --offline FOLDER``.

``python -m pyaddin.build.wheelhouse [FOLDER]`` (or ``make wheelhouse``) asks pip for the wheels of the lock, for 64-bit Windows and every Python that
install.cmd takes. Each file is held against its fingerprint in the lock, when it is fetched and again when it is installed.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
WINDOWS = ("win_amd64",)
_BLOCK = re.compile(r"\n(?=[a-z])")
_MARKER = re.compile(r" ; (.*?) \\$", re.MULTILINE)
_SYSTEM = re.compile(r"sys_platform == '(\w+)'")


def lock_for(lock: str, system: str) -> str:
    """The lock as the pip of another system would take it: lines for other systems dropped, markers removed.

    pip judges markers by the computer it runs on, so this has to be done for it. ``system`` as in ``sys.platform``.
    """
    kept = []
    for block in _BLOCK.split(lock):
        marker = _MARKER.search(block)
        only = _SYSTEM.search(marker.group(1)) if marker else None
        if only is None or only.group(1) == system:
            kept.append(_MARKER.sub(r" \\", block, count=1))
    return "\n".join(kept)


def command(folder: Path, lock: Path, python: str, platforms: Sequence[str] = WINDOWS) -> list[str]:
    """The call of pip that fetches the wheels of one Python version."""
    wanted = [word for name in (*platforms, "any") for word in ("--platform", name)]
    return [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--only-binary=:all:",
        *wanted, "--implementation", "cp", "--python-version", python, "--dest", str(folder), "-r", str(lock),
    ]  # fmt: skip


def main(argv: Sequence[str]) -> int:
    """Fill the folder (default: ``wheelhouse``); exit code 1 when a package cannot be had for one of the versions."""
    folder = Path(argv[0]) if argv else ROOT / "wheelhouse"
    with tempfile.TemporaryDirectory() as place:
        lock = Path(place) / "requirements.txt"
        lock.write_text(lock_for(LOCK.read_text(encoding="utf-8"), "win32"), encoding="utf-8")
        for python in PYTHONS:
            print(f"Packages for Python {python} on 64-bit Windows ...")
            if subprocess.run(command(folder, lock, python), check=False).returncode:
                print(f"The packages for Python {python} could not be fetched; the lines above say why.")
                return 1
    print(f"{folder}: {len(list(folder.glob('*.whl')))} packages. Copy the folder to the computer, then: install.cmd --offline FOLDER")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

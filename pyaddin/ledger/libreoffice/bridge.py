"""The one place where LibreOffice's Python bridge (``uno``) is found, imported and used for structs and constants."""

from __future__ import annotations

import importlib
import sys
from functools import cache
from pathlib import Path
from typing import Any

from pyaddin.errors import Stop

# Where distributions and LibreOffice's own packages put uno.py. Appended, never put in front: packages of the environment keep priority.
_FOLDERS = (
    "/usr/lib/python3/dist-packages",
    "/usr/lib64/python3/site-packages",
    "/usr/lib/python3/site-packages",
    "/usr/lib64/libreoffice/program",
    "/usr/lib/libreoffice/program",
    "/opt/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/Resources",
)


@cache
def uno() -> Any:
    """The module ``uno``. Stop X-LIBREOFFICE where it is missing or made for another Python."""
    try:
        return importlib.import_module("uno")
    except ImportError:
        pass
    for folder in _FOLDERS:
        if (Path(folder) / "uno.py").is_file() and folder not in sys.path:
            sys.path.append(folder)
    try:
        return importlib.import_module("uno")
    except ImportError as problem:
        raise Stop(
            "X-LIBREOFFICE", f"Python cannot reach LibreOffice: {problem}",
            advice="Install LibreOffice Calc and its Python bridge (Debian, Ubuntu: libreoffice-calc and python3-uno), then try again.",
        ) from None


def struct(name: str, **fields: object) -> Any:
    """A UNO struct by its full name after ``com.sun.star.``, filled."""
    made = uno().createUnoStruct(f"com.sun.star.{name}")
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def properties(**values: object) -> tuple[Any, ...]:
    """Named arguments as LibreOffice takes them."""
    return tuple(struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items())


def enum(name: str, value: str) -> Any:
    """One value of a UNO enumeration."""
    return uno().Enum(f"com.sun.star.{name}", value)


def url_of(path: Path | str) -> str:
    """A path as LibreOffice names it."""
    return str(uno().systemPathToFileUrl(str(path)))


def path_of(url: str) -> Path | None:
    """The path behind LibreOffice's name; ``None`` for a document without a file."""
    return Path(uno().fileUrlToSystemPath(url)) if url.startswith("file:") else None


def is_a(problem: BaseException, *names: str) -> bool:
    """Whether an error of LibreOffice is of one of these kinds (the last word of its full name)."""
    return type(problem).__name__.rpartition(".")[2] in names

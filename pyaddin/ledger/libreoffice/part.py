"""What every piece of the engine is: it offers what the ledger needs and refuses the rest of xlwings with a clear word."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from xlwings import XlwingsError

from pyaddin.errors import Stop
from pyaddin.ledger.libreoffice.bridge import is_a

T = TypeVar("T", bound=Callable[..., Any])


class Calls:
    """How often anything at all was asked of the engine in this process; what a click costs is measured by it."""

    def __init__(self) -> None:
        self.made = 0


CALLS = Calls()


class Refused(NotImplementedError):
    """A call of xlwings that this engine does not offer; the ledger must not need it."""


class CalcError(XlwingsError):
    """Calc would not do it: a protected cell, a formula it cannot read, a text that is too long. Excel would refuse it too."""


def gone(problem: BaseException) -> bool:
    """True when the answer means that LibreOffice has ended or crashed in the middle."""
    unanswered = is_a(problem, "UnknownPropertyException") and "cannot get value" in str(problem)  # a living document knows its properties
    return is_a(problem, "DisposedException") or "bridge disposed" in str(problem).lower() or unanswered


def first_line(problem: BaseException) -> str:
    """The kind of the error and the first line of what LibreOffice says."""
    kind = type(problem).__name__.rpartition(".")[2]
    return f"{kind} {(str(problem).splitlines() or [''])[0][:120]}".strip()


def lost() -> Stop:
    """What the desk is told then. The file is only ever exchanged whole, so it is as it was before."""
    return Stop("X-LIBREOFFICE", "LibreOffice has ended in the middle of the work; the ledger on disk is as it was before")


def _answers(part: Any) -> bool:
    """Whether the LibreOffice behind a piece still answers."""
    for _ in range(6):
        fields = getattr(part, "__dict__", {})
        if "office" in fields:
            return bool(fields["office"].answers())
        part = next((fields[name] for name in ("app", "book", "sheet", "parent", "range") if name in fields), None)
    return True


def _told(call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def guarded(*args: Any, **keywords: Any) -> Any:
        CALLS.made += 1
        try:
            return call(*args, **keywords)
        except (Stop, Refused, CalcError, KeyError, IndexError):
            raise
        except Exception as problem:
            if gone(problem) or args and not _answers(args[0]):
                raise lost() from None
            if "com.sun.star." in type(problem).__name__:  # these errors cannot carry a traceback, which breaks every ``with`` above
                raise CalcError(f"LibreOffice: {first_line(problem)}") from None
            raise

    return guarded


def unasked(call: T) -> T:
    """Marks a method that asks nothing of the engine: it is neither counted nor guarded."""
    call.__dict__["unasked"] = True
    return call


def _guarded(member: object) -> object:
    if getattr(member, "unasked", False):
        return member
    if isinstance(member, property):
        return property(member.fget and _told(member.fget), member.fset and _told(member.fset), doc=member.__doc__)
    return _told(member) if callable(member) and not isinstance(member, type) else member


class Part:
    """Base of all pieces. A call that is not offered is refused by name; a call that meets a dead LibreOffice becomes a ``Stop``."""

    def __init_subclass__(cls) -> None:
        for name, member in list(vars(cls).items()):
            if not name.startswith("_") or name in ("__len__", "__iter__", "__call__", "__getitem__", "__contains__"):
                setattr(cls, name, _guarded(member))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or hasattr(type(self), name):
            return object.__getattribute__(self, name)
        raise Refused(f"{type(self).__name__}.{name} is not offered over LibreOffice; the ledger does not use it")

    def __setattr__(self, name: str, value: object) -> None:
        member = getattr(type(self), name, None)
        settable = member.fset is not None if isinstance(member, property) else name in self.__annotations_of()
        if not settable:
            raise Refused(f"{type(self).__name__}.{name} cannot be set over LibreOffice; the ledger does not use it")
        object.__setattr__(self, name, value)

    @classmethod
    def __annotations_of(cls) -> frozenset[str]:
        return frozenset(name for base in cls.__mro__ for name in base.__dict__.get("__annotations__", ()))

"""``dataclass`` for the program's own records: what the standard library makes, made in a tenth of the time at every start.

A door loads some 260 records, and the standard library compiles up to six methods for each of them one by one; that was a third of a start. Here what
makes, compares and hashes a record is made when that is first done with one of its class, the fields are listed when somebody asks for them, and what
is the same for all is written once; the code of a constructor is compiled once for all records with so many fields. Whatever is neither a frozen record with
slots nor a plain one with slots (a base with fields, a method of its own that is made here, a field that is not taken by the constructor) is left to the
standard library, which is also the reference: a test makes every record of the program both ways.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sized
from dataclasses import MISSING, Field
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type | None = None, /, **asked: bool) -> Any:
        """``dataclasses.dataclass``, quicker for a record with ``slots=True``, with or without ``frozen=True``."""
        if cls is None and asked in (_FIXED, _OPEN):
            return lambda cls: _record(cls, asked)
        return dataclasses.dataclass(cls, **asked)


_FIXED = {"frozen": True, "slots": True}
_OPEN = {"slots": True}
_OWN = frozenset(("__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__getstate__", "__setstate__", "__slots__"))
_NO_FIELDS = ("ClassVar", "InitVar", "KW_ONLY")
_set = object.__setattr__
_set_class = object.__dict__["__class__"].__set__
_T = TypeVar("_T")


class _Absent:
    """Stands in a constructor for a field that is made by its factory unless it is given."""

    def __repr__(self) -> str:
        return "<factory>"


_ABSENT = _Absent()


def _record(cls: type, asked: dict[str, bool]) -> type:
    """The class as a record with slots."""
    fields: dict[str, Any] | None = cls.__dict__.get("__annotations__")
    if fields is None or not _is_plain(cls, fields):
        return dataclasses.dataclass(**asked)(cls)
    names = tuple(fields)
    given = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    optional = tuple(name for name, value in given.items() if _default(value) is not MISSING)
    body = {name: value for name, value in cls.__dict__.items() if name not in fields and name not in ("__dict__", "__weakref__")}
    if names[len(names) - len(optional) :] != optional:
        raise TypeError(f"{cls.__qualname__}: a field without default follows one with default")
    body |= {"__slots__": names, "__match_args__": names, "__doc__": cls.__doc__ or cls.__name__}
    body |= {name: _WhenAsked(make, fields, given) for name, make in _LATER.items()} | (_OF_FIXED if asked == _FIXED else _OF_OPEN)
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


def _default(value: Any) -> Any:
    """What a constructor takes for a field that is not given; ``MISSING`` where it must be."""
    if not isinstance(value, Field):
        return value
    return value.default if value.default_factory is MISSING else _ABSENT


class _WhenAsked:
    """A part of a record's class that is made when somebody first asks for it: of many records a run makes none, and few are ever compared or listed."""

    def __init__(self, make: Callable[[type, dict[str, Any], dict[str, Any]], Any], fields: dict[str, Any], defaults: dict[str, Any]) -> None:
        self._make, self._of = make, (fields, defaults)

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, record: object, cls: type | None = None) -> Any:
        made = self._make(self._owner, *self._of)
        setattr(self._owner, self._name, made)
        return made.__get__(record) if isinstance(made, FunctionType) and record is not None else made


def _is_plain(cls: type, fields: dict[str, Any]) -> bool:
    """Whether all there is to the record are names with types, defaults or factories, and a step after it is made."""
    if any("__dataclass_fields__" in base.__dict__ or base.__dict__.get("__slots__") for base in cls.__mro__[1:]) or not _OWN.isdisjoint(cls.__dict__):
        return False
    whole = all(isinstance(kind, str) and not any(word in kind for word in _NO_FIELDS) for kind in fields.values())
    return whole and all(_is_usual(cls.__dict__.get(name)) for name in fields)


def _is_usual(value: Any) -> bool:
    """Whether what stands behind a field is a default that nobody can change, or a ``field`` that the constructor takes."""
    taken = not isinstance(value, Field) or (value.init and value.hash is None and value.kw_only in (MISSING, False))
    return taken and _default(value).__class__.__hash__ is not None


def _compiled(cls: type, name: str, source: str, fields: Iterable[str], known: dict[str, Any]) -> FunctionType:
    """A method of the class: its source calls the fields ``f0``, ``f1`` and so on, so that it is compiled once for all records of that shape."""
    code, real = _code(source), {f"f{at}": field for at, field in enumerate(fields)}
    varnames, names, consts = (tuple([real.get(each, each) for each in part]) for part in (code.co_varnames, code.co_names, code.co_consts))
    method = FunctionType(code.replace(co_varnames=varnames, co_names=names, co_consts=consts), known, name)
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    method.__module__ = cls.__module__
    return method


@cache
def _code(source: str) -> CodeType:
    return next(const for const in compile(source, "<record>", "exec").co_consts if isinstance(const, CodeType))


def _arguments(count: int) -> str:
    return "".join([f", f{at}" for at in range(count)])


def _constructor(cls: type, fields: dict[str, Any], given: dict[str, Any]) -> FunctionType:
    """Takes the fields in their order, makes those with a factory that were not given, and sets them."""
    factories = {name: value.default_factory for name, value in given.items() if _default(value) is _ABSENT}
    setting = "\n set_field(self, 'f{0}', {1})" if _is_fixed(cls) else "\n self.f{0} = {1}"
    making = "factories['f{0}']() if f{0} is absent else f{0}"
    lines = [setting.format(at, making.format(at) if name in factories else f"f{at}") for at, name in enumerate(fields)]
    lines += ["\n self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    known = {"set_field": _set, "absent": _ABSENT, "factories": factories}
    made = _compiled(cls, "__init__", f"def __init__(self{_arguments(len(fields))}):{''.join(lines) or ' pass'}", fields, known)
    made.__defaults__ = tuple(default for value in given.values() if (default := _default(value)) is not MISSING) or None
    made.__annotations__ = {**fields, "return": None}
    return made


def _values(of: str, names: Sized) -> str:
    return f"({''.join([f'{of}.f{at}, ' for at in range(len(names))])})"


def _compared(fields: dict[str, Any], given: dict[str, Any]) -> list[str]:
    return [name for name in fields if not isinstance(value := given.get(name), Field) or value.compare]


def _equal(cls: type, fields: dict[str, Any], given: dict[str, Any]) -> FunctionType:
    """Records of one class are equal where all their fields are."""
    names = _compared(fields, given)
    compare = f"return {_values('self', names)} == {_values('other', names)}"
    return _compiled(cls, "__eq__", f"def __eq__(self, other):\n if other.__class__ is self.__class__:\n  {compare}\n return NotImplemented", names, {})


def _hash(cls: type, fields: dict[str, Any], given: dict[str, Any]) -> FunctionType:
    names = _compared(fields, given)
    return _compiled(cls, "__hash__", f"def __hash__(self):\n return hash({_values('self', names)})", names, {})


def _shown(cls: type, fields: dict[str, Any], given: dict[str, Any]) -> FunctionType:
    """The record in one line, as it would be written in Python."""
    names = [name for name in fields if not isinstance(value := given.get(name), Field) or value.repr]

    def __repr__(self: object) -> str:  # noqa: N807 - a record's own
        return f"{self.__class__.__qualname__}({', '.join([f'{name}={getattr(self, name)!r}' for name in names])})"

    __repr__.__qualname__, __repr__.__module__ = f"{cls.__qualname__}.__repr__", cls.__module__
    return __repr__  # type: ignore[return-value]


def _fields(cls: type, fields: dict[str, Any], given: dict[str, Any]) -> Any:
    """What the standard library knows of a record's fields, as it makes it."""
    # a text, so that none is made of the signature, which is parsed for it
    twin = type(cls.__name__, (), {"__annotations__": fields, "__module__": cls.__module__, "__doc__": cls.__name__, **given})
    return dataclasses.dataclass(init=False, repr=False, eq=False)(twin).__dict__["__dataclass_fields__"]


_LATER = {"__init__": _constructor, "__repr__": _shown, "__eq__": _equal, "__hash__": _hash, "__dataclass_fields__": _fields}


def _is_fixed(cls: type) -> bool:
    """Whether it is a frozen record that was made here."""
    return cls.__dict__.get("__setattr__") is _fixed


def _fixed(self: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _kept(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: object) -> list[object]:
    return [getattr(self, name) for name in _names(self)]


def _restored(self: object, state: list[object]) -> None:
    for name, value in zip(_names(self), state, strict=True):
        _set(self, name, value)


def _names(record: object) -> tuple[str, ...]:
    """The fields in their order."""
    names: tuple[str, ...] = record.__match_args__  # type: ignore[attr-defined]
    return names


def _params(asked: dict[str, bool]) -> Any:
    return dataclasses.dataclass(**asked)(type("_Sample", (), {"__doc__": "_Sample"})).__dict__["__dataclass_params__"]


_OF_FIXED = {"__setattr__": _fixed, "__delattr__": _kept, "__getstate__": _state, "__setstate__": _restored, "__dataclass_params__": _params(_FIXED)}
_OF_OPEN = {"__hash__": None, "__dataclass_params__": _params(_OPEN)}


def _does_more(cls: type, init: Any) -> bool:
    """Whether a record does more than set its fields."""
    if "__post_init__" in cls.__dict__:
        return True
    if _is_fixed(cls):
        return any(default is _ABSENT for default in init.__defaults__ or ())
    return any(field.default_factory is not MISSING or field.kw_only or not field.init for field in dataclasses.fields(cls))


def often(cls: type[_T]) -> type[_T]:
    """A frozen record that a run makes by the thousand: its fields are set while it is an instance of a twin that may be changed, and then it becomes what it
    is. Setting a field past the lock of a frozen record takes some ten times as long as setting it.

    Stands above ``dataclass``. A class derived from such a record makes its instances as before. Raises ``TypeError`` for a record that does more than set
    its fields.
    """
    slowly: Any = cls.__init__
    if _does_more(cls, slowly):
        raise TypeError(f"{cls.__qualname__} does more than set its fields")
    names: tuple[str, ...] = cls.__dict__["__match_args__"]
    twin = type(cls.__name__, (object,), {"__slots__": names, "__doc__": cls.__doc__})
    taken = _arguments(len(names))
    set_each = "".join([f"\n  self.f{at} = f{at}" for at in range(len(names))])
    source = (
        f"def __init__(self{taken}):"
        f"\n if self.__class__ is frozen:\n  set_class(self, twin){set_each}\n  self.__class__ = frozen"
        f"\n else:\n  slowly(self{taken})"
    )
    made = _compiled(cls, "__init__", source, names, {"frozen": cls, "twin": twin, "set_class": _set_class, "slowly": slowly})
    made.__defaults__ = slowly.__defaults__
    made.__annotations__ = slowly.__annotations__
    setattr(cls, "__init__", made)  # noqa: B010 - a type checker takes an assignment for a mistake
    return cls


_reading: dict[type, tuple[Callable[[Any], tuple[Any, ...]], dict[str, int]]] = {}
"""Of each class of records that was changed: what reads all its fields at once, and the place of each."""


def changed(record: _T, **values: Any) -> _T:
    """The record with other values of some fields: as ``dataclasses.replace``, in a third of its time, since a run changes many.

    Raises ``TypeError`` for a name that is no field, as that does; the record is one that takes each of its fields when it is made.
    """
    cls = type(record)
    known = _reading.get(cls)
    if known is None:
        names: tuple[str, ...] = getattr(cls, "__match_args__", ())
        read = attrgetter(*names) if len(names) > 1 else lambda one: (getattr(one, names[0]),)
        known = _reading[cls] = (read, {name: place for place, name in enumerate(names)})
    fresh = list(known[0](record))
    for name, value in values.items():
        place = known[1].get(name)
        if place is None:
            raise TypeError(f"{cls.__qualname__} has no field {name!r}")
        fresh[place] = value
    return cls(*fresh)


def complete(record: object, field: str, value: object) -> None:
    """Sets a field of a fixed record which its maker has not handed out yet: one that is known only when all of its kind are made."""
    _set(record, field, value)

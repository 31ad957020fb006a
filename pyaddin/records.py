"""``dataclass`` for the program's own records: what the standard library makes, made in a tenth of the time at every start.

A door loads some 240 frozen records, and the standard library compiles six methods for each of them one by one; that was a third of a start. Here what
makes, compares and hashes a record is compiled when that is first done with one of its class, the fields are listed when somebody asks for them, and what
is the same for all is written once. Whatever is not a plain frozen record with slots (a field with a factory, a base with fields, a method of its own) is
left to the standard library, which is also the reference: a test makes every record of the program both ways.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type | None = None, /, **asked: bool) -> Any:
        """``dataclasses.dataclass``, quicker for a plain record with ``frozen=True, slots=True``."""
        if cls is None and asked == _PLAIN:
            return _record
        return dataclasses.dataclass(cls, **asked)


_PLAIN = {"frozen": True, "slots": True}
_OWN = frozenset(("__init__", "__post_init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__getstate__", "__setstate__", "__slots__"))
_NO_FIELDS = ("ClassVar", "InitVar", "KW_ONLY")
_set = object.__setattr__
_set_class = object.__dict__["__class__"].__set__
_T = TypeVar("_T")


def _record(cls: type) -> type:
    """The class as a frozen record with slots."""
    fields: dict[str, Any] | None = cls.__dict__.get("__annotations__")
    if fields is None or not _is_plain(cls, fields):
        return dataclasses.dataclass(frozen=True, slots=True)(cls)
    names = tuple(fields)
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    body = {name: value for name, value in cls.__dict__.items() if name not in fields and name not in ("__dict__", "__weakref__")}
    if names[len(names) - len(defaults) :] != tuple(defaults):
        raise TypeError(f"{cls.__qualname__}: a field without default follows one with default")
    body |= {"__slots__": names, "__match_args__": names, "__doc__": cls.__doc__ or cls.__name__, "__dataclass_params__": _PARAMS, **_SHARED}
    body |= {name: _WhenAsked(make, fields, defaults) for name, make in _LATER.items()}
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


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
    """Whether all there is to the record are names with types and fixed defaults."""
    if any("__dataclass_fields__" in base.__dict__ or base.__dict__.get("__slots__") for base in cls.__mro__[1:]) or not _OWN.isdisjoint(cls.__dict__):
        return False
    known = (cls.__dict__.get(name) for name in fields)
    whole = all(isinstance(kind, str) and not any(word in kind for word in _NO_FIELDS) for kind in fields.values())
    return whole and not any(isinstance(default, dataclasses.Field) or default.__class__.__hash__ is None for default in known)


def _compiled(name: str, source: str, cls: type, names: dict[str, Any]) -> FunctionType:
    exec(source, names)  # noqa: S102 - field names of our own classes, which Python has parsed
    method: FunctionType = names[name]
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    method.__module__ = cls.__module__
    return method


def _constructor(cls: type, fields: dict[str, Any], defaults: dict[str, Any]) -> FunctionType:
    """Takes the fields in their order and sets them."""
    set_each = "".join(f"\n set_field(self, '{name}', {name})" for name in fields) or "\n pass"
    made = _compiled("__init__", f"def __init__({', '.join(('self', *fields))}):{set_each}", cls, {"set_field": _set})
    made.__defaults__ = tuple(defaults.values()) or None
    made.__annotations__ = {**fields, "return": None}
    return made


def _values(of: str, fields: dict[str, Any]) -> str:
    return f"({''.join(f'{of}.{name}, ' for name in fields)})"


def _equal(cls: type, fields: dict[str, Any], _: dict[str, Any]) -> FunctionType:
    """Records of one class are equal where all their fields are."""
    compare = f"return {_values('self', fields)} == {_values('other', fields)}"
    return _compiled("__eq__", f"def __eq__(self, other):\n if other.__class__ is self.__class__:\n  {compare}\n return NotImplemented", cls, {})


def _hash(cls: type, fields: dict[str, Any], _: dict[str, Any]) -> FunctionType:
    return _compiled("__hash__", f"def __hash__(self):\n return hash({_values('self', fields)})", cls, {})


def _fields(cls: type, fields: dict[str, Any], defaults: dict[str, Any]) -> Any:
    """What the standard library knows of a record's fields, as it makes it."""
    # a text, so that none is made of the signature, which is parsed for it
    twin = type(cls.__name__, (), {"__annotations__": fields, "__module__": cls.__module__, "__doc__": cls.__name__, **defaults})
    return dataclasses.dataclass(init=False, repr=False, eq=False)(twin).__dict__["__dataclass_fields__"]


_LATER = {"__init__": _constructor, "__eq__": _equal, "__hash__": _hash, "__dataclass_fields__": _fields}


def _shown(self: object) -> str:
    return f"{self.__class__.__qualname__}({', '.join([f'{name}={getattr(self, name)!r}' for name in _names(self)])})"


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


_SHARED = {"__repr__": _shown, "__setattr__": _fixed, "__delattr__": _kept, "__getstate__": _state, "__setstate__": _restored}
_PARAMS = dataclasses.dataclass(frozen=True, slots=True)(type("_Sample", (), {"__doc__": "_Sample"})).__dict__["__dataclass_params__"]


def _does_more(cls: type) -> bool:
    """Whether a record of the standard library does more than set its fields."""
    fields = dataclasses.fields(cls)
    return "__post_init__" in cls.__dict__ or any(field.default_factory is not dataclasses.MISSING or field.kw_only or not field.init for field in fields)


def often(cls: type[_T]) -> type[_T]:
    """A frozen record that a run makes by the thousand: its fields are set while it is an instance of a twin that may be changed, and then it becomes what it
    is. Setting a field past the lock of a frozen record takes some ten times as long as setting it.

    Stands above ``dataclass``. A class derived from such a record makes its instances as before. Raises ``TypeError`` for a record that does more than set
    its fields.
    """
    if cls.__dict__.get("__setattr__") is not _fixed and _does_more(cls):
        raise TypeError(f"{cls.__qualname__} does more than set its fields")
    names: tuple[str, ...] = cls.__dict__["__match_args__"]
    slowly = cls.__init__
    twin = type(cls.__name__, (object,), {"__slots__": names, "__doc__": cls.__doc__})
    set_each = "".join(f"\n  self.{name} = {name}" for name in names)
    source = (
        f"def __init__(self, {', '.join(names)}):"
        f"\n if self.__class__ is frozen:\n  set_class(self, twin){set_each}\n  self.__class__ = frozen"
        f"\n else:\n  slowly(self, {', '.join(names)})"
    )
    made = _compiled("__init__", source, cls, {"frozen": cls, "twin": twin, "set_class": _set_class, "slowly": slowly})
    made.__defaults__ = slowly.__defaults__
    made.__annotations__ = slowly.__annotations__
    setattr(cls, "__init__", made)  # noqa: B010 - a type checker takes an assignment for a mistake
    return cls

"""The workbook file as a zip package: refused when unsafe, and rebuilt so that every part not changed keeps its compressed bytes."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Mapping, Set
from copy import copy
from io import BytesIO
from xml.parsers import expat

from pyaddin.errors import Stop
from pyaddin.ledger.closed.deflate import Packed, checksum, pack, unpacked, unpacked_in_pieces
from pyaddin.records import dataclass

LARGEST_PART = 2_000_000_000
"""A sheet of ``schema.MAX_ROWS`` rows as runs write them (some 1,600 bytes each in Contacts) must open again."""
LARGEST_TOTAL = 4_000_000_000
RATIO_COUNTS_FROM = 20_000_000
LARGEST_RATIO = 250
MOST_PARTS = 5_000
_SHEETS = "xl/worksheets/"
KEPT_UNPACKED = 128_000_000
AT_ONCE = 262_144
"""Bytes of a part that was kept unpacked which are handed on at once: about as many as come of unpacking piece by piece."""

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DATA_DESCRIPTOR = 0x08
_UTF8 = 0x800
_ENCRYPTED = 0x01


@dataclass(frozen=True, slots=True)
class Entry:
    """One part as it lies in the file: still compressed."""

    info: zipfile.ZipInfo
    packed: bytes


class Package:
    """The parts of one workbook. Raises ``Stop``: X-NOT-WORKBOOK, X-PASSWORD, X-UNSAFE."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise Stop("X-PASSWORD")
            raise Stop("X-NOT-WORKBOOK", "an old .xls file or another Office file", advice="Save it as .xlsm in Excel, or choose the ledger.")
        self.entries: dict[str, Entry] = {}
        self._unpacked: dict[str, bytes] = {}
        self._fresh: dict[str, bytes] = {}
        try:
            with zipfile.ZipFile(BytesIO(data)) as file:
                self._take(file.infolist(), data, file.start_dir)
        except (zipfile.BadZipFile, struct.error, ValueError, EOFError, NotImplementedError) as problem:
            raise Stop("X-NOT-WORKBOOK", str(problem)) from None

    def _take(self, infos: list[zipfile.ZipInfo], data: bytes, end_of_parts: int) -> None:
        if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > LARGEST_TOTAL:
            raise Stop("X-UNSAFE", "too many or too large parts")
        taken = 0
        for info in sorted(infos, key=lambda info: info.header_offset):
            _check_entry(info)
            start = _data_start(data, info)
            stop = start + info.compress_size
            if info.header_offset < taken:
                raise Stop("X-UNSAFE", f"overlapping parts at {info.filename}")
            if stop > end_of_parts:
                raise Stop("X-NOT-WORKBOOK", f"{info.filename} is cut off")
            taken = stop
        seen: set[str] = set()
        for info in infos:
            if info.filename.lower() in seen:
                raise Stop("X-UNSAFE", f"doubled part {info.filename}")
            seen.add(info.filename.lower())
            start = _data_start(data, info)
            self.entries[info.filename] = Entry(info, data[start : start + info.compress_size])

    def names(self) -> Set[str]:
        """The parts in the order of the file, new ones behind them."""
        return {**self.entries, **self._fresh}.keys() if self._fresh else self.entries.keys()

    def read(self, name: str) -> bytes:
        """One part unpacked; never more than its declared size is inflated. What was asked for last is kept, as far as it is not too large."""
        if name in self._fresh:
            return self._fresh[name]
        content = self._unpacked.pop(name, None)
        if content is None:
            entry = self.entries.get(name)
            if entry is None:
                raise Stop("X-NOT-WORKBOOK", f"part {name} is missing")
            content = _inflate(entry)
            self._make_room(len(content))
        self._unpacked[name] = content  # at the end: of the latest use
        return content

    def take(self, name: str) -> bytes:
        """The part, not kept any longer: for one that is asked for a last time."""
        content = self.read(name)
        self._unpacked.pop(name, None)
        return content

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part piece by piece, which is cheaper than the whole of a large one: nothing is held. Whoever takes the last piece has the part unharmed."""
        held = self._fresh.get(name)
        if held is not None:
            return iter((held,))
        kept = self._unpacked.get(name)
        if kept is not None:  # it was unharmed when it was unpacked
            return (kept[start : start + AT_ONCE] for start in range(0, len(kept), AT_ONCE))
        return _inflated_in_pieces(self.entries[name])

    def identical(self, other: Package, name: str) -> bool:
        """Whether both hold the part in the same packed bytes, of the same length and checksum."""
        mine, theirs = self.entries[name], other.entries[name]
        return mine.packed == theirs.packed and all(
            getattr(mine.info, field) == getattr(theirs.info, field) for field in ("CRC", "file_size", "compress_type")
        )

    def holds(self, name: str, made: Packed) -> bool:
        """Whether the part lies here in these packed bytes, and they unpack to what was packed."""
        entry = self.entries[name]
        alike = (entry.packed, entry.info.CRC, entry.info.file_size) == (made.packed, made.crc, made.size)
        return alike and sum(map(len, self.pieces(name))) == made.size  # stops where length and checksum are not those that the directory tells

    def _make_room(self, size: int) -> None:
        """Unpacking anew is cheap, holding all sheets of a large ledger as text is not."""
        held = size + sum(map(len, self._unpacked.values()))
        for name in list(self._unpacked):
            if held <= KEPT_UNPACKED:
                break
            held -= len(self._unpacked.pop(name))

    def forget(self) -> None:
        """Lets go of what was unpacked; it is unpacked again when asked for."""
        self._unpacked.clear()

    def exchanged(self, parts: Mapping[str, bytes]) -> Package:
        """This package with other parts, not packed yet: they go into the file with ``rebuilt``."""
        made = copy(self)
        made._unpacked = {}
        made._fresh = {**self._fresh, **parts}
        return made

    @property
    def fresh(self) -> Set[str]:
        """Parts that differ from the file."""
        return self._fresh.keys()

    def size(self, name: str) -> int:
        """Bytes of the part, unpacked."""
        return len(self._fresh[name]) if name in self._fresh else self.entries[name].info.file_size

    def whole_size(self) -> int:
        """Bytes of all parts, unpacked."""
        return sum(self.size(name) for name in (*self.entries, *(name for name in self._fresh if name not in self.entries)))

    def large_sheets(self, size: int) -> frozenset[str]:
        """The parts of sheets with at least so many bytes."""
        return frozenset(name for name, entry in self.entries.items() if name.startswith(_SHEETS) and entry.info.file_size >= size)

    def check_all(self, but: Set[str] = frozenset()) -> None:
        """Inflates every part within its limits and refuses XML that declares entities, hides in another encoding or is not whole.

        ``but``: parts that whoever reads them has to ``check``, or to prove whole in another way.
        """
        for name in self.names():
            if name not in but:
                self.check(name)

    def check(self, name: str) -> None:
        """As ``check_all`` for one part."""
        content = self.read(name)
        if not name.lower().endswith((".xml", ".rels", ".vml")):
            return
        if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:4]:
            raise Stop("X-UNSAFE", f"{name} is not UTF-8")
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise Stop("X-UNSAFE", f"{name} declares entities")
        if not name.lower().endswith(".vml"):  # Excel itself writes drawings of notes that are no XML
            _check_whole(name, content)

    def nothing_else(self, data: bytes) -> bool:
        """Whether the file is these parts and nothing else, laid out as ``rebuilt`` does: then every reader finds the same parts in it."""
        at = 0
        for piece in self._laid_out({}, frozenset()) if not self._fresh else ():
            if not data.startswith(piece, at):
                return False
            at += len(piece)
        return at == len(data)

    def rebuilt(self, changed: Mapping[str, bytes | Packed], dropped: Set[str]) -> bytes:
        """The file with these parts exchanged, added at the end, or left out; all others keep their compressed bytes and their place."""
        return b"".join(self._laid_out({**self._fresh, **changed}, dropped))

    def _laid_out(self, parts: Mapping[str, bytes | Packed], dropped: Set[str]) -> Iterator[bytes]:
        central: list[bytes] = []
        at = 0
        added = {name: _new_info(name) for name in parts.keys() - self.entries.keys()}
        for name, info in ({name: entry.info for name, entry in self.entries.items()} | added).items():
            if name in dropped:
                continue
            if name in parts:
                made = _packed_part(parts[name])
                packed, crc, size, method = made.packed, made.crc, made.size, zipfile.ZIP_DEFLATED
            else:
                packed, crc, size, method = self.entries[name].packed, info.CRC, info.file_size, info.compress_type
            header, listed = _headers(info, at, len(packed), crc, size, method)
            yield header
            yield packed
            at += len(header) + len(packed)
            central.append(listed)
        directory = b"".join(central)
        yield directory
        yield _END.pack(b"PK\x05\x06", 0, 0, len(central), len(central), len(directory), at, 0)


def _packed_part(part: bytes | Packed) -> Packed:
    """The part as it goes into the file."""
    return pack([part]) if isinstance(part, bytes) else part


def _new_info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system = 0
    return info


def _check_entry(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if info.flag_bits & _ENCRYPTED:
        raise Stop("X-PASSWORD", name)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Stop("X-UNSAFE", f"unknown compression of {name}")
    if name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/"):
        raise Stop("X-UNSAFE", f"part name {name}")
    if info.file_size > LARGEST_PART or info.file_size > RATIO_COUNTS_FROM and info.file_size > LARGEST_RATIO * max(1, info.compress_size):
        raise Stop("X-UNSAFE", f"{name} would unpack to {info.file_size} bytes")


def _check_whole(name: str, content: bytes) -> None:
    """The cell reader takes what stands before a break and leaves the rest: half a sheet must not pass for a ledger."""
    try:
        expat.ParserCreate().Parse(content, True)
    except expat.ExpatError as problem:
        raise Stop("X-NOT-WORKBOOK", f"{name}: {problem}") from None


def _data_start(data: bytes, info: zipfile.ZipInfo) -> int:
    header = data[info.header_offset : info.header_offset + _LOCAL.size]
    fields = _LOCAL.unpack(header)
    if fields[0] != b"PK\x03\x04":
        raise Stop("X-NOT-WORKBOOK", f"{info.filename} has no header")
    return info.header_offset + _LOCAL.size + int(fields[9]) + int(fields[10])


def _inflate(entry: Entry) -> bytes:
    info = entry.info
    if info.compress_type == zipfile.ZIP_STORED:
        content = entry.packed
    else:
        try:
            content = unpacked(entry.packed, info.file_size + 1)
        except ValueError as problem:
            raise Stop("X-NOT-WORKBOOK", f"{info.filename}: {problem}") from None
    if len(content) > info.file_size:
        raise Stop("X-UNSAFE", f"{info.filename} unpacks to more than it declares")
    if len(content) != info.file_size or checksum(content) != info.CRC:
        raise Stop("X-NOT-WORKBOOK", f"{info.filename} is damaged")
    return content


def _inflated_in_pieces(entry: Entry) -> Iterator[bytes]:
    info = entry.info
    if info.compress_type == zipfile.ZIP_STORED:
        yield _inflate(entry)
        return
    size, crc = 0, 0
    try:
        for piece in unpacked_in_pieces(entry.packed):
            size, crc = size + len(piece), checksum(piece, crc)
            if size > info.file_size:
                raise Stop("X-UNSAFE", f"{info.filename} unpacks to more than it declares")
            yield piece
    except ValueError as problem:
        raise Stop("X-NOT-WORKBOOK", f"{info.filename}: {problem}") from None
    if size != info.file_size or crc != info.CRC:
        raise Stop("X-NOT-WORKBOOK", f"{info.filename} is damaged")


def _headers(info: zipfile.ZipInfo, offset: int, packed: int, crc: int, size: int, method: int) -> tuple[bytes, bytes]:
    """What stands before the part, and its line in the directory."""
    flags = info.flag_bits & ~_DATA_DESCRIPTOR
    name = info.orig_filename.encode("utf-8" if flags & _UTF8 else "cp437")
    year, month, day, hour, minute, second = info.date_time
    stamp = hour << 11 | minute << 5 | second // 2
    day_stamp = (year - 1980) << 9 | month << 5 | day
    needs = max(20, min(info.extract_version, 45))
    made_by = info.create_version | info.create_system << 8
    header = _LOCAL.pack(b"PK\x03\x04", needs, flags, method, stamp, day_stamp, crc, packed, size, len(name), 0) + name
    listed = _CENTRAL.pack(
        b"PK\x01\x02", made_by, needs, flags, method, stamp, day_stamp, crc, packed, size, len(name), 0, 0, 0,
        info.internal_attr, info.external_attr, offset,
    )  # fmt: skip
    return header, listed + name

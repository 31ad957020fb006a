"""Last touch on the finished file: macro-enabled content type, no stored formula results, and the same bytes for the same input."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_FORMULA_CELL = re.compile(rb'<c ([^>]*?)(?: t="\w+")?>(<f>[^<]*</f>)<v>[^<]*</v></c>')


def seal(raw: Path, target: Path) -> None:
    """Copy the zip at ``raw`` to ``target``.

    Formula cells lose their stored result: XlsxWriter stores 0, which readers that do not compute would believe.
    A target named .xlsm gets the macro-enabled content type, without which Excel refuses that name.
    """
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as sink:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "[Content_Types].xml" and target.suffix == ".xlsm":
                data = data.replace(_PLAIN, _MACRO)
            elif info.filename.startswith("xl/worksheets/sheet"):
                data = _FORMULA_CELL.sub(rb"<c \1>\2</c>", data)
            entry = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            sink.writestr(entry, data)

"""The ribbon: its XML (the 2006 form, which every Excel since 2007 reads), its VBA callbacks, and the hidden sheet with its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import quoteattr

from xlsxwriter.worksheet import Worksheet

from pyaddin.buttons import RIBBON_GROUPS, TAB, Button
from pyaddin.labels import LANGUAGES

SHEET = "Ribbon"
PART = "customUI/customUI.xml"
NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
RELATION = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
TAB_ID = "collections"
STAMP = "stamp"


def _words(en: str, cn: str, tw: str) -> Mapping[str, str]:
    return dict(zip(LANGUAGES, (en, cn, tw), strict=True))


# what the VBA modules say by themselves; {0} = number of days
SENTENCES: Mapping[str, Mapping[str, str]] = {
    "refresh.one": _words("1 day old: Refresh", "已过 1 天：更新", "已過 1 天：更新"),
    "refresh.many": _words("{0} days old: Refresh", "已过 {0} 天：更新", "已過 {0} 天：更新"),
    "age.one": _words("The figures are 1 day old: press Refresh.", "数字是 1 天前的：请按“更新”。", "數字是 1 天前的：請按「更新」。"),
    "age.many": _words("The figures are {0} days old: press Refresh.", "数字是 {0} 天前的：请按“更新”。", "數字是 {0} 天前的：請按「更新」。"),
    "age.never": _words("Nothing has been computed yet: press Refresh.", "尚未计算过：请按“更新”。", "尚未計算過：請按「更新」。"),
    "setup.missing": _words(
        "This computer is not set up for the buttons yet. Close Excel, start install.cmd in the folder of the program (on a Mac: make install), then open"
        " the ledger again.",
        "本机尚未设置，按钮无法使用。请关闭 Excel，运行程序文件夹中的 install.cmd（Mac 上运行 make install），再重新打开台账。",
        "本機尚未設定，按鈕無法使用。請關閉 Excel，執行程式資料夾中的 install.cmd（Mac 上執行 make install），再重新開啟台帳。",
    ),
}


def group_id(group: str) -> str:
    """The control id of a group; a button may bear the same word."""
    return f"group_{group}"


def _groups(buttons: Sequence[Button]) -> Iterator[tuple[str, tuple[Button, ...]]]:
    for group in RIBBON_GROUPS:
        inside = tuple(button for button in buttons if button.group == group)
        if inside:
            yield group, inside


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())


def _button(button: Button) -> str:
    return "<button" + _attributes({
        "id": button.id,
        "imageMso": button.icon,
        "size": "large" if button.large else "normal",
        "onAction": f"Buttons.Press_{button.id}",
        "getLabel": "Ribbon.OnGetLabel",
        "getScreentip": "Ribbon.OnGetScreentip",
        "getSupertip": "Ribbon.OnGetSupertip",
    }) + "/>"  # fmt: skip


def xml(buttons: Sequence[Button]) -> str:
    """The customUI part. Labels are asked from VBA, so that they follow the ledger's language."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        f'<customUI xmlns="{NAMESPACE}" onLoad="Ribbon.OnRibbonLoad">',
        " <ribbon>",
        "  <tabs>",
        "   <tab" + _attributes({"id": TAB_ID, "insertAfterMso": "TabHome", "getLabel": "Ribbon.OnGetLabel"}) + ">",
    ]
    for group, inside in _groups(buttons):
        lines.append("    <group" + _attributes({"id": group_id(group), "getLabel": "Ribbon.OnGetLabel"}) + ">")
        lines += [f"     {_button(button)}" for button in inside]
        lines.append("    </group>")
    return "\n".join([*lines, "   </tab>", "  </tabs>", " </ribbon>", "</customUI>", ""])


def callbacks(buttons: Sequence[Button]) -> str:
    """The VBA module ``Buttons``: one callback per button, one line each."""
    lines = ['Attribute VB_Name = "Buttons"', "Option Explicit", "", "' Made from pyaddin/buttons.py; each name is a function of pyaddin.entrypoints.ribbon."]
    for button in buttons:
        lines += ["", f"Public Sub Press_{button.id}(control As IRibbonControl)", f'    PressButton "{button.id}"', "End Sub"]
    return "\n".join([*lines, ""])


def words(buttons: Sequence[Button]) -> Mapping[str, Mapping[str, str]]:
    """Every text of the ribbon by its key: control id, control id + ``.tip``, and the sentences of the VBA modules."""
    found: dict[str, Mapping[str, str]] = {TAB_ID: TAB}
    for group, inside in _groups(buttons):
        found[group_id(group)] = RIBBON_GROUPS[group]
        for button in inside:
            found[button.id] = button.labels
            found[f"{button.id}.tip"] = button.screentip
    return {**found, **SENTENCES}


def rows(buttons: Sequence[Button], stamp: str) -> list[tuple[str, ...]]:
    """The hidden sheet: key in column A, one column per language, the language codes in row 1; at the end which ribbon this is."""
    texts = [(key, *(text[language] for language in LANGUAGES)) for key, text in words(buttons).items()]
    return [("Key", *LANGUAGES), *texts, (STAMP, stamp, stamp, stamp)]


def write(sheet: Worksheet, buttons: Sequence[Button], stamp: str) -> None:
    """Fill the hidden sheet."""
    for number, row in enumerate(rows(buttons, stamp)):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 3, 40)
    sheet.very_hidden()

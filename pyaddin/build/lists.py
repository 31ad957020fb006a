"""The ``Lists`` sheet: every code with its label in the ledger's language; the labels of a list stand under the name that drop-downs point to."""

from __future__ import annotations

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pyaddin.build.sheets import wide
from pyaddin.build.styles import ACCENT, ACCENT_SOFT, LINE, MUTED, TEXT_FORMAT, WHITE, Styles
from pyaddin.labels import Words, label, language_index
from pyaddin.ledger import schema

LISTS = schema.LIST_NAMES
PER_BAND = 5
_TITLES: dict[str, Words] = {
    "Stage": ("Stage", "阶段", "階段"), "Outcome": ("Outcome", "结案结果", "結案結果"), "Hold": ("Hold", "暂停", "暫停"), 
    "HoldScope": ("HoldScope", "暂停范围", "暫停範圍"),
    "Reason": ("Reason", "未付原因", "未繳原因"), "Kind": ("Kind", "债务人类型", "債務人類型"), "Language": ("Language", "语言", "語言"),
    "Preferred": ("Preferred", "首选渠道", "偏好管道"), "Channel": ("Channel", "渠道", "管道"), "DayCount": ("DayCount", "计息天数", "計息天數"),
    "InstallmentStatus": ("InstallmentStatus", "分期状态", "分期狀態"), "AdjustmentKind": ("AdjustmentKind", "调整类型", "調整類型"),
    "Component": ("Component", "组成", "組成"), "PlanKind": ("PlanKind", "协议类型", "協議類型"), "PlanStatus": ("PlanStatus", "协议状态", "協議狀態"),
    "Frequency": ("Frequency", "周期", "週期"), "PromiseStatus": ("PromiseStatus", "承诺状态", "承諾狀態"), "Direction": ("Direction", "方向", "方向"),
    "Class": ("Class", "信函类型", "信函類型"), "Result": ("Result", "结果", "結果"), "Sentiment": ("Sentiment", "情绪", "情緒"),
    "Recommendation": ("Recommendation", "律师建议", "律師建議"), "Rule": ("Rule", "阶段规则", "階段規則"), "RunKind": ("RunKind", "执行方式", "執行方式"),
    "Tone": ("Tone", "语气", "語氣"), "YesNo": ("YesNo", "是否", "是否"), "Risk": ("Risk", "风险等级", "風險等級"),
    "BankState": ("BankState", "银行行状态", "銀行列狀態"), "RestartEvent": ("RestartEvent", "时效事由", "時效事由"),
    "CostLine": ("CostLine", "支出项目", "支出項目"),
}  # fmt: skip

def write(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    """Fill the sheet, define one name per list and protect it (no password)."""
    title = styles.of(bold=True, font_color=WHITE, bg_color=ACCENT, indent=1)
    sub = styles.of(font_color=MUTED, bg_color=ACCENT_SOFT, indent=1, italic=True)
    code_style = styles.of(num_format=TEXT_FORMAT, indent=1, bottom=1, bottom_color=LINE)
    label_style = styles.of(num_format=TEXT_FORMAT, indent=1, bottom=1, bottom_color=LINE, font_color=MUTED)
    sheet.set_default_row(18)
    widths: dict[int, int] = {}
    top, place_of = 0, language_index(styles.language)
    names = list(LISTS)
    for start in range(0, len(names), PER_BAND):
        band = names[start : start + PER_BAND]
        for place, name in enumerate(band):
            codes, column = LISTS[name], place * 3
            kind = name.removeprefix("List_")
            sheet.write_string(top, column, _TITLES[kind][place_of] if place_of else kind, title)
            sheet.write_blank(top, column + 1, None, title)
            sheet.write_string(top + 1, column, ("Code", "代码", "代碼")[place_of], sub)
            sheet.write_string(top + 1, column + 1, ("Label", "名称", "名稱")[place_of], sub)
            for row, code in enumerate(codes, start=top + 2):
                sheet.write_string(row, column, code, code_style)
                sheet.write_string(row, column + 1, label(kind, code, styles.language), label_style)
            widths[column] = max(widths.get(column, 12), *(len(code) + 3 for code in codes))
            widths[column + 1] = max(widths.get(column + 1, 14), *(wide(label(kind, code, styles.language)) + 3 for code in codes))
            widths[column + 2] = 2
            book.define_name(name, f"=Lists!{xl_range_abs(top + 2, column + 1, top + len(codes) + 1, column + 1)}")
        top += 3 + max(len(LISTS[name]) for name in band)
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    sheet.protect("", {"format_columns": True, "select_locked_cells": True})

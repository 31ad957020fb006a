"""Sentences that are made where a cell, a list or an option is read, in English, said again in Chinese.

They are known by their form: what stands in braces is what the cell gave, and stands in the Chinese sentence too.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.advice_bank import BANK_ADVICE
from pyaddin.advice_desk import DESK_ADVICE
from pyaddin.advice_files import FILE_ADVICE
from pyaddin.sentence_forms import Forms, Pair

SPECIFIC: Mapping[str, Pair] = {
    **BANK_ADVICE,
    **DESK_ADVICE,
    **FILE_ADVICE,
    "The audit file is no longer beside the ledger. A new one begins now and says so; ask who moved or deleted it.": (
        "审计文件已不在台账旁。新的审计文件从现在开始并注明此事；请询问是谁移动或删除的。", "稽核檔案已不在台帳旁。新的稽核檔案從現在開始並註明此事；請詢問是誰移動或刪除的。",
    ),
    "The audit file cannot be read. It was put aside, and a new one begins now and says so; keep the old one.": (
        "审计文件无法读取，已另存到一旁；新的审计文件从现在开始并注明此事。请保留旧文件。", "稽核檔案無法讀取，已另存一旁；新的稽核檔案從現在開始並註明此事。請保留舊檔案。",
    ),
    "The audit file is an older copy, or its end was cut off. It was put aside, and a new one begins now and says so; ask who brought it back.": (
        "审计文件是较早的副本，或末尾被截去；已另存到一旁，新的审计文件从现在开始并注明此事。请询问是谁换回来的。",
        "稽核檔案是較早的副本，或結尾被截去；已另存一旁，新的稽核檔案從現在開始並註明此事。請詢問是誰換回來的。",
    ),
    "Entries of the audit file were replaced. It was put aside, and a new one begins now and says so; ask who could write the folder.": (
        "审计文件中的条目被替换；已另存到一旁，新的审计文件从现在开始并注明此事。请询问谁能写入该文件夹。",
        "稽核檔案中的條目被替換；已另存一旁，新的稽核檔案從現在開始並註明此事。請詢問誰能寫入該資料夾。",
    ),
    "The ledger stands as it stood then: an older copy was put in its place, or the workbook was closed without saving. Enter what is missing again.": (
        "台账与当时的状态相同：可能被换成了较早的副本，或工作簿未保存就关闭了。请重新录入缺少的内容。", "台帳與當時的狀態相同：可能被換成較早的副本，或活頁簿未儲存就關閉了。請重新登錄缺少的內容。",
    ),
    "{by} is not a supervisor": ("{by} 不是主管", "{by} 不是主管"),
    "Give {option}; `collections {command} --help` says what it takes.": (
        "请给出 {option}；`collections {command} --help` 有说明。", "請給出 {option}；`collections {command} --help` 有說明。",
    ),
    "There is no such day in the calendar.": ("日历中没有这一天。", "日曆中沒有這一天。"),
    "It can be {a} or {b}. Type the one that is meant, year first.": ("可能是 {a}，也可能是 {b}。请按年在前的写法输入所指的日期。", "可能是 {a}，也可能是 {b}。請依年在前的寫法輸入所指的日期。"),
    "It can be {a} or {b}. Type the one that is meant, year first; or say it for all dates of the list: --set \"Date order=day first\", or month first.": (
        "可能是 {a}，也可能是 {b}。请按年在前的写法输入所指的日期；或为清单的所有日期说明：--set \"Date order=day first\"（日在前），或 month first（月在前）。",
        "可能是 {a}，也可能是 {b}。請依年在前的寫法輸入所指的日期；或為清單的所有日期說明：--set \"Date order=day first\"（日在前），或 month first（月在前）。",
    ),
    "Say 'day first' or 'month first'.": ("请填写 day first（日在前）或 month first（月在前）。", "請填寫 day first（日在前）或 month first（月在前）。"),
    "It can be {a} or {b}. Type a plain number, with a point before the cents.": ("可能是 {a}，也可能是 {b}。请输入纯数字，小数前用点。", "可能是 {a}，也可能是 {b}。請輸入純數字，小數前用點。"),
    "The figures begin with a zero, as no amount does: is it an account or a phone number?": ("数字以 0 开头，不像金额：是账号或电话吗？", "數字以 0 開頭，不像金額：是帳號或電話嗎？"),
    "Format the cell as text and type it again; Excel made a date or a truth value of it.": (
        "请把单元格设为文本格式后重新输入；Excel 已把它变成日期或逻辑值。", "請把儲存格設為文字格式後重新輸入；Excel 已把它變成日期或邏輯值。",
    ),
    "Shorten it to {n} characters (it has {m}); long texts belong in a document.": ("请缩短到 {n} 个字符以内（现有 {m} 个）；长文请另存为文件。", "請縮短到 {n} 個字元以內（現有 {m} 個）；長文請另存為文件。"),
    "The amount is too large for one debt.": ("金额过大，不像一笔债务。", "金額過大，不像一筆債務。"),
    "The currency has {n} decimals; the cell holds {found}.": ("该币种有 {n} 位小数，而单元格是 {found}。", "該幣別有 {n} 位小數，而儲存格是 {found}。"),
    "The cell names another currency than the case, which is in {code}.": ("单元格写的币种与案件不同，案件为 {code}。", "儲存格寫的幣別與案件不同，案件為 {code}。"),
    "12 % a year is typed 0.12 (or 12%).": ("年利率 12% 请输入 0.12（或 12%）。", "年利率 12% 請輸入 0.12（或 12%）。"),
    "Type a plain number, without a currency.": ("请输入纯数字，不带币种。", "請輸入純數字，不帶幣別。"),
    "Type a whole number.": ("请输入整数。", "請輸入整數。"),
    "Type a date and time, for example 2026-11-23 14:30 (office time).": ("请输入日期和时间，例如 2026-11-23 14:30（办公室时间）。", "請輸入日期和時間，例如 2026-11-23 14:30（辦公室時間）。"),
    "Choose one of: {codes}.": ("请从以下选择：{codes}。", "請從以下選擇：{codes}。"),
    "'{word}' is not one of: {codes}.": ("“{word}”不在以下选项中：{codes}。", "「{word}」不在以下選項中：{codes}。"),
    "Two letters, ISO 3166-1: CN, TW, HK, GB, US, DE ...": ("两个字母（ISO 3166-1）：CN、TW、HK、GB、US、DE 等。", "兩個字母（ISO 3166-1）：CN、TW、HK、GB、US、DE 等。"),
    "An IANA name, for example Asia/Shanghai or Europe/Berlin.": ("IANA 时区名，例如 Asia/Shanghai。", "IANA 時區名稱，例如 Asia/Taipei。"),
    "Three letters, ISO 4217: CNY, TWD, USD, EUR ...": ("三个字母（ISO 4217）：CNY、TWD、USD、EUR 等。", "三個字母（ISO 4217）：CNY、TWD、USD、EUR 等。"),
    "{later} lies before {earlier} ({on}).": ("{later} 早于 {earlier}（{on}）。", "{later} 早於 {earlier}（{on}）。"),
    "The plan is signed; fill {column}.": ("协议双方已签，请填写 {column}。", "協議雙方已簽，請填寫 {column}。"),
    "The plan is kept; fill {column}.": ("协议已履行，请填写 {column}。", "協議已履行，請填寫 {column}。"),
    "The plan is broken; fill {column}.": ("协议已违约，请填写 {column}。", "協議已違約，請填寫 {column}。"),
    "The plan is {state}; fill {column}.": ("协议状态为 {state}，请填写 {column}。", "協議狀態為 {state}，請填寫 {column}。"),
    "The signature lies before Proposed on ({on}).": ("签署日早于提出日（{on}）。", "簽署日早於提出日（{on}）。"),
    "The same key stands in row {row}. Delete one of the rows or give it its own key.": (
        "第 {row} 行已有相同的编号。请删除其中一行，或改用不同的编号。", "第 {row} 列已有相同的編號。請刪除其中一列，或改用不同的編號。",
    ),
    "{table} has no row {key}. Correct the key, or add the row that it names.": ("{table} 中没有 {key}。请更正编号，或补录该行。", "{table} 中沒有 {key}。請更正編號，或補登該列。"),
    "There is no {scope} {key}. Correct the key, or add the row that it names.": ("没有编号为 {key} 的对象（{scope}）。请更正编号，或补录该行。", "沒有編號為 {key} 的對象（{scope}）。請更正編號，或補登該列。"),
    "Plan {plan} belongs to case {case}.": ("协议 {plan} 属于案件 {case}。", "協議 {plan} 屬於案件 {case}。"),
    "Row {row} holds the same from {first} to {last}.": ("第 {row} 行已对同一对象暂停：{first} 至 {last}。", "第 {row} 列已對同一對象暫停：{first} 至 {last}。"),
    "The installments of the plan add up to {total}. Correct them or the Total.": ("协议各期合计 {total}。请更正分期或总额。", "協議各期合計 {total}。請更正分期或總額。"),
    "It is read as {value}. Tidy makes a real date of it.": ("已读作 {value}。“整理工作表”会把它变成真正的日期。", "已讀作 {value}。「整理工作表」會把它變成真正的日期。"),
    "It is read as {value}. Tidy makes a real number of it.": ("已读作 {value}。“整理工作表”会把它变成真正的数字。", "已讀作 {value}。「整理工作表」會把它變成真正的數字。"),
    "Restored to: the number format of the column, by tidy or the next run.": ("“整理工作表”或下次运行会恢复本列的数字格式。", "「整理工作表」或下次執行會還原本欄的數字格式。"),
    "Restored to: {wanted}, by tidy or the next run.": ("“整理工作表”或下次运行会恢复为：{wanted}。", "「整理工作表」或下次執行會還原為：{wanted}。"),
    "{others} has it too. Correct one of them, or set Shared contact to yes on each.": (
        "{others} 也登记了同一联系方式。请更正其中一行，或在每一行把“共用联系方式”设为是。", "{others} 也登記了同一聯絡方式。請更正其中一列，或在每一列把「共用聯絡方式」設為是。",
    ),
    "Case {case} is owed by {debtor}. Somebody may pay for the debtor; or is the case another one?": (
        "案件 {case} 的债务人是 {debtor}。可能有人代付；或者应记入别的案件？", "案件 {case} 的債務人是 {debtor}。可能有人代付；或者應記入別的案件？",
    ),
    "They are added by the next run that finds the workbook closed.": ("工作簿关闭后的下一次运行会补上这些列。", "活頁簿關閉後的下一次執行會補上這些欄。"),
    "They cannot be added while something stands to the right of the table ({place}): move or rename it; nothing of it is overwritten.": (
        "表格右侧（{place}）有内容，无法补列：请移走或改名；程序不会覆盖它。", "表格右側（{place}）有內容，無法補欄：請移走或改名；程式不會覆寫它。",
    ),
    "Switch the totals row off (Table Design); totals stand on the Dashboard.": ("请关闭表格的汇总行（表设计）；合计见 Dashboard。", "請關閉表格的合計列（表格設計）；合計見 Dashboard。"),
    "Save the workbook into a folder first, then try again.": ("请先把工作簿保存到文件夹，再重试。", "請先把活頁簿儲存到資料夾，再重試。"),
    "The ledger was made by a newer program; update this one.": ("台账由更新版本的程序生成；请更新本程序。", "台帳由較新版本的程式產生；請更新本程式。"),
    "Replace the formula by its value.": ("请用公式的结果值替换公式。", "請用公式的結果值取代公式。"),
    "A cell takes 32,767 characters.": ("一个单元格最多容纳 32,767 个字符。", "一個儲存格最多容納 32,767 個字元。"),
    "No cell can hold this value.": ("单元格无法存放该值。", "儲存格無法存放該值。"),
    "{name} entered or proposed it; a supervisor of another name must approve it.": (
        "{name} 就是录入或提出的人；须由另一位主管批准。", "{name} 就是登錄或提出的人；須由另一位主管核准。",
    ),
    "Without a name in Approved by it does not count.": ("“批准人”为空，不予计入。", "「核准人」為空白，不予計入。"),
    "Nobody has signed on a day after {on}.": ("签署日不能晚于 {on}。", "簽署日不能晚於 {on}。"),
    "Other terms are a new version: agree again on the case.": ("其他条件须作为新版本：请对该案件重新约定。", "其他條件須作為新版本：請對該案件重新約定。"),
    "A person named in the setting supervisors must do this.": ("此操作须由设置 supervisors 中列出的人员执行。", "此操作須由設定 supervisors 中列出的人員執行。"),
    "Correct the case's own row first; Check says what is wrong with it.": ("请先更正案件本身的行；“检查”会说明问题。", "請先更正案件本身的列；「檢查」會說明問題。"),
    "{table} has no accepted row {key}.": ("{table} 中没有可用的 {key}。", "{table} 中沒有可用的 {key}。"),
    "Run Check and correct that row first.": ("请先“检查”并更正该行。", "請先「檢查」並更正該列。"),
    "Look for merged cells, another table or a filter in the way below the table, then try again.": (
        "请查看表格下方是否有合并单元格、其他表格或筛选，处理后重试。", "請查看表格下方是否有合併儲存格、其他表格或篩選，處理後重試。",
    ),
    "Some cells could not be put back. Close the workbook without saving and open it again: the file is as you last saved it.": (
        "有些单元格未能恢复。请不保存就关闭工作簿再重新打开：文件保持上次保存的样子。", "有些儲存格未能還原。請不儲存就關閉活頁簿再重新開啟：檔案保持上次儲存的樣子。",
    ),
    "Delete the stray cell far below or to the right of the table.": ("请删除表格下方或右侧远处的零散单元格。", "請刪除表格下方或右側遠處的零散儲存格。"),
    "Split the list into parts.": ("请把清单拆成几份。", "請把清單拆成幾份。"),
    "Choose an .xlsx, .xlsm, .csv, .tsv or .txt file.": ("请选择 .xlsx、.xlsm、.csv、.tsv 或 .txt 文件。", "請選擇 .xlsx、.xlsm、.csv、.tsv 或 .txt 檔案。"),
    "Default used: {value}": ("已用默认值：{value}", "已用預設值：{value}"),
    # what the Form takes
    "{typed} is not a date; type it as 2026-11-23": ("{typed} 不是日期；请按 2026-11-23 的写法输入", "{typed} 不是日期；請依 2026-11-23 的寫法輸入"),
    "{typed} is not a day of the calendar": ("日历中没有 {typed} 这一天", "日曆中沒有 {typed} 這一天"),
    "{typed} is not a number; type digits and at most one point, for example 1250.00": (
        "{typed} 不是数字；只用数字和一个小数点，例如 1250.00", "{typed} 不是數字；只用數字和一個小數點，例如 1250.00",
    ),
    "{typed} is not a whole number": ("{typed} 不是整数", "{typed} 不是整數"),
    "{typed} is none of: {choices}": ("{typed} 不在选项中：{choices}", "{typed} 不在選項中：{choices}"),
    "the file name is empty": ("没有填写文件名", "沒有填寫檔名"),
    "the value is empty": ("没有填写", "沒有填寫"),
    # what an import tells
    'Name it with --sheet "{sheet}" to read it.': ("如需读取，请在表单“工作表”一栏写上 {sheet}。", "如需讀取，請在表單「工作表」一欄寫上 {sheet}。"),
    "Import takes debtors, cases, installments and payments; the other sheets of a ledger are typed or run.": (
        "导入只接收债务人、案件、分期和付款；台账的其他工作表由人录入或由程序生成。", "匯入只接收債務人、案件、分期和款項；台帳的其他工作表由人登錄或由程式產生。",
    ),
    "Titles or headers of the list name this currency; it is taken for all rows.": ("清单的标题或表头写明了该币种，所有行都按此处理。", "清單的標題或表頭寫明了該幣別，所有列都依此處理。"),
    'Column {letter}. If it is something else: --map "{key}=..." or the mapping file.': (
        "第 {letter} 列。如不是此含义，请在映射文件中修改“{key}”一行。", "第 {letter} 欄。如不是此含義，請在對應檔中修改「{key}」一行。",
    ),
    "Column {letter} was not taken. Bring payments as rows of their own: case, date, amount.": (
        "第 {letter} 列未采用。请把付款单独列成行：案件、日期、金额。", "第 {letter} 欄未採用。請把款項單獨列成列：案件、日期、金額。",
    ),
    'Column {letter} was not taken. Say which: --map "{key}={field}", or - for none.': (
        "第 {letter} 列未采用。请在映射文件中写明：{key} = {field}；不采用则写 -。", "第 {letter} 欄未採用。請在對應檔中寫明：{key} = {field}；不採用則寫 -。",
    ),
    "The rows above add up to {listed}; the difference is {difference}. Find it before you rely on the import.": (
        "上面各行合计 {listed}，相差 {difference}。请先查明差额，再使用导入结果。", "上面各列合計 {listed}，相差 {difference}。請先查明差額，再使用匯入結果。",
    ),
    "{taken} of it was taken, {refused} refused.": ("其中导入 {taken}，未接受 {refused}。", "其中匯入 {taken}，未接受 {refused}。"),
    "The rows above add up to {listed}; the difference is {difference}. Find it before you rely on the import. {taken} of it was taken, {refused} refused.": (
        "上面各行合计 {listed}，相差 {difference}；其中导入 {taken}，未接受 {refused}。请先查明差额，再使用导入结果。",
        "上面各列合計 {listed}，相差 {difference}；其中匯入 {taken}，未接受 {refused}。請先查明差額，再使用匯入結果。",
    ),
    'The list has no column for it. Say it for all rows: --set "{column}=...", or add the column to the list.': (
        "清单没有这一列（{column}）。请为所有行统一指定，或在清单中增加该列。", "清單沒有這一欄（{column}）。請為所有列統一指定，或在清單中增加該欄。",
    ),
    "A debtor, a case and its installments are taken together or not at all: correct row {row} of {sheet} ({words}).": (
        "债务人、案件及其分期要么全部导入，要么全不导入：请更正 {sheet} 第 {row} 行（{words}）。", "債務人、案件及其分期要麼全部匯入，要麼全不匯入：請更正 {sheet} 第 {row} 列（{words}）。",
    ),
    "Debtors without an id in the list: {n}, found by case, legal id, or name with phone or email; each new one got an id of its own.": (
        "清单中有 {n} 位债务人没有编号：已按案件、证件号或姓名加电话/邮箱识别，新债务人已另给编号。",
        "清單中有 {n} 位債務人沒有編號：已依案件、證件號或姓名加電話/信箱識別，新債務人已另給編號。",
    ),
    'Debtors of the list without a Country: {n}; nothing is sent to them until it is filled. For all at once: --set "{example}".': (
        "清单中有 {n} 位债务人没有填写国家/地区：填写之前不会向其发送。可统一指定：{example}。", "清單中有 {n} 位債務人沒有填寫國家/地區：填寫之前不會向其寄送。可統一指定：Country=TW。",
    ),
    'Debtors of the list without a Time zone: {n}; nothing is sent to them until it is filled. For all at once: --set "{example}".': (
        "清单中有 {n} 位债务人没有填写时区：填写之前不会向其发送。可统一指定：{example}。", "清單中有 {n} 位債務人沒有填寫時區：填寫之前不會向其寄送。可統一指定：Time zone=Asia/Taipei。",
    ),
}  # fmt: skip
"""Advice for one cell by its form; words in braces are what the cell gave."""


_FORMS = Forms(SPECIFIC)


def in_chinese(text: str, language: str) -> str:
    """The sentence in zh-CN or zh-TW; blank when its form is not known, and for English."""
    return _FORMS.in_chinese(text, language)


_TYPED = frozenset({"typed", "word", "found", "by", "case", "debtor", "plan", "id", "value", "name", "file", "key"})
"""Gaps that hold what somebody typed or called something; others hold what the program says, names of columns among it."""


def typed_in(text: str) -> tuple[str, ...]:
    """What in this advice somebody typed."""
    return tuple(piece for name, piece in _FORMS.gaps(text).items() if name in _TYPED)

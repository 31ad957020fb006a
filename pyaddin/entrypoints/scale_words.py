"""The sentences of the commands beyond one workbook, in the three languages of a ledger."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import Words, language_index

_WORDS: Mapping[str, Words] = {
    # portfolio
    "assessed": ("Assessed {cases} as of {on}; results in {out}.", "截至 {on} 已评估 {cases}；结果在 {out}。", "截至 {on} 已評估 {cases}；結果在 {out}。"),
    "file": ("  {name}.parquet: {rows}", "  {name}.parquet：{rows}", "  {name}.parquet：{rows}"),
    "refused-rows": (
        "Refused {rows}; faults.parquet says which and why. The rest was assessed.",
        "未接受 {rows}；faults.parquet 列出是哪些及原因。其余均已评估。",
        "未接受 {rows}；faults.parquet 列出是哪些及原因。其餘均已評估。",
    ),
    "begun-again": (
        "{parts} of {whole} begun again, because a worker died or the run was stopped.",
        "共 {whole} 个部分，其中 {parts}因工作进程中断或执行被停止而重新开始。",
        "共 {whole} 個部分，其中 {parts}因工作程序中斷或執行被停止而重新開始。",
    ),
    "control": (
        "Control: {simple} of {cases} reckoned again from the source", "核对：{cases} 个案件中的 {simple}已由来源数据重新计算",
        "核對：{cases} 個案件中的 {simple}已由來源資料重新計算",
    ),
    "control-same": (
        "{reckoned}; arrears, outstanding and days past due are the same in each.", "{reckoned}；拖欠金额、未清总额和逾期天数逐案一致。",
        "{reckoned}；積欠金額、未清總額和逾期天數逐案一致。",
    ),
    "control-differs": (
        "{reckoned}; {different} with a difference: {named}.",
        "{reckoned}；{different}不一致：{named}。",
        "{reckoned}；{different}不一致：{named}。",
    ),
    "do-not-use": (
        "Do not use these results. If the source was changed meanwhile, run again; else report it: portfolio.json has the sums of both ways.",
        "请勿使用这些结果。若来源数据在此期间有改动，请重新执行；否则请报告：portfolio.json 中有两种算法的合计。",
        "請勿使用這些結果。若來源資料在此期間有改動，請重新執行；否則請回報：portfolio.json 中有兩種算法的合計。",
    ),
    "nothing-sent": ("Nothing was sent.", "未发送任何信函。", "未寄送任何信函。"),
    # slice
    "cut": (
        "Slice {slice} for {owner}: {debtors}, {cases}, in {path}. Its journal lies beside it and goes with it.",
        "已为 {owner} 切出 {slice}：{debtors}，{cases}，在 {path}。发送日志在其旁边，须一并带走。",
        "已為 {owner} 切出 {slice}：{debtors}，{cases}，在 {path}。寄送日誌在其旁邊，須一併帶走。",
    ),
    "nothing-done": (
        "Nothing is done to these debtors here until the slice is merged back.", "在其合并回来之前，此处不对这些债务人做任何处理。",
        "在其合併回來之前，此處不對這些債務人做任何處理。",
    ),
    "went-along": ("  payments that went along: {amount} {currency}", "  随之带走的付款：{amount} {currency}", "  隨之帶走的付款：{amount} {currency}"),
    "stays": ("Stays: {debtor}: {why}", "留在此处：{debtor}：{why}", "留在此處：{debtor}：{why}"),
    # merge
    "merged": (
        "Slice {slice}: {rows} added, {cells} changed, {messages} of its outbox entered.", "{slice}：新增 {rows}，更改 {cells}，其发件箱的 {messages}已登记。",
        "{slice}：新增 {rows}，更改 {cells}，其寄件匣的 {messages}已登錄。",
    ),
    "values": ("was {was}, here {here}, slice {there}", "原为 {was}，此处 {here}，切出的工作簿 {there}", "原為 {was}，此處 {here}，切出的活頁簿 {there}"),
    "decided-slice": ("Decided for the slice: {place}: {values}", "已按切出的工作簿：{place}：{values}", "已依切出的活頁簿：{place}：{values}"),
    "decided-origin": ("Decided for the origin: {place}: {values}", "已按原台账：{place}：{values}", "已依原台帳：{place}：{values}"),
    "conflict": ("Conflict: {place}: {values}", "冲突：{place}：{values}", "衝突：{place}：{values}"),
    "what-stands": (
        "What stands here stays. Decide with --take slice or --take origin (--key KEY for one row).",
        "此处的内容暂不改变。请用 --take slice 或 --take origin 决定（单行加 --key KEY）。",
        "此處的內容暫不改變。請用 --take slice 或 --take origin 決定（單列加 --key KEY）。",
    ),
    "list": ("The list: {path}", "清单：{path}", "清單：{path}"),
    "deleted": ("Deleted in the slice, stays here: {place}", "切出的工作簿中已删除，此处保留：{place}", "切出的活頁簿中已刪除，此處保留：{place}"),
    "renumbered": ("New number: {old} is {new} here", "新编号：{old} 在此处为 {new}", "新編號：{old} 在此處為 {new}"),
    "not-taken": ("Not taken: {place}: {code} {found}", "未接受：{place}：{code} {found}", "未接受：{place}：{code} {found}"),
    "policy": (
        "Policy changed in the slice, not taken: {place}: was {was}, slice {there}", "切出的工作簿改动了规定，未采用：{place}：原为 {was}，改为 {there}",
        "切出的活頁簿改動了規定，未採用：{place}：原為 {was}，改為 {there}",
    ),
    "payments": (
        "Payments {currency}: {before} + {added} = {after}",
        "付款 {currency}：{before} + {added} = {after}",
        "付款 {currency}：{before} + {added} = {after}",
    ),
    "tie": ("Totals tie.", "合计相符。", "合計相符。"),
    "no-tie": (
        "Totals do not tie: somebody has changed rows meanwhile; look at the sheets and the audit chain.",
        "合计不相符：其间有人改动了行；请查看各工作表和审计记录。",
        "合計不相符：其間有人改動了列；請查看各工作表和稽核紀錄。",
    ),
    "blank": ("(blank)", "（空）", "（空）"),
    # store
    "holds": (
        "The shared store holds {cases} and {messages} of the outbox.",
        "共享数据库现有 {cases}和发件箱的 {messages}。",
        "共用資料庫現有 {cases}和寄件匣的 {messages}。",
    ),
    "store-paid": ("  payments: {amount} {currency}", "  付款：{amount} {currency}", "  付款：{amount} {currency}"),
    "backup": (
        "The file does nothing to its debtors any more; keep it as a backup.",
        "该文件不再对其债务人做任何处理；请留作备份。",
        "該檔案不再對其債務人做任何處理；請留作備份。",
    ),
    # archive
    "would-move": ("Would move {cases}.", "将移出 {cases}。", "將移出 {cases}。"), "moved": ("Moved {cases}.", "已移出 {cases}。", "已移出 {cases}。"),
    "none-closed": (
        "No case that was closed before {before} is left to move. --before takes a later day; a ledger that stays too large is cut by Owner (`slice`).",
        "没有 {before} 之前结案且可移出的案件。--before 可指定较晚的日期；台账仍过大时，按经办人切分（`slice`）。",
        "沒有 {before} 之前結案且可移出的案件。--before 可指定較晚的日期；台帳仍過大時，依承辦人切分（`slice`）。",
    ),
    "more-stay": ("  ... and {cases} more; --json has all of them.", "  ……另有 {cases}；--json 会全部列出。", "  ……另有 {cases}；--json 會全部列出。"),
    "into": ("  {path}: {cases}", "  {path}：{cases}", "  {path}：{cases}"),
    "ties": (
        "  {figure}: {before} = {after} here + {moved} moved", "  {figure}：{before} = 此处留存 {after} + 移出 {moved}",
        "  {figure}：{before} = 此處留存 {after} + 移出 {moved}",
    ),
    "written-off": ("Written off", "核销金额", "轉銷金額"), "rows": ("rows", "行数", "列數"),
    "case-stays": ("  stays: {case}: {why}", "  保留：{case}：{why}", "  保留：{case}：{why}"),
}  # fmt: skip


def say(key: str, language: str, **values: object) -> str:
    """A sentence in the language; English for one that has none."""
    return _WORDS[key][language_index(language)].format(**values)


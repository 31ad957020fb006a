"""What entries, runs, plans and reports have found, by its English form: in zh-CN and zh-TW."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.sentence_forms import Pair

DESK: Mapping[str, Pair] = {
    # what the command line says of its options
    "the following arguments are required: {names}": ("缺少必需的参数：{names}", "缺少必要的參數：{names}"),
    "unrecognized arguments: {names}": ("无法识别的参数：{names}", "無法識別的參數：{names}"),
    "one of the arguments {names} is required": ("以下参数须给出其一：{names}", "以下參數須給出其一：{names}"),
    "argument {a}: not allowed with argument {b}": ("{a} 不能与 {b} 同时使用", "{a} 不能與 {b} 同時使用"),
    "argument {a}: expected one argument": ("{a} 后面须有一个值", "{a} 後面須有一個值"),
    "argument {a}: invalid choice: {typed} (choose from {choices})": (
        "{a}：{typed} 不在选项中（可选：{choices}）", "{a}：{typed} 不在選項中（可選：{choices}）",
    ),
    "--{a} with --{b}": ("--{a} 与 --{b} 同时给出", "--{a} 與 --{b} 同時給出"),
    "--{a}, --{b} and --{c}": ("同时给出了 --{a}、--{b} 和 --{c}", "同時給出了 --{a}、--{b} 和 --{c}"),
    "--{a} and --{b}": ("同时给出了 --{a} 和 --{b}", "同時給出了 --{a} 和 --{b}"),
    "--at is missing": ("缺少 --at", "缺少 --at"),
    "--channel is missing": ("缺少 --channel", "缺少 --channel"),
    "blank": ("空白", "空白"),
    "two things at once": ("一次要求了两件事", "一次要求了兩件事"),
    "nothing given": ("没有填写任何内容", "沒有填寫任何內容"),
    "nothing to set up": ("没有要设置的内容", "沒有要設定的內容"),
    # cases, debtors, owners
    "no case named": ("没有指明案件", "沒有指明案件"),
    "no case has the owner {owner}": ("没有经办人为 {owner} 的案件", "沒有承辦人為 {owner} 的案件"),
    "no case has this owner": ("没有案件属于该经办人", "沒有案件屬於該承辦人"),
    "{case}: its row was refused ({code})": ("{case} 所在的行未被接受（{code}）", "{case} 所在的列未被接受（{code}）"),
    "the row hangs on a case or debtor whose own row was refused": ("该行所属的案件或债务人，其本身的行未被接受", "該列所屬的案件或債務人，其本身的列未被接受"),
    "the row has no id of its own yet": ("该行还没有自己的编号", "該列還沒有自己的編號"),
    "debtor {key}": ("债务人 {key}", "債務人 {key}"),
    "{field} beside debtor {key}": ("既指明债务人 {key}，又填写了 {field}", "既指明債務人 {key}，又填寫了 {field}"),
    "{field} beside a list of installments": ("既列出各期，又填写了 {field}", "既列出各期，又填寫了 {field}"),
    "{fields} beside a plan that is there": ("协议已存在，却又填写了 {fields}", "協議已存在，卻又填寫了 {fields}"),
    "{fields} beside an offer": ("既选了方案，又填写了 {fields}", "既選了方案，又填寫了 {fields}"),
    "what falls due when is not said": ("没有写明何时应还多少", "沒有寫明何時應還多少"),
    "installment {text}": ("分期 {text}", "分期 {text}"),
    "installment {text}: {problem}": ("分期 {text}：{problem}", "分期 {text}：{problem}"),
    "currency (none)": ("未填币种", "未填幣別"),
    "currency {code}": ("币种 {code}", "幣別 {code}"),
    "field {name}": ("字段 {name}", "欄位 {name}"),
    "new data confirmed": ("勾选了新资料已核实", "勾選了新資料已核實"),
    "income change {text}": ("收入变化 {text}", "收入變化 {text}"),
    "{n} installments": ("{n} 期", "{n} 期"),
    # who may
    "the login (none) is not a supervisor": ("无法得知当前登录的用户，不能确认为主管", "無法得知目前登入的使用者，不能確認為主管"),
    "the login {account} is not a supervisor": ("当前登录的用户 {account} 不是主管", "目前登入的使用者 {account} 不是主管"),
    "override without a reason": ("要越过限制却没有写明理由", "要略過限制卻沒有寫明理由"),
    # payments and the bank
    "{payment}: {amount} on {day} for {case}": ("{payment}：{case} 于 {day} 还款 {amount}", "{payment}：{case} 於 {day} 還款 {amount}"),
    "{payment}: {amount} on {day}, line {line}": ("{payment}：{day} 的 {amount}，已对应银行流水 {line}", "{payment}：{day} 的 {amount}，已對應銀行明細 {line}"),
    "{payment}: {amount} on {day}": ("{payment}：{day} 的 {amount}", "{payment}：{day} 的 {amount}"),
    "{case}: received {received}, placed {placed}": ("{case}：收到 {received}，已冲抵 {placed}", "{case}：收到 {received}，已沖抵 {placed}"),
    # plans and schedules
    "{plan}: took over {taken}, owed on {on} were {owed}": (
        "{plan}：协议承接 {taken}，而 {on} 实际欠款 {owed}", "{plan}：協議承接 {taken}，而 {on} 實際欠款 {owed}",
    ),
    "{n} installments; at least 1 is needed": ("{n} 期；至少须有 1 期", "{n} 期；至少須有 1 期"),
    "{n} installments; at most {most} are possible": ("{n} 期；最多 {most} 期", "{n} 期；最多 {most} 期"),
    "{n} installments leave nothing, or less than the interest, for some of them; the largest possible count below it is {most}": (
        "分 {n} 期时有的期次金额为零或不足以付息；比它少的期数中最多可分 {most} 期",
        "分 {n} 期時有的期次金額為零或不足以付息；比它少的期數中最多可分 {most} 期",
    ),
    "{amount} a period is not above the interest, or needs more than {most} installments; at least {least} is needed": (
        "每期 {amount} 不高于利息，或需超过 {most} 期；每期至少须 {least}", "每期 {amount} 不高於利息，或需超過 {most} 期；每期至少須 {least}",
    ),
    "give either a count or an amount": ("期数和每期金额只填一项", "期數和每期金額只填一項"),
    "{name} = {word}; use one of {known}": ("{name} = {word}；可选：{known}", "{name} = {word}；可選：{known}"),
    "{name} = {value}; it must be above zero and to the cent": ("{name} = {value}；须大于零并精确到分", "{name} = {value}；須大於零並符合幣別小數位"),
    "rate = {rate}; 0.12 is 12 % a year": ("rate = {rate}；年利率 12% 写作 0.12", "rate = {rate}；年利率 12% 寫作 0.12"),
    "start {start} lies after the first due date {first}": ("起算日 {start} 晚于首期到期日 {first}", "起算日 {start} 晚於首期到期日 {first}"),
    "holidays = {country}; a two-letter country code such as CN is needed": (
        "holidays = {country}；须为两个字母的国家/地区代码，例如 CN", "holidays = {country}；須為兩個字母的國家/地區代碼，例如 TW",
    ),
    "{name} = {day}; a date between 1990 and 2100 is needed": ("{name} = {day}；须为 1990 至 2100 年间的日期", "{name} = {day}；須為 1990 至 2100 年間的日期"),
    "{name}: {reason}; at most {n} decimals": ("{name}：{reason}；最多 {n} 位小数", "{name}：{reason}；最多 {n} 位小數"),
    # disposing
    "no outcome": ("没有填写结案结果", "沒有填寫結案結果"),
    # runs, reports, figures
    "{day} is before the run of {last}": ("{day} 早于上次运行的 {last}", "{day} 早於上次執行的 {last}"),
    "{day} is in the future": ("{day} 尚未到来", "{day} 尚未到來"),
    "smtp as of {day}": ("以 {day} 为基准日用 smtp 发送", "以 {day} 為基準日用 smtp 寄送"),
    "close without month": ("要关账却没有指明月份", "要關帳卻沒有指明月份"),
    "since beside month": ("既给出起始日，又给出月份", "既給出起始日，又給出月份"),
    "since {day}": ("起始日 {day}", "起始日 {day}"),
    "month {month}": ("月份 {month}", "月份 {month}"),
    "weeks {n}": ("{n} 周", "{n} 週"),
    "set {text}": ("指定的设置 {text}", "指定的設定 {text}"),
    "rows of {figure}": ("指标“{figure}”的明细", "指標「{figure}」的明細"),
    "{n} refused rows": ("有 {n} 行未被接受", "有 {n} 列未被接受"),
    "{n} refused rows ({code})": ("有 {n} 行未被接受（{code}）", "有 {n} 列未被接受（{code}）"),
    "{month}: {last} is closed": ("{month}：{last} 已关账", "{month}：{last} 已關帳"),
    "{file}: the month {month} is not what was closed": ("{file}：{month} 的数据与关账时不符", "{file}：{month} 的資料與關帳時不符"),
    "the snapshot of {run} is not what was written": ("运行 {run} 的快照与当时写入的不符", "執行 {run} 的快照與當時寫入的不符"),
    "Plans, row {row} ({code}: {what})": ("Plans 第 {row} 行（{code}：{what}）", "Plans 第 {row} 列（{code}：{what}）"),
    "{table}, row {row} ({code})": ("{table} 第 {row} 行（{code}）", "{table} 第 {row} 列（{code}）"),
    "{table}, row {row}": ("{table} 第 {row} 行", "{table} 第 {row} 列"),
    # messages, letters, wording
    "no key named": ("没有指明消息", "沒有指明訊息"),
    "{action} for a whole run": ("对整次运行执行 {action}", "對整次執行進行 {action}"),
    "adopt without --as": ("adopt 没有带 --as", "adopt 沒有帶 --as"),
    "resolve without --as": ("resolve 没有带 --as", "resolve 沒有帶 --as"),
    "{kind} is sent by runs, not by hand": ("{kind} 由运行发送，不能手工发送", "{kind} 由執行寄送，不能手動寄送"),
    "no letter is due for {case}": ("{case} 目前没有应发的信函", "{case} 目前沒有應寄的信函"),
    "{case} has nothing that this message could be about ({kind})": ("{case} 没有可写入这类消息的内容（{kind}）", "{case} 沒有可寫入這類訊息的內容（{kind}）"),
    "there is no wording called {name}": ("没有名为 {name} 的文案", "沒有名為 {name} 的文案"),
    "there is no folder {name}": ("没有文件夹 {name}", "沒有資料夾 {name}"),
    "no wording file {name}": ("没有文案文件 {name}", "沒有文案檔 {name}"),
    "no wording file": ("没有文案文件", "沒有文案檔"),
    "--{a} and --{b} go with --posted": ("--{a} 和 --{b} 须与 --posted 一起使用", "--{a} 和 --{b} 須與 --posted 一起使用"),
    "--not-posted goes without --posted and --on": ("--not-posted 不能与 --posted 和 --on 同时使用", "--not-posted 不能與 --posted 和 --on 同時使用"),
    "{case} was printed on {printed}, after {day}": ("{case} 于 {printed} 打印，晚于 {day}", "{case} 於 {printed} 列印，晚於 {day}"),
    "{file} is of another ledger": ("{file} 属于另一本台账", "{file} 屬於另一本台帳"),
    "{address} is the address of a debtor": ("{address} 是债务人的地址", "{address} 是債務人的地址"),
    "--sent with an option for making a batch": ("--sent 不能与制作批次的选项同时使用", "--sent 不能與製作批次的選項同時使用"),
    "imap_host is empty": ("imap_host 为空", "imap_host 為空白"),
    "--file already says everything": ("--file 已包含全部内容", "--file 已包含全部內容"),
    # passwords typed in a terminal, answers of a training
    "a password is asked for in a terminal only": ("密码只能在终端窗口中输入", "密碼只能在終端機視窗中輸入"),
    "no password was typed": ("没有输入密码", "沒有輸入密碼"),
    "{file}: a list of {n} answers is needed": ("{file}：须有 {n} 个答案的列表", "{file}：須有 {n} 個答案的清單"),
    "{file}, answer {n}: {word}": ("{file}，第 {n} 题的答案：{word}", "{file}，第 {n} 題的答案：{word}"),
    "the answers ended after {n} of {m}": ("共 {m} 题，只答到第 {n} 题", "共 {m} 題，只答到第 {n} 題"),
    # slices, the shared store, erasing
    "{debtor} is out with {file}": ("{debtor} 已分册到 {file}，尚未并回", "{debtor} 已分冊到 {file}，尚未併回"),
    "{file} was not cut from {ledger}": ("{file} 不是从 {ledger} 切出的分册", "{file} 不是從 {ledger} 切出的分冊"),
    "{n} messages wait: {keys}": ("有 {n} 条消息待处理：{keys}", "有 {n} 則訊息待處理：{keys}"),
    "{file} is another ledger": ("{file} 是另一本台账", "{file} 是另一本台帳"),
    "--key without --take": ("给出了 --key，却没有 --take", "給出了 --key，卻沒有 --take"),
    "slices are out": ("有分册尚未并回", "有分冊尚未併回"),
    "messages wait in the outbox": ("发件箱中还有消息", "寄件匣中還有訊息"),
    "a DuckDB file takes one program at a time and keeps no journal: it is only read, by portfolio": (
        "DuckDB 文件一次只供一个程序使用，且没有日志：只能由 portfolio 读取", "DuckDB 檔案一次只供一個程式使用，且沒有日誌：只能由 portfolio 讀取",
    ),
    "{key}: both ledgers have written this message": ("{key}：两本台账都已生成这条消息", "{key}：兩本台帳都已產生這則訊息"),
    "{file} does not hold {key}": ("{file} 中没有 {key}", "{file} 中沒有 {key}"),
    "{name}: {before} before, {after} after and moved": (
        "{name}：移动前 {before}，移动后与移出合计 {after}", "{name}：移動前 {before}，移動後與移出合計 {after}",
    ),
    # the audit chain and past days
    "there is no audit chain beside the ledger yet": ("台账旁还没有审计链", "台帳旁還沒有稽核鏈"),
    "the audit chain is damaged: {damage}": ("审计链已损坏：{damage}", "稽核鏈已損壞：{damage}"),
    "it knows the ledger from {at} on": ("审计链从 {at} 起才有记录", "稽核鏈從 {at} 起才有記錄"),
    "it has no entry yet": ("审计链还没有条目", "稽核鏈還沒有條目"),
    # ledger and journal compared
    "{case}|{episode}|{kind}|{subject} was {result}": (
        "{case}|{episode}|{kind}|{subject} 已为 {result}", "{case}|{episode}|{kind}|{subject} 已為 {result}",
    ),
    "{key} stands twice": ("{key} 出现两次", "{key} 出現兩次"),
    "{key} stands at sent, the journal says {state}": ("{key} 写着 sent，而日志为 {state}", "{key} 寫著 sent，而日誌為 {state}"),
    "its bytes are missing": ("消息内容缺失", "訊息內容缺漏"),
    "its bytes are not those that were planned": ("消息内容与计划发送的不同", "訊息內容與計畫寄送的不同"),
    "a step from {before} to {after} where it stood at {known}": (
        "从 {before} 跳到 {after}，而当时状态为 {known}", "從 {before} 跳到 {after}，而當時狀態為 {known}",
    ),
    "it is {state}, its last step led to {known}": ("状态为 {state}，而最后一步应为 {known}", "狀態為 {state}，而最後一步應為 {known}"),
    "{n} messages stand under this key": ("同一键下有 {n} 条消息", "同一鍵下有 {n} 則訊息"),
    "message {uid} has no key": ("消息 {uid} 没有键", "訊息 {uid} 沒有鍵"),
    "{case}|{episode}|{kind}|{subject} is {state}": (
        "{case}|{episode}|{kind}|{subject} 的状态为 {state}", "{case}|{episode}|{kind}|{subject} 的狀態為 {state}",
    ),
}  # fmt: skip
"""Sentences of the tasks and of the rules behind them."""

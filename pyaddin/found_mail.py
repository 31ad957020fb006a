"""What mail account, mailbox, journal, wording files and services have found, by its English form: in zh-CN and zh-TW."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.sentence_forms import Pair

MAIL: Mapping[str, Pair] = {
    # mail account and mailbox
    "no password for {user} at {host} is stored for this user ({problem})": (
        "本用户没有保存 {user}（{host}）的密码（{problem}）", "本使用者沒有儲存 {user}（{host}）的密碼（{problem}）",
    ),
    "no password for {user} at {host} is stored for this user": ("本用户没有保存 {user}（{host}）的密码", "本使用者沒有儲存 {user}（{host}）的密碼"),
    "no token command for {user} at {host}": ("没有为 {user}（{host}）设置取令牌的命令", "沒有為 {user}（{host}）設定取權杖的命令"),
    "the token command gave no token (code {code}) {last}": ("取令牌的命令没有给出令牌（代码 {code}）{last}", "取權杖的命令沒有給出權杖（代碼 {code}）{last}"),
    "the token command gave no token (code {code})": ("取令牌的命令没有给出令牌（代码 {code}）", "取權杖的命令沒有給出權杖（代碼 {code}）"),
    "the token command could not be run: {problem}": ("取令牌的命令无法运行：{problem}", "取權杖的命令無法執行：{problem}"),
    "token_command in {path} is no list of words": ("{path} 中的 token_command 不是词的列表", "{path} 中的 token_command 不是詞的清單"),
    "the keyring does not take it: {problem}": ("系统密码库不接受：{problem}", "系統密碼庫不接受：{problem}"),
    "{host} offers {offered}, not {wanted}": ("{host} 提供 {offered}，而非 {wanted}", "{host} 提供 {offered}，而非 {wanted}"),
    "{host} refuses {user}: {said}": ("{host} 拒绝 {user} 登录：{said}", "{host} 拒絕 {user} 登入：{said}"),
    "{host}: login name or password has letters that this login cannot carry": (
        "{host}：登录名或密码含有这种登录方式无法传送的字符", "{host}：登入名稱或密碼含有這種登入方式無法傳送的字元",
    ),
    "{host} does not answer in {security}: {reason}": ("{host} 不以 {security} 应答：{reason}", "{host} 不以 {security} 回應：{reason}"),
    "{host} offers no encryption": ("{host} 不提供加密", "{host} 不提供加密"),
    "{account}: {n} failures in a row, the last: {why}": ("{account}：连续失败 {n} 次，最后一次：{why}", "{account}：連續失敗 {n} 次，最後一次：{why}"),
    "a name with control characters": ("登录名含控制字符", "登入名稱含控制字元"),
    "report_to or reply_to: {problem}": ("report_to 或 reply_to：{problem}", "report_to 或 reply_to：{problem}"),
    "imap_host or imap_user: blank": ("imap_host 或 imap_user 为空", "imap_host 或 imap_user 為空白"),
    # the journal and other files beside the ledger
    "{file} belongs to this ledger": ("{file} 属于这本台账", "{file} 屬於這本台帳"),
    "{file} belongs to another ledger": ("{file} 属于另一本台账", "{file} 屬於另一本台帳"),
    "{file} is missing": ("缺少 {file}", "缺少 {file}"),
    "{file} is older than the ledger: it does not know run {run}": ("{file} 比台账旧：没有运行 {run} 的记录", "{file} 比台帳舊：沒有執行 {run} 的記錄"),
    "{file} is older than the ledger: it does not know {key}": ("{file} 比台账旧：没有 {key} 的记录", "{file} 比台帳舊：沒有 {key} 的記錄"),
    "conflict copies lie beside {file}: {names}": ("{file} 旁有冲突副本：{names}", "{file} 旁有衝突副本：{names}"),
    "{file} is not the file that was used before on {host} in {folder}": (
        "{file} 不是此前在 {host} 的 {folder} 中使用的文件", "{file} 不是此前在 {host} 的 {folder} 中使用的檔案",
    ),
    "{file} has version {version}; this program reads {known}": (
        "{file} 为版本 {version}，本程序读取版本 {known}", "{file} 為版本 {version}，本程式讀取版本 {known}",
    ),
    "{file} is damaged: the bytes of message {uid} changed": ("{file} 已损坏：消息 {uid} 的内容被改动", "{file} 已損壞：訊息 {uid} 的內容被變更"),
    "{file} is damaged: {problem}": ("{file} 已损坏：{problem}", "{file} 已損壞：{problem}"),
    "{file} is damaged": ("{file} 已损坏", "{file} 已損壞"),
    "{file} is in use by another program": ("{file} 正被其他程序使用", "{file} 正被其他程式使用"),
    "{file} is no file of snapshots": ("{file} 不是快照文件", "{file} 不是快照檔案"),
    "{file} was written by a later version of this program": ("{file} 由本程序的较新版本写成", "{file} 由本程式的較新版本寫成"),
    "{file}: this folder cannot lock files ({problem})": ("{file}：该文件夹不支持锁定文件（{problem}）", "{file}：該資料夾不支援鎖定檔案（{problem}）"),
    "computer {host}, process {pid}, since {since}": ("电脑 {host}，进程 {pid}，始于 {since}", "電腦 {host}，程序 {pid}，始於 {since}"),
    "adopt as {word}": ("adopt 的 --as 为 {word}", "adopt 的 --as 為 {word}"),
    # wording files and page layouts
    "{file}, line {line}: {what}": ("{file} 第 {line} 行：{what}", "{file} 第 {line} 行：{what}"),
    "there is no such wording file": ("没有这个文案文件", "沒有這個文案檔"),
    "the file is not UTF-8 text; save it as UTF-8": ("文件不是 UTF-8 文本，请另存为 UTF-8", "檔案不是 UTF-8 文字，請另存為 UTF-8"),
    "syntax error": ("语法错误", "語法錯誤"),
    "there is no field '{name}' in this kind of message": ("这类消息没有字段“{name}”", "這類訊息沒有欄位「{name}」"),
    "there is no field '{name}' in this document": ("该文件没有字段“{name}”", "該文件沒有欄位「{name}」"),
    "there is no table [[{name}]]": ("没有表格 [[{name}]]", "沒有表格 [[{name}]]"),
    "there is no kind of message '{kind}'": ("没有“{kind}”这类消息", "沒有「{kind}」這類訊息"),
    "there is no kind of message of this name": ("没有这个名称的消息类型", "沒有這個名稱的訊息類型"),
    "there is no {what} that this message could be about": ("没有可写入这条消息的内容（{what}）", "沒有可寫入這則訊息的內容（{what}）"),
    "there is no agreement in this kind of message; [[plan_table]] has no place in it": (
        "这类消息不涉及协议，不能使用 [[plan_table]]", "這類訊息不涉及協議，不能使用 [[plan_table]]",
    ),
    "{slot} has its place in a call script only": ("{slot} 只能用在电话话术中", "{slot} 只能用在電話話術中"),
    "a call script must carry {slot} before it names the matter": ("电话话术须先写 {slot}，再说明事由", "電話話術須先寫 {slot}，再說明事由"),
    "{where} must not tell '{name}'": ("{where} 不得透露“{name}”", "{where} 不得透露「{name}」"),
    "{where} must not disclose a debt: '{words}'": ("{where} 不得透露债务：“{words}”", "{where} 不得透露債務：「{words}」"),
    "no message may threaten or press: '{words}' {means} ({rule})": (
        "消息不得威胁或施压：“{words}” {means}（{rule}）", "訊息不得威脅或施壓：「{words}」 {means}（{rule}）",
    ),
    "a wording file is whole in itself; it includes no other file": ("每个文案文件自成一体，不得包含其他文件", "每個文案檔自成一體，不得包含其他檔案"),
    "a message of this kind must carry {fields}": ("这类消息必须写明 {fields}", "這類訊息必須寫明 {fields}"),
    "a document of this kind must carry {fields}": ("这类文件必须写明 {fields}", "這類文件必須寫明 {fields}"),
    "a line must read 'CODE: sentence'": ("每行须写作“代码: 句子”", "每行須寫作「代碼: 句子」"),
    "'{code}' stands there twice": ("“{code}”出现两次", "「{code}」出現兩次"),
    "'{name}: ...' must stand at the top, before the first blank line": (
        "“{name}: ...”须写在开头、第一个空行之前", "「{name}: ...」須寫在開頭、第一個空行之前",
    ),
    "'Title: ...' must stand at the top": ("“Title: ...”须写在开头", "「Title: ...」須寫在開頭"),
    "every paragraph stands under a heading '# ...'": ("每段文字都须在“# ...”标题之下", "每段文字都須在「# ...」標題之下"),
    "a blank line must follow the line 'Preheader:' or 'Heading:'": (
        "“Preheader:”或“Heading:”一行之后须有空行", "「Preheader:」或「Heading:」一行之後須有空行",
    ),
    "a text message is one paragraph": ("短信只能有一段", "簡訊只能有一段"),
    "the process that sets letters: {problem}": ("排版信函的进程：{problem}", "排版信函的程序：{problem}"),
    # the schedule on this computer, the demonstration
    "neither systemd for users nor cron is here": ("本机既没有用户级 systemd，也没有 cron", "本機既沒有使用者層級的 systemd，也沒有 cron"),
    "the path has a line break": ("路径中有换行符", "路徑中有換行字元"),
    "{folder} is not a plain folder.": ("{folder} 不是普通文件夹。", "{folder} 不是一般資料夾。"),
    "The folder {folder} was not made by the demonstration and is left alone.": (
        "文件夹 {folder} 不是演示生成的，未予改动。", "資料夾 {folder} 不是示範產生的，未予變更。",
    ),
    # the shared store and portfolios
    "the address holds a password": ("地址中含有密码", "位址中含有密碼"),
    "the address cannot be read": ("地址无法读取", "位址無法讀取"),
    "the database is a shared store already": ("该数据库已是共享台账", "該資料庫已是共用台帳"),
    "the scheduler was lost: {problem}": ("与调度器的连接中断：{problem}", "與排程器的連線中斷：{problem}"),
    "{file}: written while it was read": ("{file}：读取期间被写入", "{file}：讀取期間被寫入"),
    "{folder} is no folder": ("{folder} 不是文件夹", "{folder} 不是資料夾"),
    "{place}: {table} has no column {column}": ("{place}：{table} 缺少列 {column}", "{place}：{table} 缺少欄 {column}"),
}  # fmt: skip
"""Sentences of what leaves the office, of the files beside the ledger, and of the machine."""

"""What to do about a file, a list or the mail account, said again in Chinese; ``advice_words`` knows these sentences by their form."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.sentence_forms import Pair

FILE_ADVICE: Mapping[str, Pair] = {
    # the ledger's file
    "Check the path and your rights to read it.": ("请检查路径和读取权限。", "請檢查路徑和讀取權限。"),
    "A ledger is a {ending} file; give it that ending.": ("台账是 {ending} 文件；请使用该扩展名。", "台帳是 {ending} 檔案；請使用該副檔名。"),
    "The ledger is a .xlsm file; export or save it as one.": ("台账是 .xlsm 文件；请另存为该格式。", "台帳是 .xlsm 檔案；請另存為該格式。"),
    "Save it as .xlsm in Excel, or choose the ledger.": ("请在 Excel 中另存为 .xlsm，或选择台账。", "請在 Excel 中另存為 .xlsm，或選擇台帳。"),
    "Another program dropped the document properties when saving. Restore a backup, or copy the rows into a new ledger.": (
        "其他程序保存时丢掉了文档属性。请恢复备份，或把各行复制到新台账。", "其他程式儲存時遺失了文件屬性。請還原備份，或把各列複製到新台帳。",
    ),
    "Save the ledger without it (a formula by its value), then do it again.": (
        "请去掉这些内容（公式改为值）并保存台账，再重做。", "請去掉這些內容（公式改為值）並儲存台帳，再重做。",
    ),
    "Close the ledger and let the next run give it this sheet; where something stands in its way, Check names the cell.": (
        "请关闭台账，由下一次运行补上该工作表；如有内容妨碍，“检查”会指出单元格。",
        "請關閉台帳，由下一次執行補上該工作表；如有內容妨礙，「檢查」會指出儲存格。",
    ),
    "The sheet {other} is this one under another name: call it {name} again.": (
        "工作表 {other} 就是它，只是改了名：请改回 {name}。", "工作表 {other} 就是它，只是改了名：請改回 {name}。",
    ),
    "Give your own column another name.": ("请把您自己的列改名。", "請把您自己的欄改名。"),
    "It cannot be added while {name} has its name: rename that one; nothing of it is overwritten.": (
        "{name} 占用了它的名称，无法添加：请把那一个改名；程序不会覆盖它。", "{name} 佔用了它的名稱，無法新增：請把那一個改名；程式不會覆寫它。",
    ),
    "The ledger needs this name for its own sheet: give your sheet another one.": (
        "台账自己的工作表要用这个名称：请把您的工作表改名。", "台帳自己的工作表要用這個名稱：請把您的工作表改名。",
    ),
    "The ledger is of an earlier version. Save and close it; the next run, or this command on the closed file, adds the sheet.": (
        "台账是较早的版本。请保存并关闭；下一次运行或对关闭的文件执行本命令会补上该工作表。",
        "台帳是較早的版本。請儲存並關閉；下一次執行或對關閉的檔案執行本命令會補上該工作表。",
    ),
    "Save the workbook under a name without the sign =, then press the button again.": (
        "请用不含 = 的文件名保存工作簿，再按一次按钮。", "請用不含 = 的檔名儲存活頁簿，再按一次按鈕。",
    ),
    "Save and close it there; or start LibreOffice as `{command}`, open the ledger in it and try again: the task then works in that window.": (
        "请在那里保存并关闭；或用 `{command}` 启动 LibreOffice，在其中打开台账后重试：任务便在该窗口中进行。",
        "請在那裡儲存並關閉；或用 `{command}` 啟動 LibreOffice，在其中開啟台帳後重試：任務便在該視窗中進行。",
    ),
    "Install LibreOffice Calc, or leave out --engine libreoffice.": (
        "请安装 LibreOffice Calc，或去掉 --engine libreoffice。", "請安裝 LibreOffice Calc，或去掉 --engine libreoffice。",
    ),
    "Install LibreOffice Calc and its Python bridge (Debian, Ubuntu: libreoffice-calc and python3-uno), then try again.": (
        "请安装 LibreOffice Calc 及其 Python 接口（Debian、Ubuntu：libreoffice-calc 和 python3-uno），再重试。",
        "請安裝 LibreOffice Calc 及其 Python 介面（Debian、Ubuntu：libreoffice-calc 和 python3-uno），再重試。",
    ),
    "No such setting; the row is not used.": ("没有这项设置；该行不使用。", "沒有這項設定；該列不使用。"),
    # where files go
    "Choose another folder with --out, or get write access.": ("请用 --out 另选文件夹，或取得写入权限。", "請用 --out 另選資料夾，或取得寫入權限。"),
    "Choose another folder with --out.": ("请用 --out 另选文件夹。", "請用 --out 另選資料夾。"),
    "Choose another with --folder.": ("请用 --folder 另选文件夹。", "請用 --folder 另選資料夾。"),
    "Close the file if it is open, or choose another folder with --out.": (
        "如文件正打开请先关闭，或用 --out 另选文件夹。", "如檔案正開啟請先關閉，或用 --out 另選資料夾。",
    ),
    "Close the file if it is open elsewhere, or choose another folder with --out.": (
        "如文件在别处打开请先关闭，或用 --out 另选文件夹。", "如檔案在別處開啟請先關閉，或用 --out 另選資料夾。",
    ),
    "Close the file if it is open in a viewer, or choose another folder with --out.": (
        "如文件正在阅读器中打开请先关闭，或用 --out 另选文件夹。", "如檔案正在閱讀器中開啟請先關閉，或用 --out 另選資料夾。",
    ),
    "Restore the folder templates/layout from the installation.": ("请从安装包恢复 templates/layout 文件夹。", "請從安裝套件還原 templates/layout 資料夾。"),
    "Name a new folder, or one in which an earlier run of this command has left its results.": (
        "请指定新文件夹，或本命令以前存放结果的文件夹。", "請指定新資料夾，或本命令以前存放結果的資料夾。",
    ),
    "Write its tables as Parquet files into a folder (COPY ... TO) and cut from there; nothing was changed.": (
        "请把各表写成 Parquet 文件放入文件夹（COPY ... TO），再从那里切出；未作任何更改。",
        "請把各表寫成 Parquet 檔放入資料夾（COPY ... TO），再從那裡切出；未作任何變更。",
    ),
    "Nothing was written; the earlier results stay. Run again when nobody exports or merges into these files.": (
        "未写入任何内容；以前的结果保留。请在没有人向这些文件导出或合并时再运行。", "未寫入任何內容；以前的結果保留。請在沒有人向這些檔案匯出或併入時再執行。",
    ),
    "Rename the folder or the ledger.": ("请把文件夹或台账改名。", "請把資料夾或台帳改名。"),
    "Start `python scheduler.py LEDGER` when you log in, or let whoever looks after this computer install cron.": (
        "请在登录时启动 `python scheduler.py 台账`，或请管理电脑的人安装 cron。", "請在登入時啟動 `python scheduler.py 台帳`，或請管理電腦的人安裝 cron。",
    ),
    # lists
    "Open it in Excel, save it as .xlsx, and import that file.": ("请在 Excel 中打开，另存为 .xlsx，再导入。", "請在 Excel 中開啟，另存為 .xlsx，再匯入。"),
    "Open it, save it as .xlsx, and import that file.": ("请打开并另存为 .xlsx，再导入。", "請開啟並另存為 .xlsx，再匯入。"),
    "Choose the list.": ("请选择要导入的清单。", "請選擇要匯入的清單。"),
    "Save the list as .xlsx or as CSV UTF-8.": ("请把清单另存为 .xlsx 或 CSV UTF-8。", "請把清單另存為 .xlsx 或 CSV UTF-8。"),
    "Name the character set with --encoding, or save the list as .xlsx or as CSV UTF-8.": (
        "请用 --encoding 指明字符编码，或把清单另存为 .xlsx 或 CSV UTF-8。", "請用 --encoding 指明字元編碼，或把清單另存為 .xlsx 或 CSV UTF-8。",
    ),
    "Name it: --encoding {name} (look at the names in --preview).": (
        "请指明：--encoding {name}（先用 --preview 看姓名是否正确）。", "請指明：--encoding {name}（先用 --preview 看姓名是否正確）。",
    ),
    "Known are: {names}.": ("可用：{names}。", "可用：{names}。"),
    "A quotation mark is opened and not closed, or a cell is endless. Correct the line, or save the list as .xlsx.": (
        "引号没有成对，或某个单元格没有结尾。请更正该行，或把清单另存为 .xlsx。", "引號沒有成對，或某個儲存格沒有結尾。請更正該行，或把清單另存為 .xlsx。",
    ),
    "Each line reads 'header = Sheet.Column', under a line [name of the list].": (
        "每行写作“表头 = 工作表.列”，写在 [清单名称] 一行之下。", "每行寫作「標題 = 工作表.欄」，寫在 [清單名稱] 一行之下。",
    ),
    "Leave one of them out with -, in the mapping file or with --map.": (
        "请在映射文件中或用 --map 以 - 去掉其中一列。", "請在對應檔中或用 --map 以 - 去掉其中一欄。",
    ),
    "Type 客户编号=Debtors.Debtor ID for --map, or Currency=CNY for --set.": (
        "--map 写作 客户编号=Debtors.Debtor ID，--set 写作 Currency=CNY。", "--map 寫作 客戶編號=Debtors.Debtor ID，--set 寫作 Currency=TWD。",
    ),
    "The file has: {names}.": ("文件中有：{names}。", "檔案中有：{names}。"),
    "The list has: {names}.": ("清单中有：{names}。", "清單中有：{names}。"),
    "The first row reads: {cells}. Give the columns names such as Debtor ID, 姓名, 合同号, Due on, 应还金额.": (
        "第一行是：{cells}。请给各列加上表头，例如 客户编号、姓名、合同号、应还日期、应还金额。",
        "第一列是：{cells}。請給各欄加上標題，例如 客戶編號、姓名、契約編號、應繳日、應繳金額。",
    ),
    "A name alone does not tell two people apart: add a column with the debtor's or the case's id, or with phone or email.": (
        "只凭姓名无法区分两个人：请增加债务人或案件编号、电话或邮箱一列。", "只憑姓名無法區分兩個人：請增加債務人或案件編號、電話或信箱一欄。",
    ),
    "Debtor {debtor} has the cases {cases}. Name the case of this payment, or import with --split-payments (R9).": (
        "债务人 {debtor} 有案件 {cases}。请注明该笔付款属于哪个案件，或用 --split-payments 导入（R9）。",
        "債務人 {debtor} 有案件 {cases}。請註明該筆款項屬於哪個案件，或用 --split-payments 匯入（R9）。",
    ),
    "Name the case: the debts are in several currencies.": ("请注明案件：各笔债务币种不同。", "請註明案件：各筆債務幣別不同。"),
    "A payment needs an amount and the day it counts from.": ("付款须有金额和入账日。", "款項須有金額和入帳日。"),
    # bank statements
    "The first row reads: {cells}. It needs a day and an amount (or money in and money out): 交易日期, 贷方金额, Date, Amount, Credit.": (
        "第一行是：{cells}。须有日期和金额（或收入、支出）各列：交易日期、贷方金额、Date、Amount、Credit。",
        "第一列是：{cells}。須有日期和金額（或存入、支出）各欄：交易日期、存入金額、Date、Amount、Credit。",
    ),
    "Ask the bank for camt.053 in one of the versions 01 to 12 (most offer 02 or 08).": (
        "请向银行索取 01 至 12 版的 camt.053（多数银行提供 02 或 08）。", "請向銀行索取 01 至 12 版的 camt.053（多數銀行提供 02 或 08）。",
    ),
    "This part of the statement's head cannot be read.": ("对账单抬头的这一部分无法读取。", "對帳單抬頭的這一部分無法讀取。"),
    "A field of the statement's head was not read.": ("对账单抬头有一个字段未读取。", "對帳單抬頭有一個欄位未讀取。"),
    "Fetch the file from the bank again.": ("请向银行重新下载该文件。", "請向銀行重新下載該檔案。"),
    "Ask the bank for shorter statements, for example one a day.": ("请向银行索取较短的对账单，例如每天一份。", "請向銀行索取較短的對帳單，例如每天一份。"),
    "No bank writes a statement like that. Ask where the file comes from.": (
        "银行不会这样写对账单。请查明文件来源。", "銀行不會這樣寫對帳單。請查明檔案來源。",
    ),
    "The XML is broken off or damaged: fetch it again.": ("XML 不完整或已损坏：请重新下载。", "XML 不完整或已損壞：請重新下載。"),
    "Read a statement, or book, ignore or take out lines: one of them at a time.": (
        "读取对账单，或入账、忽略、取出流水：一次只做一件。", "讀取對帳單，或入帳、忽略、取出明細：一次只做一件。",
    ),
    # mail
    "Type the name of the outgoing mail server; your provider calls it SMTP server.": (
        "请填写发件服务器名；服务商称之为 SMTP 服务器。", "請填寫寄件伺服器名稱；服務商稱之為 SMTP 伺服器。",
    ),
    "Type only the server's name, for example mail.example.com; the port stands in smtp_port.": (
        "只填服务器名，例如 mail.example.com；端口填在 smtp_port。", "只填伺服器名稱，例如 mail.example.com；連接埠填在 smtp_port。",
    ),
    "Ports go from 1 to 65535; leave it blank for 465 (tls) or 587 (starttls).": (
        "端口为 1 至 65535；留空则用 465（tls）或 587（starttls）。", "連接埠為 1 至 65535；留空則用 465（tls）或 587（starttls）。",
    ),
    "Type the login name of the mail account, or choose none as smtp_login if the server asks for none.": (
        "请填写邮件账户的登录名；服务器不要求登录时，smtp_login 选 none。", "請填寫郵件帳戶的登入名稱；伺服器不要求登入時，smtp_login 選 none。",
    ),
    "Type the login name again.": ("请重新填写登录名。", "請重新填寫登入名稱。"),
    "Fill imap_host and imap_user.": ("请填写 imap_host 和 imap_user。", "請填寫 imap_host 和 imap_user。"),
    "Fill imap_host, or name a folder of saved answers with --from.": (
        "请填写 imap_host，或用 --from 指明存放回信的文件夹。", "請填寫 imap_host，或用 --from 指明存放回信的資料夾。",
    ),
    "The folder for answers beside the ledger cannot be written.": ("台账旁存放回信的文件夹无法写入。", "台帳旁存放回信的資料夾無法寫入。"),
    "Name the folder into which the answers were saved as .eml files.": ("请指明存放 .eml 回信的文件夹。", "請指明存放 .eml 回信的資料夾。"),
    "The login was refused: store the password again with `collections mail-password`.": (
        "登录被拒绝：请用 `collections mail-password` 重新保存密码。", "登入被拒絕：請用 `collections mail-password` 重新儲存密碼。",
    ),
    "The server's certificate is not trusted; ask the provider for the right server name.": (
        "服务器证书不受信任；请向服务商询问正确的服务器名。", "伺服器憑證不受信任；請向服務商詢問正確的伺服器名稱。",
    ),
    "Check imap_folder and imap_host on the sheet Settings.": (
        "请检查 Settings 工作表的 imap_folder 和 imap_host。", "請檢查 Settings 工作表的 imap_folder 和 imap_host。",
    ),
    "Check imap_host, imap_port and the network; nothing was filed.": (
        "请检查 imap_host、imap_port 和网络；没有登记任何回信。", "請檢查 imap_host、imap_port 和網路；沒有登錄任何回信。",
    ),
    "Send the test to an address of your own, with --to.": ("请用 --to 把测试邮件发到您自己的地址。", "請用 --to 把測試郵件寄到您自己的地址。"),
    "Run this command in a terminal window, without --json.": ("请在终端窗口中运行本命令，不带 --json。", "請在終端機視窗中執行本命令，不帶 --json。"),
    "Nothing was changed; run the command again.": ("未作任何更改；请重新运行本命令。", "未作任何變更；請重新執行本命令。"),
    "Write it as [\"program\", \"first argument\"].": ("请写成 [\"程序\", \"第一个参数\"]。", "請寫成 [\"程式\", \"第一個參數\"]。"),
    "Put token_command under [{section}] in {file}, or set COLLECTIONS_{kind}_TOKEN_COMMAND and COLLECTIONS_{other}_HOST.": (
        "请在 {file} 的 [{section}] 下写明 token_command，或设置 COLLECTIONS_{kind}_TOKEN_COMMAND 和 COLLECTIONS_{other}_HOST。",
        "請在 {file} 的 [{section}] 下寫明 token_command，或設定 COLLECTIONS_{kind}_TOKEN_COMMAND 和 COLLECTIONS_{other}_HOST。",
    ),
    "Set COLLECTIONS_{kind}_HOST and COLLECTIONS_{same}_PASSWORD in the environment of the user who runs it.": (
        "请在运行用户的环境变量中设置 COLLECTIONS_{kind}_HOST 和 COLLECTIONS_{same}_PASSWORD。",
        "請在執行使用者的環境變數中設定 COLLECTIONS_{kind}_HOST 和 COLLECTIONS_{same}_PASSWORD。",
    ),
}  # fmt: skip
"""Advice about files and accounts."""

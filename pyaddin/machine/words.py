"""What each check says when it fails, in three languages. ``{found}`` is what was seen."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import LANGUAGES


def _words(en: str, cn: str, tw: str) -> Mapping[str, str]:
    return dict(zip(LANGUAGES, (en, cn, tw), strict=True))


ADVICE: Mapping[str, Mapping[str, str]] = {
    "office_only": _words(
        "More people may read these files than the ledger itself: {found}. `doctor --mend` (Check this computer) gives them the ledger's rights.",
        "能读取以下文件的人比能读取台账的人多：{found}。`doctor --mend`（检查本机）会使其权限与台账一致。",
        "能讀取以下檔案的人比能讀取台帳的人多：{found}。`doctor --mend`（檢查本機）會使其權限與台帳一致。",
    ),
    "python": _words(
        "The Python that runs here is {found}. Install a 64-bit Python 3.11 or newer, delete the folder .venv and start install.cmd again.",
        "当前的 Python 是 {found}。请安装 64 位的 Python 3.11 或更新版本，删除 .venv 文件夹后重新运行 install.cmd。",
        "目前的 Python 是 {found}。請安裝 64 位元的 Python 3.11 或更新版本，刪除 .venv 資料夾後重新執行 install.cmd。",
    ),
    "environment": _words(
        "The program runs in {found}, not in its own folder .venv; from Excel that fails to find its libraries. Start install.cmd (on a Mac: make install).",
        "程序运行在 {found} 中，而不是自己的 .venv 文件夹；从 Excel 启动时会找不到所需的库。请运行 install.cmd（Mac 上运行 make install）。",
        "程式執行於 {found}，而不是自己的 .venv 資料夾；從 Excel 啟動時會找不到所需的程式庫。請執行 install.cmd（Mac 上執行 make install）。",
    ),
    "program": _words(
        "Another package of the same name is used: {found}. Remove it (pip uninstall pyaddin) or start install.cmd again.",
        "使用了另一个同名的程序包：{found}。请将其卸载（pip uninstall pyaddin），或重新运行 install.cmd。",
        "使用了另一個同名的套件：{found}。請將其解除安裝（pip uninstall pyaddin），或重新執行 install.cmd。",
    ),
    "packages": _words(
        "Packages are missing or of another version than needed (in brackets): {found}. Start install.cmd again.",
        "缺少程序包或版本不符（括号内为所需版本）：{found}。请重新运行 install.cmd。",
        "缺少套件或版本不符（括號內為所需版本）：{found}。請重新執行 install.cmd。",
    ),
    "package_files": _words(
        "Files of the program have disappeared: {found}. An antivirus program may have taken them: ask for the folder .venv to be excluded, then start"
        " install.cmd again.",
        "程序文件丢失：{found}。可能被杀毒软件隔离：请申请将 .venv 文件夹加入白名单，然后重新运行 install.cmd。",
        "程式檔案遺失：{found}。可能被防毒軟體隔離：請申請將 .venv 資料夾加入例外清單，然後重新執行 install.cmd。",
    ),
    "office": _words(
        "{found} was not found in its usual folders. The buttons need the desktop version; the command line works without.",
        "在常用文件夹中未找到 {found}。按钮需要桌面版；命令行不受影响。",
        "在常用資料夾中找不到 {found}。按鈕需要桌面版；命令列不受影響。",
    ),
    "interpreter": _words(
        "Excel would start this Python: {found}. It must be the one of this program. `doctor --mend` enters it for you; your other settings stay.",
        "Excel 将启动的 Python 是：{found}。应为本程序自己的 Python。运行 doctor --mend 会自动填写，其他设置保持不变。",
        "Excel 將啟動的 Python 是：{found}。應為本程式自己的 Python。執行 doctor --mend 會自動填寫，其他設定保持不變。",
    ),
    "search_path": _words(
        "The setting {found} does not lead Excel to this program, or searches the folder of the workbook first. `doctor --mend` corrects it.",
        "设置 {found} 没有指向本程序，或会先搜索工作簿所在文件夹。运行 doctor --mend 可更正。",
        "設定 {found} 沒有指向本程式，或會先搜尋活頁簿所在資料夾。執行 doctor --mend 可更正。",
    ),
    "udf_server": _words(
        "USE UDF SERVER is {found}: a Python that stays in the background goes on with old code. `doctor --mend` switches it off.",
        "USE UDF SERVER 为 {found}：常驻后台的 Python 会继续使用旧代码。运行 doctor --mend 可关闭。",
        "USE UDF SERVER 為 {found}：常駐背景的 Python 會繼續使用舊程式碼。執行 doctor --mend 可關閉。",
    ),
    "conda_settings": _words(
        "The settings {found} make Excel start a conda environment first. If no other workbook of yours needs them, delete these lines from xlwings.conf.",
        "设置 {found} 会让 Excel 先启动 conda 环境。如果您的其他工作簿不需要，请从 xlwings.conf 中删除这些行。",
        "設定 {found} 會讓 Excel 先啟動 conda 環境。如果您的其他活頁簿不需要，請從 xlwings.conf 中刪除這些行。",
    ),
    "path_text": _words(
        "Excel cannot pass on this path: {found}. Move the program to a folder without the characters ; % ^ and, on a Windows that is not Chinese,"
        " without Chinese characters; then start install.cmd there.",
        "Excel 无法传递此路径：{found}。请将程序移到路径中不含 ; % ^ 的文件夹（非中文 Windows 还须不含汉字），再在那里运行 install.cmd。",
        "Excel 無法傳遞此路徑：{found}。請將程式移到路徑中不含 ; % ^ 的資料夾（非中文 Windows 還須不含漢字），再在那裡執行 install.cmd。",
    ),
    "cloud_folder": _words(
        "{found} is synchronized with a cloud. Two computers may write at once, and Excel sees a web address instead of a path. Keep ledger and program in a"
        " local folder or on a mapped drive.",
        "{found} 与云盘同步。两台电脑可能同时写入，Excel 看到的也是网址而不是路径。请将台账和程序放在本地文件夹或映射的网络驱动器中。",
        "{found} 與雲端同步。兩台電腦可能同時寫入，Excel 看到的也是網址而不是路徑。請將台帳和程式放在本機資料夾或對應的網路磁碟機中。",
    ),
    "mail_account": _words(
        "This ledger sends by mail, and its account is not ready: {found} Then try it with `mail-test` (button Test mail); see docs/mail.md.",
        "本台账通过邮件发送，但邮箱账户尚未就绪：{found} 处理后请用 `mail-test`（“测试邮件”按钮）试发；参见 docs/mail.md。",
        "本台帳透過郵件寄送，但郵件帳戶尚未就緒：{found} 處理後請以 `mail-test`（「測試郵件」按鈕）試寄；參見 docs/mail.md。",
    ),
    "excel_processes": _words(
        "{found} Excel programs are running at once; one without a window may hold the ledger. Save your work, close Excel, and end what is left of it in the"
        " Task Manager.",
        "同时运行着 {found} 个 Excel 程序，其中没有窗口的可能占用台账。请保存工作并关闭 Excel，再在任务管理器中结束残留的 Excel。",
        "同時執行著 {found} 個 Excel 程式，其中沒有視窗的可能占用台帳。請儲存工作並關閉 Excel，再於工作管理員中結束殘留的 Excel。",
    ),
    "utf8_mode": _words(
        "{found} is set for this user: Excel would show Chinese error messages as rubbish. Remove this environment variable.",
        "当前用户设置了 {found}：Excel 会将中文错误信息显示为乱码。请删除该环境变量。",
        "目前使用者設定了 {found}：Excel 會將中文錯誤訊息顯示為亂碼。請刪除該環境變數。",
    ),
    "mac_script": _words(
        "Excel for Mac may not start Python yet: {found} is missing. `doctor --mend` puts it in its place.",
        "Mac 版 Excel 尚无法启动 Python：缺少 {found}。运行 doctor --mend 可放入。",
        "Mac 版 Excel 尚無法啟動 Python：缺少 {found}。執行 doctor --mend 可放入。",
    ),
    "ledger": _words(
        "The ledger cannot be read: {found}", "无法读取台账：{found}", "無法讀取台帳：{found}",
    ),
    "marked_as_downloaded": _words(
        "Windows marks the ledger as downloaded ({found}) and blocks its buttons. `doctor --mend` takes the mark off; do so only when you know where the file"
        " comes from. By hand: right-click, Properties, Unblock.",
        "Windows 将台账标记为下载文件（{found}）并阻止其按钮。运行 doctor --mend 可去除标记，仅在确知文件来源时使用。手动：右键、属性、解除锁定。",
        "Windows 將台帳標記為下載檔案（{found}）並封鎖其按鈕。執行 doctor --mend 可移除標記，僅在確知檔案來源時使用。手動：右鍵、內容、解除封鎖。",
    ),
    "opened_elsewhere": _words(
        "The ledger is open in {found}. Close it there before a run on the closed file; a second person gets it read-only.",
        "台账正在 {found} 中打开。对关闭的文件运行任务前请先关闭；第二个人打开时为只读。",
        "台帳正在 {found} 中開啟。對關閉的檔案執行工作前請先關閉；第二個人開啟時為唯讀。",
    ),
    "read_only": _words(
        "You may read {found} but not write it. Ask for the right to change files in that folder, or clear the tick Read-only in its properties.",
        "{found} 可读但不可写。请申请该文件夹的修改权限，或在属性中取消“只读”。",
        "{found} 可讀但不可寫。請申請該資料夾的修改權限，或在內容中取消「唯讀」。",
    ),
    "protected_sheets": _words(
        "These sheets are protected and refuse to be written: {found}. Review, Unprotect Sheet.",
        "以下工作表受保护，无法写入：{found}。请在“审阅”中撤消工作表保护。",
        "以下工作表受保護，無法寫入：{found}。請在「校閱」中取消保護工作表。",
    ),
    "column_formats": _words(
        "The format of these columns spoils values (ids lose zeros, amounts lose decimals): {found}. Ids and texts: format Text; amounts: #,##0.00.",
        "这些列的格式会损坏数据（编号丢失前导零、金额丢失小数）：{found}。编号和文本用“文本”格式，金额用 #,##0.00。",
        "這些欄的格式會損壞資料（編號遺失前導零、金額遺失小數）：{found}。編號和文字用「文字」格式，金額用 #,##0.00。",
    ),
    "rows_below_table": _words(
        "Rows stand below the end of their table: {found}. Drag the corner of the table down over them, so that filters and drop-downs take them in.",
        "有些行位于表格末尾之下：{found}。请将表格右下角向下拖动以包含它们，筛选和下拉列表才会生效。",
        "有些列位於表格末端之下：{found}。請將表格右下角向下拖曳以包含它們，篩選和下拉清單才會生效。",
    ),
    "ribbon": _words(
        "The buttons inside the ledger are not those of this program (found: {found}): it was made by an earlier version, or an antivirus program has removed"
        " them. `doctor --mend` puts them in when the ledger is closed; your rows and your own macros stay, and a backup is kept.",
        "台账中的按钮与本程序不符（发现：{found}）：台账由旧版本生成，或按钮被杀毒软件移除。"
        "台账关闭时运行 doctor --mend 可放入新按钮；您的数据和自己的宏保持不变，并保留备份。",
        "台帳中的按鈕與本程式不符（發現：{found}）：台帳由舊版本產生，或按鈕被防毒軟體移除。"
        "台帳關閉時執行 doctor --mend 可放入新按鈕；您的資料和自己的巨集保持不變，並保留備份。",
    ),
    "settings_beside_ledger": _words(
        "A file xlwings.conf beside the ledger overrides the settings of every clerk who opens it: {found}. Delete it: then each clerk's own ones count.",
        "台账旁边的 xlwings.conf 会覆盖每位打开者的设置：{found}。请删除该文件，之后使用各人自己的设置。",
        "台帳旁邊的 xlwings.conf 會覆蓋每位開啟者的設定：{found}。請刪除該檔案，之後使用各人自己的設定。",
    ),
    "special_sheets": _words(
        "A sheet of this name changes how the buttons start Python: {found}. Rename or delete it.",
        "该名称的工作表会改变按钮启动 Python 的方式：{found}。请改名或删除。",
        "該名稱的工作表會改變按鈕啟動 Python 的方式：{found}。請改名或刪除。",
    ),
}  # fmt: skip


def advice(name: str, found: str, language: str) -> str:
    """The sentence of a failed check; English for a language that is not there."""
    texts = ADVICE[name]
    return texts.get(language, texts["en"]).replace("{found}", found)

Attribute VB_Name = "Ribbon"
Option Explicit

' The Collections tab: what its buttons are called, what they do, and how old the figures are.
' VBA text must be ASCII, so every sentence stands on the very hidden sheet Ribbon: column A the key, then one column per language.

Private Const WORDS_SHEET As String = "Ribbon"
Private Const SETTINGS_SHEET As String = "Settings"
Private Const CASES_SHEET As String = "Cases"
Private Const FIRST_LANGUAGE As Long = 2
Private Const MAX_ROWS As Long = 500
Private Const MAX_COLUMNS As Long = 60

Private ribbonHandle As IRibbonUI

Public Sub OnRibbonLoad(loadedRibbon As IRibbonUI)
    Set ribbonHandle = loadedRibbon
End Sub

' An unhandled error in one of these would open the debugger once per button: the id is shown instead.
Public Sub OnGetLabel(control As IRibbonControl, ByRef returnedVal)
    returnedVal = control.ID
    On Error Resume Next
    returnedVal = ButtonLabel(control.ID)
End Sub

Public Sub OnGetScreentip(control As IRibbonControl, ByRef returnedVal)
    returnedVal = Words(control.ID)
End Sub

Public Sub OnGetSupertip(control As IRibbonControl, ByRef returnedVal)
    returnedVal = Words(control.ID & ".tip")
End Sub

' The address of everything selected, however many rectangles: Excel's own answer to another program ends after 255 characters. Python asks for it.
Public Function SelectedAddress() As String
    Dim part As Object
    For Each part In Selection.Areas
        SelectedAddress = SelectedAddress & "," & part.Address
    Next part
    SelectedAddress = Mid$(SelectedAddress, 2)
End Function

' Every button ends here. Python reads the selection from the workbook itself; nothing else is handed over.
Public Sub PressButton(ByVal buttonName As String)
    If Not IsSetUp() Then
        MsgBox Words("setup.missing"), vbExclamation, Words("collections")
        Exit Sub
    End If
    RunPython "from pyaddin.entrypoints import ribbon; ribbon." & buttonName & "()"
    AnnounceAge
End Sub

' Tells in the line at the bottom when the figures are older than today, and gives the line back when they are not.
Public Sub AnnounceAge()
    Dim age As String
    On Error GoTo Unreadable
    age = AgeSentence()
    If age = "" Then
        Application.StatusBar = False
    Else
        Application.StatusBar = age
    End If
    If Not ribbonHandle Is Nothing Then ribbonHandle.Invalidate
Unreadable:
End Sub

Public Function ButtonLabel(ByVal buttonName As String) As String
    Dim days As Long
    ButtonLabel = Words(buttonName)
    If buttonName <> "refresh" Then Exit Function
    On Error Resume Next
    days = DaysOld()
    If days = 1 Then ButtonLabel = Words("refresh.one")
    If days > 1 Then ButtonLabel = Replace(Words("refresh.many"), "{0}", CStr(days))
End Function

' Blank when the figures are of today, when they run ahead (training), or when there is nothing to compute yet.
Public Function AgeSentence() As String
    Dim days As Long
    days = DaysOld()
    If days = 1 Then AgeSentence = Words("age.one")
    If days > 1 Then AgeSentence = Replace(Words("age.many"), "{0}", CStr(days))
    If days < 0 Then AgeSentence = Words("age.never")
End Function

' Whole days from the date that the figures were computed for to today; 0 = current, -1 = never computed although there are cases.
Public Function DaysOld() As Long
    Dim computedFor As Variant
    computedFor = SettingValue("as_of")
    If IsDate(computedFor) Then
        DaysOld = DateDiff("d", CDate(computedFor), Date)
        If DaysOld < 0 Then DaysOld = 0
    ElseIf TextOf(ThisWorkbook.Worksheets(CASES_SHEET).Cells(2, 1).Value) <> "" Then
        DaysOld = -1
    End If
End Function

' The sentence of that key in the ledger's language; English where the language is unknown; the key itself where there is no such row.
Public Function Words(ByVal key As String) As String
    Dim sheet As Object
    Dim place As Long
    Dim language As Long
    Words = key
    On Error GoTo Unreadable
    Set sheet = ThisWorkbook.Worksheets(WORDS_SHEET)
    place = FindDown(sheet, 1, key)
    If place = 0 Then Exit Function
    language = FindAcross(sheet, CStr(SettingValue("ledger_language")))
    If language < FIRST_LANGUAGE Then language = FIRST_LANGUAGE
    Words = CStr(sheet.Cells(place, language).Value)
Unreadable:
End Function

' The value of a key on the sheet Settings, found by its headers: a clerk may have moved the columns. Empty = no such key.
Public Function SettingValue(ByVal key As String) As Variant
    Dim sheet As Object
    Dim keyColumn As Long
    Dim valueColumn As Long
    Dim place As Long
    SettingValue = Empty
    On Error GoTo Unreadable
    Set sheet = ThisWorkbook.Worksheets(SETTINGS_SHEET)
    keyColumn = FindAcross(sheet, "Key")
    valueColumn = FindAcross(sheet, "Value")
    If keyColumn = 0 Or valueColumn = 0 Then Exit Function
    place = FindDown(sheet, keyColumn, key)
    If place > 0 Then SettingValue = sheet.Cells(place, valueColumn).Value
    If IsError(SettingValue) Then SettingValue = Empty
Unreadable:
End Function

' The text of a cell; blank for a cell that shows an error such as #REF!
Private Function TextOf(ByVal cellValue As Variant) As String
    If Not IsError(cellValue) Then TextOf = CStr(cellValue)
End Function

Private Function FindDown(ByVal sheet As Object, ByVal column As Long, ByVal wanted As String) As Long
    Dim place As Long
    For place = 1 To MAX_ROWS
        If TextOf(sheet.Cells(place, column).Value) = wanted Then
            FindDown = place
            Exit Function
        End If
    Next place
End Function

Private Function FindAcross(ByVal sheet As Object, ByVal wanted As String) As Long
    Dim place As Long
    If wanted = "" Then Exit Function
    For place = 1 To MAX_COLUMNS
        If TextOf(sheet.Cells(1, place).Value) = wanted Then
            FindAcross = place
            Exit Function
        End If
    Next place
End Function

' Whether install.cmd (or make install) has named a Python for this user. Without it xlwings would show an error in English.
Private Function IsSetUp() As Boolean
    Dim interpreter As String
    #If Mac Then
        interpreter = CStr(GetConfig("INTERPRETER_MAC", ""))
        IsSetUp = interpreter <> ""
    #Else
        interpreter = CStr(GetConfig("INTERPRETER_WIN", ""))
        If interpreter = "" Then
            IsSetUp = CStr(GetConfig("CONDA ENV", "")) <> ""
        ElseIf InStr(interpreter, "\") = 0 Then
            IsSetUp = True
        Else
            IsSetUp = FileExists(interpreter)
        End If
    #End If
End Function

"""
A hand in LibreOffice: the macro that does in a file what a person does, and the steps it knows.

A step is a word and, after a tab, what it is done with. It is done where the selection is, by the
very commands of the menus and keys, so that tracked changes are recorded as for a person. Which
edits a test plants is not known here.
"""

import base64

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def step(name: str, text: str = "") -> str:
    """
    Return a step.

    To go somewhere: *find* (select the first match in the file), *in* (the first from here on), *start* and
    *end* (of the selection), *home* and *finish* (of the paragraph), *before* (from its start to here), *to* (as far
    as the next match), *paragraph* (its words), *block* (its words and its end), *last* (the end before it and its
    words).
    To do something: *type* (over the selection), *enter*, *break*, *delete*, *cut*, *copy*, *paste*, *bold*, *comment*,
    *footnote*, *picture*, *table* (with one word in it), *row* (below this one), *next cell*, *delete row*, *track*
    (record changes from here on).
    """
    return f"{name}\t{text}"


SOURCE = """
Dim document As Object
Dim frame As Object
Dim chosen As Object
Dim place As String
Dim lost As Boolean

Sub All(folder As String)
  place = folder
  Dim names() As String
  Dim count As Integer
  Dim name As String
  name = Dir(folder & "/*.steps", 0)
  Do While name <> ""
    ReDim Preserve names(count)
    names(count) = Left(name, Len(name) - 6)
    count = count + 1
    name = Dir
  Loop
  For i = 0 To count - 1
    One(folder & "/" & names(i))
  Next i
End Sub

Sub One(path As String)
  Dim text As String
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  On Error Goto Failed
  lost = False
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(path & ".docx"), "_blank", 0, hidden())
  frame = document.CurrentController.Frame
  document.RecordChanges = False
  lines = createUnoService("com.sun.star.io.TextInputStream")
  files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  lines.setInputStream(files.openFileRead(ConvertToURL(path & ".steps")))
  lines.setEncoding("UTF-8")
  Do While Not lines.isEOF()
    text = lines.readLine()
    If text <> "" Then
      sep = InStr(text, Chr(9))
      Act(Left(text, sep - 1), Mid(text, sep + 1))
      If lost Then Goto Failed
    End If
  Loop
  lines.closeInput()
  kind(0).Name = "FilterName"
  kind(0).Value = "MS Word 2007 XML"
  document.storeToURL(ConvertToURL(path & ".saved"), kind())
  document.close(True)
  Exit Sub
Failed:
  number = FreeFile
  Open ConvertToURL(path & ".failed") For Output As #number
  Print #number, text & ": " & Error$
  Close #number
  document.close(True)
End Sub

Sub Act(name As String, text As String)
  Select Case name
    Case "find"
      Pick(document.findFirst(Searching(text)), text)
    Case "in"
      Pick(document.findNext(chosen.Start, Searching(text)), text)
    Case "start"
      Pick(chosen.Start, text)
    Case "end"
      Pick(chosen.End, text)
    Case "home", "finish", "paragraph", "block", "last"
      Pick(Bounds(name), text)
    Case "type"
      Order("InsertText", "Text", text)
    Case "to"
      cursor = chosen.Text.createTextCursorByRange(chosen.Start)
      cursor.gotoRange(document.findNext(chosen.End, Searching(text)).End, True)
      Pick(cursor, text)
    Case "before"
      cursor = chosen.Text.createTextCursorByRange(chosen.Start)
      cursor.gotoStartOfParagraph(True)
      Pick(cursor, text)
    Case "enter"
      Order("InsertPara", "", "")
    Case "break"
      Order("InsertLinebreak", "", "")
    Case "delete", "cut", "copy", "paste", "bold"
      Order(name, "", "")
    Case "comment"
      ' The order of the menu would leave the cursor in the margin, where orders that follow go astray.
      note = document.createInstance("com.sun.star.text.textfield.Annotation")
      note.Content = text
      note.Author = "Capital"
      range = chosen.Text.createTextCursorByRange(chosen)
      range.Text.insertTextContent(range, note, True)
    Case "footnote"
      note = document.createInstance("com.sun.star.text.Footnote")
      chosen.Text.insertTextContent(chosen.End, note, False)
      note.insertString(note.createTextCursor(), text, False)
    Case "picture"
      picture = document.createInstance("com.sun.star.text.TextGraphicObject")
      picture.GraphicURL = ConvertToURL(place & "/picture.png")
      picture.AnchorType = com.sun.star.text.TextContentAnchorType.AS_CHARACTER
      chosen.Text.insertTextContent(chosen.End, picture, False)
    Case "table"
      table = document.createInstance("com.sun.star.text.TextTable")
      table.initialize(1, 2)
      chosen.Text.insertTextContent(chosen.End, table, False)
      table.getCellByPosition(0, 0).String = text
    Case "row"
      Order("InsertRowsAfter", "", "")
      Order("GoDown", "", "")
      Order("GoToStartOfRow", "", "")
    Case "next cell"
      Order("JumpToNextCell", "", "")
    Case "delete row"
      Order("DeleteRows", "", "")
    Case "track"
      document.RecordChanges = True
    Case Else
      lost = True
  End Select
End Sub

Function Searching(text As String) As Object
  search = document.createSearchDescriptor()
  search.SearchString = text
  search.SearchCaseSensitive = True
  Searching = search
End Function

Sub Pick(found As Object, text As String)
  If IsNull(found) Then
    lost = True
    Exit Sub
  End If
  chosen = found
  document.CurrentController.select(chosen)
End Sub

Function Bounds(name As String) As Object
  cursor = chosen.Text.createTextCursorByRange(chosen)
  cursor.gotoStartOfParagraph(False)
  If name = "last" Then
    cursor.gotoPreviousParagraph(False)
    cursor.gotoEndOfParagraph(False)
    cursor.gotoNextParagraph(True)
    cursor.gotoEndOfParagraph(True)
  ElseIf name = "finish" Then
    cursor.gotoEndOfParagraph(False)
  ElseIf name = "paragraph" Then
    cursor.gotoEndOfParagraph(True)
  ElseIf name = "block" Then
    cursor.gotoNextParagraph(True)
  End If
  Bounds = cursor
End Function

Sub Order(name As String, fact As String, value As String)
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  If fact = "" Then
    helper.executeDispatch(frame, ".uno:" & Capital(name), "", 0, Array())
  Else
    Dim facts(0) As New com.sun.star.beans.PropertyValue
    facts(0).Name = fact
    facts(0).Value = value
    helper.executeDispatch(frame, ".uno:" & Capital(name), "", 0, facts())
  End If
  ' Where the cursor is after the order is where the next one is done.
  chosen = document.CurrentController.ViewCursor
End Sub

Function Capital(name As String) As String
  Capital = UCase(Left(name, 1)) & Mid(name, 2)
End Function
"""

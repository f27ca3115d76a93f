"""
LibreOffice as a judge, what a file says with its tracked changes accepted or rejected, and as a hand that edits.

One start of soffice takes any number of files, by a macro in a profile of its own; no other profile
and no office that is running is touched. SOFFICE names another program than Debian's. What an
edit is made of stands in tests/documents/hand.py.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from tests.documents import hand

PROGRAM = os.environ.get("SOFFICE", "/usr/bin/soffice")

_LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library">
 <library:library library:name="Standard" library:link="false"/>
</library:libraries>"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard">
 <library:element library:name="Judge"/>
 <library:element library:name="Hand"/>
</library:library>"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="{name}"
 script:language="StarBasic">{source}</script:module>"""
_SOURCE = """
Sub All(folder As String)
  Dim names() As String
  Dim count As Integer
  Dim name As String
  name = Dir(folder & "/*.docx", 0)
  Do While name <> ""
    ReDim Preserve names(count)
    names(count) = name
    count = count + 1
    name = Dir
  Loop
  For i = 0 To count - 1
    One(folder, names(i), "Accept")
    One(folder, names(i), "Reject")
  Next i
End Sub

Sub One(folder As String, name As String, act As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(folder & "/" & name), "_blank", 0, hidden())
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  helper.executeDispatch(document.CurrentController.Frame, ".uno:" & act & "AllTrackedChanges", "", 0, Array())
  Dim filter(1) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName"
  filter(0).Value = "Text (encoded)"
  filter(1).Name = "FilterOptions"
  filter(1).Value = "UTF8,LF"
  document.storeToURL(ConvertToURL(folder & "/" & name & "." & LCase(act) & ".txt"), filter())
  document.close(True)
End Sub
"""


class Task(NamedTuple):
    """A file, and the steps that a hand does in it (tests.documents.hand)."""

    data: bytes
    steps: Sequence[str]


class Office:
    """A LibreOffice with a profile of its own in *folder*, which is empty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._start("--terminate_after_init")  # makes the profile, over whatever lies there
        basic = folder / "profile" / "user" / "basic"
        (basic / "script.xlc").write_text(_LIBRARIES, "utf-8")
        (basic / "Standard" / "script.xlb").write_text(_LIBRARY, "utf-8")
        for name, source in (("Judge", _SOURCE), ("Hand", hand.SOURCE)):
            module = _MODULE.format(name=name, source=escape(source))
            (basic / "Standard" / f"{name}.xba").write_text(module, "utf-8")

    def judge(
        self, files: Mapping[str, bytes], *, parts_at_tabs: bool = False
    ) -> dict[tuple[str, str], list[str]]:
        """
        Return the paragraphs of each of *files* by (name, "accept") and (name, "reject").

        Empty ones are left out, and white space is made one space. LibreOffice writes a row of a table in one line,
        with tabs between its cells: with *parts_at_tabs* each is by itself, and so is a number before a tab.
        """
        work = Path(tempfile.mkdtemp(dir=self.folder))
        for name, data in files.items():
            (work / f"{name}.docx").write_bytes(data)
        self._start(f'macro:///Standard.Judge.All("{work}")')
        return {
            (name, view): _paragraphs(work / f"{name}.docx.{view}.txt", parts_at_tabs=parts_at_tabs)
            for name in files
            for view in ("accept", "reject")
        }

    def pages(self, files: Mapping[str, bytes]) -> dict[str, int]:
        """Return on how many pages LibreOffice prints each of *files*."""
        work = Path(tempfile.mkdtemp(dir=self.folder))
        for name, data in files.items():
            (work / f"{name}.docx").write_bytes(data)
        documents = [str(work / f"{name}.docx") for name in files]
        self._start("--convert-to", "pdf", "--outdir", str(work), *documents)
        return {
            name: len(re.findall(rb"/Type ?/Page\b", (work / f"{name}.pdf").read_bytes())) for name in files
        }

    def edit(self, tasks: Mapping[str, Task]) -> dict[str, bytes]:
        """Return each file as saved after its steps; AssertionError where a step could not be done."""
        work = Path(tempfile.mkdtemp(dir=self.folder))
        (work / "picture.png").write_bytes(hand.PICTURE)
        for name, task in tasks.items():
            (work / f"{name}.docx").write_bytes(task.data)
            (work / f"{name}.steps").write_text("\n".join(task.steps), "utf-8")
        self._start(f'macro:///Standard.Hand.All("{work}")')
        failed = {file.stem: file.read_text("utf-8") for file in work.glob("*.failed")}
        assert not failed, failed
        return {name: (work / f"{name}.saved").read_bytes() for name in tasks}

    def _start(self, *orders: str) -> None:
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        command = [PROGRAM, profile, "--headless", "--norestore", *orders]
        subprocess.run(command, check=True, capture_output=True, timeout=300)


def _paragraphs(file: Path, *, parts_at_tabs: bool) -> list[str]:
    text = file.read_text("utf-8-sig")
    lines = (text.replace("\t", "\n") if parts_at_tabs else text).split("\n")
    return [" ".join(line.split()) for line in lines if line.strip()]

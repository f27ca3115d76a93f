"""Where the rules of the house look: the files of the project, by git where there is a git."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "acm_drafts"
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"


def files(*patterns: str) -> list[Path]:
    """Return the project's files that match one of *patterns* (all without any), in order of path."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
            "\0"
        )
        found = [ROOT / name for name in listed if name]
    else:
        found = [
            path for path in ROOT.rglob("*") if not any(map(is_by_product, path.relative_to(ROOT).parts))
        ]
    wanted = [p for p in found if p.is_file() and (not patterns or any(matches(p, q) for q in patterns))]
    return sorted(set(wanted))


def is_by_product(part: str) -> bool:
    """Return whether *part* of a path is what running leaves behind."""
    return part in ("instance", "screenshots", "__pycache__") or (part.startswith(".") and part != ".ci")


def matches(path: Path, pattern: str) -> bool:
    """Return whether *path* has the folder and the ending that *pattern* names ("acm_drafts/*.py")."""
    folder, _, ending = pattern.rpartition("*")
    name = relative(path)
    return name.startswith(folder) and name.endswith(ending)


def relative(path: Path) -> str:
    """Return *path* as the project speaks of it."""
    return path.relative_to(ROOT).as_posix()


def read(name: str) -> str:
    """Return the text of the project's file *name*."""
    return (ROOT / name).read_text(encoding="utf-8")

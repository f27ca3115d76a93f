"""One subject has one name everywhere: its module, its templates, its tests."""

import re

from tests.house.tree import PACKAGE, ROOT, TEMPLATES, read

# Why a module of pages has no folder of templates of its own.
NO_TEMPLATES: dict[str, str] = {}

# Why a folder of templates has no module of pages of its own name.
NO_MODULE: dict[str, str] = {
    "macros": "drawn from everywhere",
    "errors": "shown by web/shared/refusals.py for any address",
}

# Parts of a subject that are tried through the door people use, and where.
TRIED_THROUGH: dict[str, str] = {
    "negotiation/errors.py": "tests/web/test_refusals.py",
    "negotiation/lines.py": "tests/documents/test_docx.py",
    "negotiation/terms.py": "tests/web/test_layout.py",
    "services/demonstration.py": "tests/services/test_verification.py",
    "services/paragraph_states.py": "tests/services/test_decisions.py",
    "services/evaluation.py": "tests/services/test_decisions.py",
    "services/file_changes.py": "tests/web/test_file_changes.py",
    "services/evaluation.py": "tests/services/test_decisions.py",
    "store/attempts.py": "tests/services/test_attempts.py",
    "store/backup.py": "tests/services/test_backups.py",
    "store/backup_file.py": "tests/services/test_backups.py",
    "store/batches.py": "tests/services/test_batches.py",
    "store/schema.py": "tests/services/test_backups.py",
    "text/align.py": "tests/text/test_align.py",
    "text/edits.py": "tests/text/test_diff.py",
    "text/runs.py": "tests/text/test_diff.py",
    "text/edits.py": "tests/text/test_overlay.py",
}


def modules(floor: str) -> set[str]:
    return {path.stem for path in (PACKAGE / floor).glob("*.py") if path.stem != "__init__"}


def modules_of_pages() -> set[str]:
    """Return the modules of the web that have addresses; the others lay out what those show."""
    return {
        m
        for m in modules("web")
        if re.search(r"^pages\b.*= Blueprint\(", read(f"acm_drafts/web/{m}.py"), re.M)
    }


def template_folders() -> set[str]:
    return {path.name for path in TEMPLATES.iterdir() if path.is_dir()}


def test_every_module_of_pages_has_its_templates_under_its_own_name():
    assert sorted(modules_of_pages() - template_folders() - set(NO_TEMPLATES)) == []


def test_every_folder_of_templates_has_its_module_of_the_same_name():
    assert sorted(template_folders() - modules_of_pages() - set(NO_MODULE)) == []


def test_every_module_has_its_tests_under_its_own_name():
    subjects = {floor: modules(floor) for floor in ("text", "negotiation", "documents", "store", "services")}
    subjects["web"] = modules_of_pages()
    missing = [
        f"tests/{floor}/test_{module}.py"
        for floor, names in subjects.items()
        for module in sorted(names)
        if f"{floor}/{module}.py" not in TRIED_THROUGH
        and not (ROOT / f"tests/{floor}/test_{module}.py").is_file()
    ]

    assert missing == []


def test_no_exception_outlives_its_reason():
    assert sorted(set(NO_TEMPLATES) - modules_of_pages()) == []
    assert sorted(set(NO_TEMPLATES) & template_folders()) == []
    assert sorted(set(NO_MODULE) - template_folders()) == []
    assert sorted(set(NO_MODULE) & modules_of_pages()) == []
    assert [name for name in TRIED_THROUGH if not (PACKAGE / name).is_file()] == []
    assert [name for name in TRIED_THROUGH.values() if not (ROOT / name).is_file()] == []

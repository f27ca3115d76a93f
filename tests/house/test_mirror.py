"""One subject has one name everywhere: its module, its templates, its tests."""

from tests.house.tree import PACKAGE, ROOT, TEMPLATES

# Why a subject of the web has no folder of templates of its own.
NO_TEMPLATES: dict[str, str] = {"health": "answers machines in plain words"}

# Why a folder of templates has no subject of its own name.
NO_SUBJECT: dict[str, str] = {
    "macros": "drawn from everywhere",
    "errors": "shown by web/shared/refusals.py for any address",
}

# Modules that are tried through another one, and where.
TRIED_THROUGH: dict[str, str] = {
    "documents/sandbox.py": "tests/documents/test_sandbox.py",
    "documents/write/delegation_export.py": "tests/services/test_delegation_export.py",
    "documents/write/delegation_export_words.py": "tests/services/test_delegation_export.py",
    "documents/write/zipped.py": "tests/services/test_evidence.py",
    "store/answers.py": "tests/services/test_evening_reports.py",
    "store/archiving.py": "tests/services/test_archiving.py",
    "store/deletion.py": "tests/services/test_deletion.py",
    "store/delegation_export.py": "tests/services/test_delegation_export.py",
    "documents/write/evidence.py": "tests/services/test_evidence.py",
    "documents/write/evidence_words.py": "tests/services/test_evidence.py",
    "documents/write/verify_pack.py": "tests/services/test_evidence.py",
    "negotiation/evidence.py": "tests/services/test_evidence.py",
    "store/evidence.py": "tests/services/test_evidence.py",
    "documents/write/evening_file.py": "tests/documents/test_evening.py",
    "documents/write/evening_words.py": "tests/documents/test_evening.py",
    "documents/write/input_words.py": "tests/documents/test_inputs.py",
    "documents/write/guide_words.py": "tests/documents/test_guide.py",
    "documents/write/follow_up_words.py": "tests/documents/test_follow_up.py",
    "documents/write/meeting_words.py": "tests/documents/test_speakers.py",
    "documents/write/sitting_words.py": "tests/documents/test_record.py",
    "documents/read/wordfile.py": "tests/documents/test_wordfile.py",
    "negotiation/errors.py": "tests/web/test_refusals.py",
    "negotiation/terms.py": "tests/web/test_layout.py",
    "services/acts_of_day.py": "tests/services/test_evening_reports.py",
    "services/evening_counts.py": "tests/services/test_evening_reports.py",
    "services/evening_open.py": "tests/services/test_evening_reports.py",
    "services/demonstration.py": "tests/services/test_verification.py",
    "services/demonstration_sittings.py": "tests/services/test_verification.py",
    "services/draft_texts.py": "tests/services/test_documents.py",
    "services/decision_lines.py": "tests/services/test_decisions.py",
    "services/evaluation.py": "tests/services/test_decisions.py",
    "services/previews.py": "tests/services/test_decisions.py",
    "store/adopted_sources.py": "tests/services/test_library.py",
    "store/attempts.py": "tests/services/test_attempts.py",
    "store/backup.py": "tests/services/test_backups.py",
    "store/backup_file.py": "tests/services/test_backups.py",
    "store/security_events.py": "tests/services/test_security_events.py",
    "negotiation/meetings.py": "tests/services/test_meetings.py",
    "negotiation/nominations.py": "tests/services/test_nominations.py",
    "negotiation/passwords.py": "tests/services/test_credentials.py",
    "negotiation/passkeys.py": "tests/services/test_passkeys.py",
    "store/address_changes.py": "tests/services/test_address_changes.py",
    "store/nominations.py": "tests/services/test_nominations.py",
    "store/passkeys.py": "tests/services/test_passkeys.py",
    "store/second_factors.py": "tests/services/test_second_factors.py",
    "negotiation/single_sign_on.py": "tests/web/test_single_sign_on.py",
    "services/single_sign_on.py": "tests/web/test_single_sign_on.py",
    "store/single_sign_on.py": "tests/web/test_single_sign_on.py",
    "store/sign_ins.py": "tests/services/test_sign_ins.py",
    "store/schema.py": "tests/services/test_backups.py",
    "store/batches.py": "tests/services/test_batches.py",
    "store/conditions.py": "tests/store/test_conditions.py",
    "store/journal_places.py": "tests/store/test_journal_subjects.py",
    "store/journal_rounds.py": "tests/store/test_readers.py",
    "store/library_queries.py": "tests/store/test_library.py",
    "store/rounds.py": "tests/store/test_drafts.py",
    "store/visibility.py": "tests/store/test_drafts.py",
    "store/translations.py": "tests/services/test_translations.py",
    "text/amending.py": "tests/text/test_align.py",
    "text/assignment.py": "tests/text/test_align.py",
    "text/dividing.py": "tests/text/test_align.py",
    "text/edits.py": "tests/text/test_diff.py",
    "text/pairing.py": "tests/text/test_align.py",
    "text/paragraphs.py": "tests/text/test_align.py",
    "text/surroundings.py": "tests/text/test_align.py",
    "text/telling.py": "tests/text/test_align.py",
    "text/runs.py": "tests/text/test_diff.py",
}
FLOORS = ("text", "negotiation", "documents", "store", "services")


def modules(floor: str) -> set[str]:
    """Return the modules of a floor by their path in it ("read/labels"), without the packages' own files."""
    folder = PACKAGE / floor
    return {
        path.relative_to(folder).with_suffix("").as_posix()
        for path in folder.rglob("*.py")
        if path.stem != "__init__"
    }


def subjects_of_pages() -> set[str]:
    """Return the packages of the web that have addresses."""
    return {name.partition("/")[0] for name in modules("web") if name.endswith("/routes")}


def template_folders() -> set[str]:
    return {path.name for path in TEMPLATES.iterdir() if path.is_dir()}


def files_of(floor: str, name: str) -> list[str]:
    """Return the test files of a module: "test_labels.py", or several that begin with its name."""
    parts = name.split("/")
    stems = {"_".join(parts), parts[0], parts[-1]}
    return [
        path.name
        for stem in sorted(stems)
        for path in sorted((ROOT / "tests" / floor).glob(f"test_{stem}*.py"))
        if path.stem == f"test_{stem}" or path.stem.startswith(f"test_{stem}_")
    ]


def test_every_subject_of_the_web_has_its_templates_under_its_own_name():
    assert sorted(subjects_of_pages() - template_folders() - set(NO_TEMPLATES)) == []


def test_every_folder_of_templates_has_its_subject_of_the_same_name():
    assert sorted(template_folders() - subjects_of_pages() - set(NO_SUBJECT)) == []


def test_every_module_has_its_tests_under_its_own_name():
    missing = [
        f"tests/{floor}/test_{name}.py"
        for floor in FLOORS
        for name in sorted(modules(floor))
        if f"{floor}/{name}.py" not in TRIED_THROUGH and not files_of(floor, name)
    ]
    missing += [
        f"tests/web/test_{name}.py" for name in sorted(subjects_of_pages()) if not files_of("web", name)
    ]

    assert missing == []


def test_no_exception_outlives_its_reason():
    assert sorted(set(NO_TEMPLATES) - subjects_of_pages()) == []
    assert sorted(set(NO_TEMPLATES) & template_folders()) == []
    assert sorted(set(NO_SUBJECT) - template_folders()) == []
    assert sorted(set(NO_SUBJECT) & subjects_of_pages()) == []
    assert [name for name in TRIED_THROUGH if not (PACKAGE / name).is_file()] == []
    assert [name for name in TRIED_THROUGH.values() if not (ROOT / name).is_file()] == []

"""What people can type, set or be refused is written down where they look."""

import re

import pytest
from flask import Flask

import config
from acm_drafts.app import create_app
from scripts import write_refusals
from tests.house.tree import ROOT, files, read, relative

README = read("README.md")
BROUGHT_ALONG = {"run", "shell", "routes", "db", "babel"}  # commands of Flask and its extensions


def app_without_database() -> Flask:
    return create_app(config.load({"DATABASE_URL": "sqlite://"}))


def test_every_command_is_in_the_readme_with_its_options():
    commands = {
        name: command
        for name, command in app_without_database().cli.commands.items()
        if name not in BROUGHT_ALONG
    }
    assert {"invite", "import-text", "export", "verify", "demo"} <= set(commands)

    for name, command in commands.items():
        line = next(
            (row for row in README.splitlines() if re.search(rf"`flask --app wsgi {name}\b", row)), None
        )
        assert line, f"flask --app wsgi {name} is not in the README"
        for parameter in command.params:
            for option in (o for o in parameter.opts if o.startswith("--") and o != "--help"):
                assert option in line or f"-{option[2]} " in line, f"{option} of {name} is not in the README"


def test_the_readme_names_no_command_that_is_not_there():
    named = set(re.findall(r"`flask --app wsgi ([a-z-]+)", README))

    assert named - set(app_without_database().cli.commands) == set()


def test_every_command_says_what_it_does():
    assert [name for name, command in app_without_database().cli.commands.items() if not command.help] == []


@pytest.mark.parametrize("setting", config.SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_in_the_readme_with_its_meaning_and_its_default(setting: config.Setting):
    row = f"| `{setting.name}` | {setting.meaning} | {setting.default} |"

    assert row in README


def test_every_target_of_make_is_in_the_readme():
    targets = re.findall(r"^([a-z-]+):.*## ", read("Makefile"), flags=re.MULTILINE)
    assert {"run", "test", "test-fast", "check", "bench"} <= set(targets)

    assert [target for target in targets if f"`make {target}`" not in README and target != "help"] == []


def test_every_refusal_is_in_the_list_of_refusals_as_it_is_in_the_code():
    assert read("docs/refusals.md") == write_refusals.page()


def test_every_decision_record_has_a_number_of_its_own_and_bears_it():
    records = sorted((ROOT / "docs/decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in records]

    assert len(set(numbers)) == len(records) > 0
    assert [p.name for p in records if not p.read_text("utf-8").startswith(f"# {int(p.name[:4])}. ")] == []


def test_every_link_between_the_documents_leads_somewhere():
    broken = []
    for path in files("*.md"):
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
            if "://" not in target and not (path.parent / target).exists():
                broken.append(f"{relative(path)} -> {target}")

    assert broken == []


def test_every_word_of_the_glossary_has_its_french_and_its_arabic():
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in read("docs/glossary.md").splitlines()
        if line.startswith("|") and not line.startswith(("|---", "| English"))
    ]
    assert len(rows) > 60

    assert [row[0] for row in rows if len(row) < 3 or not row[1] or not re.search("[ء-ي]", row[2])] == []

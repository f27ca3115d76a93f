"""One subject has one name everywhere: its module, its templates, its tests."""

from tests.house.tree import PACKAGE, ROOT, TEMPLATES

# Why a module of the web has no folder of templates of its own.
NO_TEMPLATES: dict[str, str] = {
    "access": "says who may ask; shows nothing",
    "addresses": "reads addresses; shows nothing",
    "catalogues": "looks sentences up; shows nothing",
    "forms": "shapes only; drawn by macros/",
    "fragments": "keeps what macros drew; shows nothing by itself",
    "headers": "what every answer carries; shows nothing",
    "judgements": "the form of a decision; drawn by paragraphs/ and decisions/",
    "presentation": "what every page knows; drawn by layout.html and macros/",
    "refusals": "its pages are in errors/",
}

# Why a folder of templates has no module of its own name.
NO_MODULE: dict[str, str] = {
    "macros": "drawn from everywhere",
    "errors": "shown by web/refusals.py for any address",
}

# Why a module has no test file of its own name.
NO_TESTS: dict[str, str] = {
    "negotiation/lines.py": "values without behaviour",
}


def modules(floor: str) -> set[str]:
    return {path.stem for path in (PACKAGE / floor).glob("*.py") if path.stem != "__init__"}


def template_folders() -> set[str]:
    return {path.name for path in TEMPLATES.iterdir() if path.is_dir()}


def test_every_module_of_the_web_has_its_templates_under_its_own_name():
    assert sorted(modules("web") - template_folders() - set(NO_TEMPLATES)) == []


def test_every_folder_of_templates_has_its_module_of_the_same_name():
    assert sorted(template_folders() - modules("web") - set(NO_MODULE)) == []


def test_every_module_has_its_tests_under_its_own_name():
    missing = [
        f"tests/{floor}/test_{module}.py"
        for floor in ("text", "negotiation", "documents", "store", "services", "web")
        for module in sorted(modules(floor))
        if f"{floor}/{module}.py" not in NO_TESTS and not (ROOT / f"tests/{floor}/test_{module}.py").is_file()
    ]

    assert missing == []


def test_no_exception_outlives_its_reason():
    assert sorted(set(NO_TEMPLATES) - modules("web")) == []
    assert sorted(set(NO_TEMPLATES) & template_folders()) == []
    assert sorted(set(NO_MODULE) - template_folders()) == []
    assert sorted(set(NO_MODULE) & modules("web")) == []
    for name in NO_TESTS:
        floor, module = name.split("/")
        assert (PACKAGE / name).is_file()
        assert not (ROOT / f"tests/{floor}/test_{module}").is_file()

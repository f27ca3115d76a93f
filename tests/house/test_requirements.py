"""Every package at one exact version with its hashes, and none at run time under a licence that binds the product."""

import re
from importlib.metadata import distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import read

HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}$")


def entries(name: str) -> list[list[str]]:
    """Return what the file *name* pins: for each package the words of its entry, the pin and then its hashes."""
    whole = re.sub(r"\\\n\s*", " ", read(name))
    return [line.split() for line in whole.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def pins(name: str) -> dict[str, Requirement]:
    """Return what the file *name* pins, by canonical name; an entry that is not `name==version` fails."""
    found = {}
    for line, *_ in entries(name):
        requirement = Requirement(line)
        assert re.fullmatch(r"==[0-9][0-9a-z.]*", str(requirement.specifier)), line
        assert canonicalize_name(requirement.name) not in found, line
        found[canonicalize_name(requirement.name)] = requirement
    return found


FILES = ("requirements.txt", "requirements-dev.txt")
RUNTIME, ALL = map(pins, FILES)


def needs(requirement: Requirement) -> set[str]:
    """Return the canonical names of what *requirement* brings along on this machine."""
    extras = requirement.extras or {""}
    return {
        canonicalize_name(needed.name)
        for needed in map(Requirement, distribution(requirement.name).requires or ())
        if any(needed.marker is None or needed.marker.evaluate({"extra": extra}) for extra in extras)
    }


def test_what_is_pinned_is_what_is_installed():
    wrong = [
        str(pin)
        for pin in ALL.values()
        if not pin.specifier.contains(distribution(pin.name).version, prereleases=True)
    ]

    assert wrong == []


def test_whatever_a_package_brings_along_is_pinned_too():
    assert {
        name: needs(pin) - set(RUNTIME) for name, pin in RUNTIME.items() if needs(pin) - set(RUNTIME)
    } == {}
    assert {name: needs(pin) - set(ALL) for name, pin in ALL.items() if needs(pin) - set(ALL)} == {}


def test_checks_run_with_the_very_versions_that_serve():
    assert {name: ALL.get(name) for name in RUNTIME} == RUNTIME


def test_every_file_that_is_installed_has_its_hash():
    for name in FILES:
        assert [pin for pin, *hashes in entries(name) if not (hashes and all(map(HASH.match, hashes)))] == []
    for path in ("scripts/ensure_environment.sh", "deploy/Containerfile"):
        installs = [line for line in read(path).splitlines() if "pip install" in line]
        assert installs and all("--require-hashes" in line for line in installs)


def test_what_is_asked_for_is_what_is_pinned():
    # `make hashes` writes the pins from the .in files: whoever changes one runs it.
    for name in FILES:
        asked = [
            Requirement(line)
            for line in read(name.replace(".txt", ".in")).splitlines()
            if line and not line.startswith(("#", "-r "))
        ]
        known = pins(name)
        wrong = [str(one) for one in asked if known[canonicalize_name(one.name)].specifier != one.specifier]
        assert asked and wrong == []


def test_no_package_at_run_time_is_under_a_licence_that_would_bind_the_product():
    binding = []
    for pin in RUNTIME.values():
        facts = distribution(pin.name).metadata
        licences = [facts.get("License-Expression") or (facts.get("License") or "")[:60]]
        licences += [line for line in facts.get_all("Classifier") or () if line.startswith("License")]
        text = " ".join(licences).replace("LGPL", "").replace("Lesser General Public License", "")
        if re.search(r"\bA?GPL|General Public License", text):
            binding.append(f"{pin.name}: {text}")

    assert binding == []

"""Every package at one exact version, and none at run time under a licence that binds the product."""

import re
from importlib.metadata import distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import read


def pins(name: str) -> dict[str, Requirement]:
    """Return what the file *name* pins, by canonical name; a line that is not `name==version` fails."""
    found = {}
    for line in read(name).splitlines():
        if line and not line.startswith(("#", "-r ")):
            requirement = Requirement(line)
            assert re.fullmatch(r"==[0-9][0-9a-z.]*", str(requirement.specifier)), line
            assert canonicalize_name(requirement.name) not in found, line
            found[canonicalize_name(requirement.name)] = requirement
    return found


RUNTIME = pins("requirements.txt")
ALL = RUNTIME | pins("requirements-dev.txt")


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


def test_nothing_is_pinned_twice():
    assert set(pins("requirements-dev.txt")) & set(RUNTIME) == set()


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

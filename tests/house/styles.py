"""
Reads the stylesheets, and the classes that templates and the script give to elements.

A class attribute is read as Jinja reads it: every text it can come to is spelled out, through conditions, blocks,
macros and what they are called with. Only what a reader's data decide must be told beforehand, in VALUES of the test.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import product
from pathlib import Path

from jinja2 import Environment, nodes

from tests.house.tree import STATIC, TEMPLATES

NAME = r"-?[A-Za-z_][\w-]*"


# Stylesheets -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Declaration:
    """A property with its value, the selector it is for, and the conditions around it, outermost first."""

    file: str
    around: tuple[str, ...]
    selector: str
    name: str
    value: str


def declarations(path: Path) -> Iterator[Declaration]:
    """Yield everything that the stylesheet *path* says, in order."""
    bare = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    around: list[str] = []
    begun = ""
    for piece in re.findall(r"""[{};]|"[^"]*"|'[^']*'|\((?:[^()]|\([^()]*\))*\)|[^{};"'(]+|\(""", bare):
        if piece not in ("{", "}", ";"):
            begun += piece
            continue
        if piece == "{":
            around.append(" ".join(begun.split()))
        elif ":" in begun:
            name, _, value = begun.partition(":")
            yield Declaration(path.name, tuple(around[:-1]), around[-1], name.strip(), value.strip())
        if piece == "}":
            around.pop()
        begun = ""


def nesting_faults(css: str) -> list[str]:
    """
    Return what is wrong with the braces of a stylesheet: a block never closed or never opened, a rule inside a rule.

    A browser raises no error at these: it reads what follows as part of the block that is still open. Whoever means to
    put a rule into a rule begins it with "&".
    """
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    faults: list[str] = []
    opened: list[str] = []
    begun = ""
    for piece in re.findall(r"""[{};]|"[^"]*"|'[^']*'|[^{};"']+""", bare):
        if piece == "{":
            selector = " ".join(begun.split())
            is_nested = opened and not opened[-1].startswith("@")
            if is_nested and not selector.startswith("&"):
                faults.append(f"{selector} stands inside {opened[-1]}")
            opened.append(selector)
        elif piece == "}":
            if not opened:
                faults.append("a block is closed that was never opened")
            else:
                opened.pop()
        begun = "" if piece in ("{", "}", ";") else begun + piece
    return faults + [f"{selector} is never closed" for selector in opened]


def stylesheets() -> list[Path]:
    return sorted((STATIC / "css").glob("*.css"))


def selectors(path: Path) -> set[str]:
    """Return the selectors of a stylesheet, those inside others included."""
    found = {part for one in declarations(path) for part in (*one.around, one.selector)}
    return {part for part in found if not part.startswith("@")}


def parts(selector: str) -> list[str]:
    """Return the selectors of a list, divided at the commas that stand outside brackets."""
    found, depth, begun = [], 0, ""
    for sign in selector:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            found.append(begun.strip())
            begun = ""
        else:
            begun += sign
    return [*found, begun.strip()]


def classes_of(selector: str) -> set[str]:
    """Return the classes that a selector names."""
    return set(re.findall(rf"\.({NAME})", re.sub(r"\[[^\]]*\]", "", selector)))


# Templates ---------------------------------------------------------------------------------------

ATTRIBUTE = re.compile(r'\sclass="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\}|\{)*)"', re.DOTALL)


class Unknown(Exception):
    """A part of a class attribute of which nothing says what it can be."""


class Classes:
    """The classes that the templates can give; *values*: what an expression can come to that a reader's data decide."""

    def __init__(self, environment: Environment, values: Mapping[str, Sequence[str]]) -> None:
        self.environment, self.values = environment, values
        self.asked: set[str] = set()
        """Those of *values* that were needed."""

    @cached_property
    def trees(self) -> dict[str, nodes.Template]:
        return {
            path.relative_to(TEMPLATES).as_posix(): self.environment.parse(path.read_text(encoding="utf-8"))
            for path in sorted(TEMPLATES.rglob("*.html"))
        }

    @cached_property
    def used(self) -> dict[str, set[str]]:
        """Map each class to the templates that use it."""
        found: dict[str, set[str]] = {}
        for name in self.trees:
            for text in self.attributes(name):
                for word in text.split():
                    found.setdefault(word, set()).add(name)
        return found

    def attributes(self, name: str) -> Iterator[str]:
        """Yield every text that a class attribute of the template *name* can come to."""
        source = re.sub(r"\{#.*?#\}", "", (TEMPLATES / name).read_text(encoding="utf-8"), flags=re.DOTALL)
        for written in ATTRIBUTE.findall(source):
            yield from self.spelled(self.environment.parse(written).body, name)
        for pair in self.trees[name].find_all(nodes.Pair):
            if isinstance(pair.key, nodes.Const) and pair.key.value == "class":
                yield from self.texts(pair.value, name)

    def spelled(self, body: Sequence[nodes.Node], name: str) -> set[str]:
        """Return every text that *body*, which stands in the template *name*, can come to."""
        return reduce(joined, (self.texts(node, name) for node in body), {""})

    def texts(self, node: nodes.Node, name: str) -> set[str]:
        """Return every text that one node can come to."""
        match node:
            case nodes.TemplateData(data=data):
                return {data}
            case nodes.Const(value=value):
                return {str(value)}
            case nodes.Output(nodes=parts) | nodes.Concat(nodes=parts):
                return self.spelled(parts, name)
            case nodes.Add(left=left, right=right):
                return self.spelled((left, right), name)
            case nodes.CondExpr(expr1=first, expr2=second):
                return self.texts(first, name) | (self.texts(second, name) if second else {""})
            case nodes.If(body=body, elif_=others, else_=last):
                return self.spelled(body, name) | self.spelled(last, name) | self.of_any(others, name)
            case _:
                return self.of_reference(node, name)

    def of_any(self, found: Sequence[nodes.Node], name: str) -> set[str]:
        """Return what one or another of the nodes *found* can come to."""
        return {text for node in found for text in self.texts(node, name)}

    def of_reference(self, node: nodes.Node, name: str) -> set[str]:
        """Return what a node can come to that is written somewhere else."""
        match node:
            case nodes.Block(name=block):
                return self.of_blocks(block)
            case nodes.Call():
                return self.of_macro(*self.called(node, name))
        return self.of_expression(node, name)

    def of_blocks(self, block: str) -> set[str]:
        """Return what the templates put into a block."""
        return {
            text
            for name, tree in self.trees.items()
            for one in tree.find_all(nodes.Block)
            if one.name == block
            for text in self.spelled(one.body, name)
        }

    def of_macro(self, home: str, macro: str) -> set[str]:
        """Return what the macro *macro* of the template *home* can come to."""
        return {
            text
            for one in (self.trees[home].find_all(nodes.Macro) if home else ())
            if one.name == macro
            for text in self.spelled(one.body, home)
        }

    def of_expression(self, node: nodes.Node, name: str) -> set[str]:
        """Return what an expression can come to: by what sets it, by what a macro is called with, or by VALUES."""
        said = spoken(node)
        found = {
            text
            for one in self.trees[name].find_all(nodes.Assign)
            if spoken(one.target) == said
            for text in self.texts(one.node, name)
        }
        for macro in self.trees[name].find_all(nodes.Macro):
            if said in [argument.name for argument in macro.args]:
                found |= self.of_argument(macro, said, name)
        if not found and said in self.values:
            self.asked.add(said)
            found = set(self.values[said])
        if not found:
            raise Unknown(f"{name}: {said} in a class: what can it be?")
        return found

    def of_argument(self, macro: nodes.Macro, argument: str, home: str) -> set[str]:
        """Return what a macro of the template *home* is called with for *argument*, its default included."""
        at = [one.name for one in macro.args].index(argument)
        default = at - (len(macro.args) - len(macro.defaults))
        found = self.texts(macro.defaults[default], home) if default >= 0 else set()
        for name, call in self.calls.get((home, macro.name), ()):
            given = {one.key: one.value for one in call.kwargs}
            value = call.args[at] if at < len(call.args) else given.get(argument)
            found |= self.texts(value, name) if value is not None else set()
        return found

    @cached_property
    def imports(self) -> dict[str, dict[str, tuple[str, str]]]:
        """Map each template to its imported names: the template that each is from, and the macro (all of them: "")."""
        found: dict[str, dict[str, tuple[str, str]]] = {}
        for name, tree in self.trees.items():
            here = found[name] = {}
            for one in tree.find_all(nodes.FromImport):
                for known in one.names:
                    original, alias = known if isinstance(known, tuple) else (known, known)
                    here[alias] = (str(getattr(one.template, "value", "")), original)
            for library in tree.find_all(nodes.Import):
                here[library.target] = (str(getattr(library.template, "value", "")), "")
        return found

    @cached_property
    def calls(self) -> dict[tuple[str, str], list[tuple[str, nodes.Call]]]:
        """Map each macro, by its template and name, to its calls and the templates in which they stand."""
        found: dict[tuple[str, str], list[tuple[str, nodes.Call]]] = {}
        for name, tree in self.trees.items():
            for call in tree.find_all(nodes.Call):
                found.setdefault(self.called(call, name), []).append((name, call))
        return found

    def called(self, call: nodes.Call, name: str) -> tuple[str, str]:
        """Return the template and the name of the macro that is called in the template *name*; "" for another call."""
        match call.node:
            case nodes.Name(name=macro):
                return self.imports[name].get(macro, (name, macro))
            case nodes.Getattr(node=nodes.Name(name=library), attr=macro):
                return self.imports[name].get(library, ("", ""))[0], macro
        return "", ""


def joined(left: set[str], right: set[str]) -> set[str]:
    return {first + second for first, second in product(left, right)}


def spoken(node: nodes.Node) -> str:
    """Return an expression of names and attributes as it is written."""
    if isinstance(node, nodes.Getattr):
        return f"{spoken(node.node)}.{node.attr}"
    return str(getattr(node, "name", type(node).__name__))


# The script --------------------------------------------------------------------------------------


def script() -> str:
    """Return the source of all scripts without their comments."""
    sources = [path.read_text(encoding="utf-8") for path in sorted((STATIC / "js").glob("*.js"))]
    return re.sub(r"/\*.*?\*/", "", "\n".join(sources), flags=re.DOTALL)


def classes_given_by_script() -> set[str]:
    """Return the classes that a script gives to elements or takes from them."""
    calls = re.findall(r"classList\.\w+\(([^;]*)\);", script())
    return {name for call in calls for name in re.findall(r'"([\w-]+)"', call)}


def classes_sought_by_script() -> set[str]:
    """Return the classes by which a script finds elements."""
    calls = re.findall(r"""\b(?:querySelector(?:All)?|closest|matches)\(["`]([^"`]*)["`]""", script())
    return {name for selector in calls for name in classes_of(selector)}


# Other marks -------------------------------------------------------------------------------------


def data_attributes_of_templates() -> set[str]:
    """Return the data attributes that templates give to elements, by their names in HTML."""
    found: set[str] = set()
    for path in TEMPLATES.rglob("*.html"):
        source = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found |= set(re.findall(r"[\s\"]data-([a-z-]+)(?=[\s=>\"{])", source))
    return found


def data_attributes_of_script() -> set[str]:
    """Return the data attributes that scripts read or look for, by their names in HTML."""
    read = re.findall(r"\bdataset\.(\w+)", script())
    return set(re.findall(r"\[data-([a-z-]+)", script())) | {hyphenated(name) for name in read}


def data_attributes_of_stylesheets() -> set[str]:
    """Return the data attributes that stylesheets look for or print."""
    sources = (path.read_text(encoding="utf-8") for path in stylesheets())
    bare = re.sub(r"/\*.*?\*/", "", "\n".join(sources), flags=re.DOTALL)
    return set(re.findall(r"[\[(]data-([a-z-]+)", bare))


def hyphenated(name: str) -> str:
    """Return the name that `dataset` reads as *name* ("previewUrl") as HTML writes it ("preview-url")."""
    return re.sub(r"[A-Z]", lambda match: f"-{match[0].lower()}", name)


def ids_sought_by_script() -> set[str]:
    """Return the ids by which scripts find single elements."""
    return set(re.findall(r"""getElementById\("([^"]+)"\)""", script()))

"""The source tree as the architecture checks read it: modules with their room, templates, every file of the repository."""

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PROJECT = "xiaoyi_partybuild"
APPS = ("orgs", "branches", "inspections")
PAGE_NAMES = frozenset({"views", "forms", "filters", "api", "admin", "registers", "urls", "templatetags"})
COMMANDS = "management"
LEFT_OUT = frozenset({"var", "staticfiles", "node_modules", "__pycache__", "test-results"})
HIDDEN_BUT_OURS = frozenset({".ci", ".gitignore", ".github"})
BINARY = frozenset({".png", ".jpg", ".ico", ".xls", ".xlsx", ".xlsb", ".ods", ".docx", ".gz", ".zip", ".woff2", ".pyc"})


@dataclass(frozen=True)
class Module:
    """One Python file; `name` is dotted, `parts` its pieces."""

    path: str
    text: str

    @property
    def parts(self):
        pieces = self.path.removesuffix(".py").split("/")
        return tuple(pieces[:-1] if pieces[-1] == "__init__" else pieces)

    @property
    def name(self):
        return ".".join(self.parts)

    @cached_property
    def tree(self):
        return ast.parse(self.text)

    @property
    def room(self):
        """`orgs`, `access`, `registers`, …; "top" for the modules directly in the project package."""
        if self.parts[0] != PROJECT:
            return self.parts[0]
        in_a_room = len(self.parts) > 2 or self.path.endswith("/__init__.py")
        return self.parts[1] if in_a_room and len(self.parts) > 1 else "top"

    @property
    def inside(self):
        """The pieces below the room."""
        return self.parts[2:] if self.parts[0] == PROJECT else self.parts[1:]

    @property
    def is_page(self):
        return bool(self.inside) and self.inside[0] in PAGE_NAMES

    @property
    def is_command(self):
        return bool(self.inside) and self.inside[0] == COMMANDS

    @property
    def is_migration(self):
        return "migrations" in self.parts

    def walk(self, *kinds):
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def at(self, node, complaint):
        return f"{self.path}:{node.lineno} {complaint}"


def is_left_out(piece):
    return piece in LEFT_OUT or (piece.startswith(".") and piece not in HIDDEN_BUT_OURS)


class Source:
    def __init__(self, root):
        self.root = Path(root)

    def files(self, *suffixes, under=""):
        """(path from the root, Path) of every file that belongs to the repository."""
        for path in sorted((self.root / under).rglob("*")):
            relative = path.relative_to(self.root)
            if path.is_file() and (not suffixes or path.suffix in suffixes) and not any(map(is_left_out, relative.parts)):
                yield relative.as_posix(), path

    @cached_property
    def modules(self):
        """The modules of the project itself: no tests, benchmarks or migrations."""
        rooms = (PROJECT, *APPS)
        found = [Module(name, path.read_text()) for name, path in self.files(".py") if name.split("/")[0] in rooms]
        return [module for module in found if not module.is_migration]

    @cached_property
    def tests(self):
        return [Module(name, path.read_text()) for name, path in self.files(".py", under="tests")]

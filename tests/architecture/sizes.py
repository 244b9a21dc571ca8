"""How long things may get. The medians to live by are far below: function 8 lines, module 60-120."""

import ast
import re

FUNCTION_LINES = 40
MODULE_LINES = 300  # blank ones not counted


def functions_stay_short(source):
    for module in [*source.modules, *source.tests]:
        for node in module.walk(ast.FunctionDef, ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_LINES:
                yield module.at(node, f"{node.name} has {length} lines")


def modules_stay_short(source):
    for module in source.modules:
        length = sum(bool(line.strip()) for line in module.text.splitlines())
        if length > MODULE_LINES:
            yield f"{module.path} has {length} lines"


def modules_say_what_they_are(source):
    """One sentence opens each module that holds more than an app's registration."""
    for module in source.modules:
        if module.tree.body and not module.name.endswith(".apps") and ast.get_docstring(module.tree) is None:
            yield f"{module.path} has no opening sentence"


def the_engine_names_its_modules(source):
    """The engine is one room of many modules: its opening words are their table of contents, complete and true."""
    engine = "xiaoyi_partybuild/registers/"
    here = {module.path: module for module in source.modules if module.path.startswith(engine)}
    contents = here.get(f"{engine}__init__.py")
    told = set(re.findall(r"\b[a-z_]+\b", ast.get_docstring(contents.tree) or "")) if contents else set()
    for path in here:
        name = path.removeprefix(engine).removesuffix(".py")
        if "/" not in name and name not in ("__init__", "apps") and name not in told:
            yield f"{path} is not in the table of contents of {engine}__init__.py"

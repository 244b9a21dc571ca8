"""How long things may get. The medians to live by are far below: function 8 lines, module 60-120."""

import ast

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

"""An unknown variable in a template of ours fails the test; templates of installed packages may name what is not there."""

import sys
from pathlib import Path

OURS = Path(__file__).resolve().parent.parent / "templates"


class UndefinedVariable(AssertionError):
    """A template names a variable that its context does not have."""


class Undefined(str):
    """Stands for string_if_invalid: "%s", which Django formats with the variable's name."""

    def __mod__(self, variable):
        template = _template_being_rendered()
        if template and OURS in Path(template).parents:
            raise UndefinedVariable(f"{{{{ {variable} }}}} in {template}")
        return ""


def _template_being_rendered():
    """The file of the innermost template node on the call stack."""
    frame = sys._getframe(1)
    while frame:
        origin = getattr(frame.f_locals.get("self"), "origin", None)
        if origin is not None and getattr(origin, "name", None):
            return origin.name
        frame = frame.f_back
    return None

"""What no file of the repository may hold: paths of one machine, secrets."""

import re

from .source import BINARY

# Written in pieces, so that this file does not find itself.
MACHINE = re.compile("|".join(["/wo" + "rk/", "/tm" + "p/", "/ro" + "ot/", "/ho" + r"me/\w", "[A-Z]:\\\\Us" + "ers"]))
SECRET = re.compile("BEGIN [A-Z ]*PRIV" + "ATE KEY|(?:ghp|glpat|xox[bp])[_-][A-Za-z0-9]{16}")


def nothing_of_one_machine(source):
    """Paths of the machine somebody worked on, and private keys."""
    for path, file in source.files():
        if file.suffix in BINARY or path.startswith("static/vendor/"):
            continue
        for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1):
            for pattern, what in ((MACHINE, "a path of one machine"), (SECRET, "a secret")):
                if pattern.search(line):
                    yield f"{path}:{number} holds {what}"

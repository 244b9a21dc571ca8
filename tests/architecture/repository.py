"""What no file of the repository may hold: paths of one machine, secrets, a silenced rule of security without its reason."""

import re

from .source import BINARY

# Written in pieces, so that this file does not find itself.
MACHINE = re.compile("|".join(["/wo" + "rk/", "/tm" + "p/", "/ro" + "ot/", "/ho" + r"me/\w", "[A-Z]:\\\\Us" + "ers"]))
# Written in pieces as well.
SILENCED = re.compile("# no" + r"qa: S\d+(?P<reason> - \w.*)?")
MOST_SILENCED = 15
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


def security_is_silenced_with_a_reason(source):
    """ruff's rules of security may be wrong about a line; then the line says why, and there are few of them."""
    found = [
        (path, number, match)
        for path, file in source.files(".py")
        for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1)
        for match in SILENCED.finditer(line)
    ]
    yield from (
        f"{path}:{number} silences a rule without ` - ` and a reason" for path, number, match in found if not match["reason"]
    )
    if len(found) > MOST_SILENCED:
        yield f"{len(found)} lines silence a rule of security; {MOST_SILENCED} may"

"""Front-end files of others in static/vendor: pinned, licensed, hashed and kept in git; running the site needs no npm.

To move a version: change the pin, run `manage.py vendor update`, read the difference, run the browser tests.
"""

import base64
import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

PINS = {
    "bootstrap@5.3.9": {"dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css"},
    "htmx.org@2.0.11": {"dist/htmx.min.js": "htmx/htmx.min.js"},
    "echarts@6.1.0": {"dist/echarts.common.min.js": "echarts/echarts.common.min.js", "NOTICE": "echarts/NOTICE"},
}
RECORD, TABLE = "VENDOR.json", "VENDOR.md"
CODE = (".js", ".css")
LICENCE = re.compile(r"package/LICEN[CS]E(\.\w+)?")
# The manifest storage stops on a source map that is not there.
SOURCE_MAP = re.compile(rb"(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+)\s*$")
OUTWARD = re.compile(rb"url\(\s*['\"]?(?:https?:)?//|@import|importScripts\(|sourceMappingURL=")
HEADING = """# Front-end files from others

Written by `manage.py vendor update`; do not edit by hand.

| package | licence | files |
|---|---|---|
"""


class Tampered(Exception):
    """A package is not what its registry entry says."""


def update(folder):
    """Fetch every pin with npm, copy the named files and the licence, write the record; returns it."""
    with tempfile.TemporaryDirectory() as room:
        record = {pin: _fetch(pin, files, Path(room), folder) for pin, files in PINS.items()}
    (folder / RECORD).write_text(json.dumps(record, indent=1) + "\n")
    (folder / TABLE).write_text(HEADING + "".join(_row(pin, entry) for pin, entry in record.items()))
    return record


def problems(folder):
    """What differs from the record, is not in it, or reaches for another host; empty when all is well."""
    record = json.loads((folder / RECORD).read_text())
    recorded = {name: entry for package in record.values() for name, entry in package["files"].items()}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    found = [f"{pin}: pinned but not fetched" for pin in PINS if pin not in record]
    found += [f"{name}: not in {RECORD}" for name in sorted(present - set(recorded) - {RECORD, TABLE})]
    for name, entry in recorded.items():
        found += _faults(folder / name, name, entry)
    return found


def _faults(path, name, entry):
    if not path.exists():
        return [f"{name}: missing"]
    content = path.read_bytes()
    faults = [] if _sha256(content) == entry["sha256"] else [f"{name}: changed since it was fetched"]
    if name.endswith(CODE) and (match := OUTWARD.search(content)):
        faults.append(f"{name}: reaches out with {match.group().decode()!r}")
    return faults


def _fetch(pin, files, room, folder):
    package = _pack(pin, room)
    with tarfile.open(room / package["filename"]) as archive:
        licence = next(name for name in archive.getnames() if LICENCE.fullmatch(name)).removeprefix("package/")
        home = next(iter(files.values())).split("/")[0]
        wanted = {**files, licence: f"{home}/LICENSE"}
        about = json.loads(_member(archive, "package.json"))
        kept = {target: _keep(archive, source, folder / target) for source, target in wanted.items()}
    return {"licence": about["license"], "integrity": package["integrity"], "files": kept}


def _pack(pin, room):
    """Let npm download the package, and compare it with the sha512 of its registry entry."""
    command = ["npm", "pack", pin, "--json", "--pack-destination", str(room)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - the pins above, no shell
    package = json.loads(answer.stdout)[0]
    digest = base64.b64encode(hashlib.sha512((room / package["filename"]).read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package["integrity"]:
        raise Tampered(f"{pin}: sha512 {digest} is not {package['integrity']}")
    return package


def _keep(archive, source, path):
    content = _member(archive, source)
    if source.endswith(CODE):
        content = SOURCE_MAP.sub(b"", content)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return {"from": source, "sha256": _sha256(content), "bytes": len(content)}


def _member(archive, name):
    return archive.extractfile(f"package/{name}").read()


def _row(pin, entry):
    return f"| {pin} | {entry['licence']} | {', '.join(entry['files'])} |\n"


def _sha256(content):
    return hashlib.sha256(content).hexdigest()

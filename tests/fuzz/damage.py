"""Ways to spoil a file: its bytes, the members of a zip, the records of an old workbook, the quotes of delimited text."""

import io
import re
import struct
import zipfile

from tests.fuzz.seeds import zipped

NASTY_NUMBERS = (
    b"-1",
    b"0",
    b"4294967295",
    b"99999999999999999999",
    b"1e308",
    b"NaN",
    b"",
    b"1048576",
    b"16384",
    "１".encode(),
)
NASTY_TEXTS = (
    b"&#0;", b"&#xD800;", b"&#x202E;", b"&xxe;", b"=cmd|'/c calc'!A1", b"A" * 70_000, b"&#10;" * 500, b"]]>", b"\xff\xfe",
    "\u202e\u0000甲".encode(), "\ufeff".encode(), b"_x0000_", b"_xD800_",
)  # fmt: skip
DIMENSIONS = (b"A1:XFD1048576", b"XFD1048576", b"A0", b"A1:A99999999999", b"ZZZZZZ1", b"", b"B2:A1")
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "%s">%s<!ENTITY xxe SYSTEM "file:///etc/hostname">]>' % (
    b"lol" * 30,
    b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 30) for n in range(8)),
)
NAMES = ("../../evil", "/etc/evil", "..\\evil", "xl/worksheets/sheet99999.xml", "xl/vbaProject.bin", "C:evil", "甲" * 200)
WORDS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF)
RECORDS = 512
STORMS = (b'"', b",", b"\t", b";", b"\r", b"\n", b'","', b'""""', b"\0", b"\xef\xbb\xbf", "，".encode(), "\u2028".encode())


def damaged(data, other, dice):
    """The file with one to three kinds of damage. `other`: a second file, to splice from."""
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        data = dice.choice(ways_for(data))(data, other, dice)
    return data


def ways_for(data):
    bytewise = [flipped, cut, spliced, doubled, overwritten]
    if data[:2] == b"PK":
        return [*bytewise, *[member_damaged] * 8]
    if data[:4] == b"\xd0\xcf\x11\xe0":
        return [*bytewise, *[record_damaged] * 5]
    return [*bytewise, *[storm] * 5]


def _somewhere(data, dice):
    return dice.randrange(len(data) + 1)


def flipped(data, other, dice):
    spoiled = bytearray(data)
    for _ in range(dice.choice((1, 3, 10, 100))):
        if spoiled:
            spoiled[dice.randrange(len(spoiled))] ^= 1 << dice.randrange(8)
    return bytes(spoiled)


def cut(data, other, dice):
    return data[: _somewhere(data, dice)] if dice.random() < 0.7 else data[_somewhere(data, dice) :]


def spliced(data, other, dice):
    return data[: _somewhere(data, dice)] + other[_somewhere(other, dice) :]


def doubled(data, other, dice):
    start, end = sorted((_somewhere(data, dice), _somewhere(data, dice)))
    return data[:end] + data[start:end] + data[end:]


def overwritten(data, other, dice):
    place, piece = _somewhere(data, dice), dice.choice((b"\0", b"\xff", b"A")) * dice.choice((1, 4, 512))
    return data[:place] + piece + data[place + len(piece) :]


# --- zip members


def member_damaged(data, other, dice):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {entry.filename: archive.read(entry) for entry in archive.infolist() if entry.file_size < 2**22}
    except Exception:
        return flipped(data, other, dice)
    if not members:
        return flipped(data, other, dice)
    dice.choice((lost, renamed, added, *[xml_damaged] * 9))(members, dice)
    return zipped(members)


def lost(members, dice):
    likely = [name for name in members if "styles" in name or "shared" in name or "rels" in name or "Content" in name]
    del members[dice.choice(likely or sorted(members))]


def renamed(members, dice):
    name = dice.choice(sorted(members))
    members[dice.choice(NAMES)] = members.pop(name)


def added(members, dice):
    members[dice.choice(NAMES)] = dice.choice((b"", b"PK\x03\x04", b"\0" * 2**20, *members.values()))
    for number in range(dice.choice((0, 0, 50, 2_500))):
        members[f"xl/worksheets/extra{number}.xml"] = b"<worksheet/>"


def xml_damaged(members, dice):
    parts = [name for name in members if name.endswith((".xml", ".rels")) and members[name]]
    if not parts:
        return
    vital = [name for name in parts if "sheet" in name or "shared" in name or "content" in name or "workbook" in name]
    name = dice.choice(vital if vital and dice.random() < 0.8 else parts)
    members[name] = dice.choice((entities, numbers, texts, places, nested, shuffled, indexed, bytes_of, external))(
        members[name], dice
    )


def _replaced(pattern, content, dice, values, most=3):
    found = list(re.finditer(pattern, content))
    for match in sorted(dice.sample(found, min(len(found), dice.randint(1, most))), key=lambda one: -one.start(1)):
        content = content[: match.start(1)] + dice.choice(values) + content[match.end(1) :]
    return content


def entities(content, dice):
    head, mark, rest = content.partition(b"?>")
    start = (head + mark + ENTITIES + rest) if mark else ENTITIES + content
    return _replaced(rb">([^<>]+)<", start, dice, (b"&h;", b"&a;", b"&xxe;", b"&nobody;"))


def numbers(content, dice):
    return _replaced(rb'="(\d+)"', content, dice, NASTY_NUMBERS, most=6)


def texts(content, dice):
    return _replaced(rb">([^<>]+)<", content, dice, NASTY_TEXTS, most=6)


def places(content, dice):
    return _replaced(rb'(?:ref|r|sqref)="([A-Z0-9:]+)"', content, dice, DIMENSIONS, most=4)


def indexed(content, dice):
    return _replaced(rb"<v>(\d+)</v>", content, dice, NASTY_NUMBERS, most=8)


def nested(content, dice):
    place, deep = content.find(b">") + 1, dice.choice((100, 20_000))
    return content[:place] + b"<row><c>" * deep + b"</c></row>" * dice.choice((0, deep)) + content[place:]


def shuffled(content, dice):
    tags = re.findall(rb"<[^>]+>[^<]*", content)[:20_000]
    start, end = sorted(dice.randrange(len(tags) + 1) for _ in range(2))
    some = tags[start : min(end, start + 200)]
    dice.shuffle(some)
    return b"".join([*tags[:start], *some * dice.choice((1, 1, 40)), *tags[start + len(some) :]])


def external(content, dice):
    link = b'<Relationship Id="rId1" Type="x" Target="http://127.0.0.1:9/" TargetMode="External"/>'
    place = content.rfind(b"</")
    return content[:place] + link + content[place:]


def bytes_of(content, dice):
    return flipped(content, b"", dice)


# --- records of an old workbook: type and length, two bytes each, then the body


def record_damaged(data, other, dice):
    records = list(_records(data))
    if not records:
        return flipped(data, other, dice)
    spoiled = bytearray(data)
    for start, length in dice.sample(records, min(len(records), dice.choice((1, 2, 8)))):
        field = dice.choice((0, 2, 4, 6, 8, max(4, length)))
        if start + field + 2 <= len(spoiled):
            spoiled[start + field : start + field + 2] = struct.pack("<H", dice.choice(WORDS))
    return bytes(spoiled)


def _records(data):
    place = RECORDS
    while place + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, place)
        if kind == 0 and length == 0:
            return
        yield place, length
        place += 4 + length


# --- delimited text


def storm(data, other, dice):
    piece = dice.choice(STORMS)
    if dice.random() < 0.3:
        return data.replace(b",", piece) if dice.random() < 0.5 else data.replace(b"\n", piece)
    for _ in range(dice.choice((1, 5, 50))):
        place = _somewhere(data, dice)
        data = data[:place] + piece * dice.choice((1, 2, 300, 40_000 // len(piece))) + data[place:]
        if len(data) > 2**21:
            break
    return data

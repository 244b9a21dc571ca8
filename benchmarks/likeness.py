"""How well likely duplicates are told from namesakes, on lists a ministry published: python -m benchmarks.likeness FOLDER

FOLDER holds registers/ and divisions/. Between the lists of 2020 and 2025 the codes say which names mean one school: the
renamed are the true pairs, all others are not. No two schools of one list are the same. Names alone are compared.
At last the rows of one list, and 100,000 with numbers behind their names, are asked about as an import of new ones asks.
"""

import csv
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineWorkbook

from orgs import likeness, naming, repeating
from orgs.likeness import Level

EARLIER, LATER = "moe_list_2020.csv", "moe_list_2025_regular.xls"
DIVISIONS = ("provinces.csv", "cities.csv")
ROWS = 100_000
LONGEST = 9  # 省直辖县级行政区划 is no place


@dataclass(frozen=True)
class Measured:
    """renamed: true pairs; right and wrong: {level: proposals}; first: how often the right one is proposed first."""

    renamed: int
    right: Counter
    wrong: Counter
    first: int
    within: Counter
    names: int

    def precision(self, least):
        right, wrong = _from(self.right, least), _from(self.wrong, least)
        return right / (right + wrong)

    def recall(self, least):
        return _from(self.right, least) / self.renamed

    @property
    def alike_in_one_list(self):
        """Pairs of different schools that are shown all the same, likely or surer."""
        return _from(self.within, Level.LIKELY)


def _from(counts, least):
    return sum(count for level, count in counts.items() if level >= least)


def measure(folder):
    earlier, later = (_names(folder / "registers" / name) for name in (EARLIER, LATER))
    places = _places(folder)
    stored = likeness.Index(likeness.bearer(code, name, (), places) for code, name in earlier.items())
    right, wrong, first = Counter(), Counter(), 0
    for code, name in later.items():
        if name not in earlier.values():
            found = stored.like(likeness.bearer(code, name, (), places))
            right.update(evidence.level for one, evidence in found if one.key == code)
            wrong.update(evidence.level for one, evidence in found if one.key != code)
            first += bool(found) and found[0][0].key == code
    renamed = sum(earlier.get(code, name) != name for code, name in later.items())
    pairs = likeness.Index(likeness.bearer(code, name, (), places) for code, name in later.items()).pairs()
    return Measured(renamed, right, wrong, first, Counter(evidence.level for *_, evidence in pairs), len(later))


def in_one_file(folder, rows):
    """(rows of the later list told of an earlier row, processor seconds for so many rows)."""
    names, places = [*_names(folder / "registers" / LATER).values()], _places(folder)
    earlier = repeating.Earlier(places)
    told = sum(bool(earlier.likely_one(row, name)) for row, name in enumerate(names))
    earlier, began = repeating.Earlier(places), time.process_time()
    for row in range(rows):
        earlier.likely_one(row, f"{names[row % len(names)]}{row}")
    return told, time.process_time() - began


def _places(folder):
    return naming.Places(pair for name in DIVISIONS for pair in _divisions(folder / "divisions" / name))


def _names(path):
    """{code: name}, whatever the sheet looks like: a code has ten digits, the name stands in front of it."""
    found = {}
    for cells in _rows(path):
        texts = [str(int(cell)) if isinstance(cell, float) else str(cell or "").strip() for cell in cells]
        place = next((place for place, text in enumerate(texts) if len(text) == 10 and text.isdigit()), None)
        if place:
            found[texts[place]] = texts[place - 1]
    return found


def _rows(path):
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def _divisions(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["code"], row["name"]) for row in csv.DictReader(file) if len(row["name"]) < LONGEST]


def main(folder):
    began = time.perf_counter()
    found = measure(Path(folder))
    print(f"{found.names} names, {found.renamed} renamed; {time.perf_counter() - began:.1f} s")
    for level in sorted(Level, reverse=True):
        print(f"{level.label} or surer: precision {found.precision(level):.1%}, recall {found.recall(level):.1%}")
    print(f"the right one proposed first: {found.first}; different schools shown as likely: {found.alike_in_one_list}")
    told, seconds = in_one_file(Path(folder), ROWS)
    print(f"rows of one list told of an earlier one: {told}; {ROWS:,} rows: {seconds:.1f} s of the processor")


if __name__ == "__main__":
    main(sys.argv[1])

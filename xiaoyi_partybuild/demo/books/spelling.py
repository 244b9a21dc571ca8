"""The same day, number or name as different clerks write it. No day stays blank."""

from datetime import date


def _parts(day):
    return tuple(int(part) for part in day.split("-") if part)


def dotted(day):
    """2012.08.22, 1986.05"""
    return day.replace("-", ".")


def slashed(day):
    """2012/8/22"""
    return "/".join(map(str, _parts(day)))


def spoken(day):
    """2012年8月22日, 1986年5月"""
    return "".join(f"{part}{unit}" for part, unit in zip(_parts(day), "年月日", strict=False))


def padded(day):
    """2012年08月22日"""
    return "".join(f"{part}{unit}" for part, unit in zip(day.split("-"), "年月日", strict=False) if part)


def as_cell(day):
    """A real date where the day is known, else 1986年5月."""
    return date(*_parts(day)) if len(_parts(day)) == 3 else spoken(day)


def plain(day):
    return day


def grouped_phone(number):
    """138 0358 1234"""
    return f"{number[:3]} {number[3:7]} {number[7:]}"


def half_width_brackets(name):
    return name.replace("（", "(").replace("）", ")")

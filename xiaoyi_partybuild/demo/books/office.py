"""Writes all workbooks of the demo into a folder. Needs xlwt, which only the developers' requirements bring."""

from ..story import gaps, world
from . import candidates, civil_register, ledger, merchants, minutes, party_list, roster
from .shelf import (
    ALL,
    CANDIDATES,
    CIVIL_REGISTER,
    LEDGER_2019,
    LEDGER_2026,
    MERCHANTS,
    MINUTES_2019,
    MINUTES_2026,
    PARTY_LIST,
    ROSTER,
)


def write_all(folder):
    told = world.tell()
    then = [meeting for meeting in told.meetings if meeting.held <= gaps.END_OF_2019]
    lately = [meeting for meeting in told.meetings if meeting.held > gaps.END_OF_2019]
    civil_register.write(told, folder / CIVIL_REGISTER.filename)
    party_list.write(told, folder / PARTY_LIST.filename)
    ledger.write(told, folder / LEDGER_2019.filename, day=gaps.END_OF_2019, year=2018, tick="√")
    ledger.write(told, folder / LEDGER_2026.filename, day=gaps.REPORTED_2026, year=2025, tick="✓")
    roster.write(told, folder / ROSTER.filename)
    candidates.write(folder / CANDIDATES.filename)
    merchants.write(told, folder / MERCHANTS.filename)
    minutes.write(then, folder / MINUTES_2019.filename, period="2019年10月至12月")
    minutes.write(lately, folder / MINUTES_2026.filename, period="2025年9月至2026年11月")
    return [folder / book.filename for book in ALL]

"""The kinds of columns a register can have: how a cell is read, how a value is written. Law: read(write(value)) == value."""

from .amounts import Money
from .base import NOTE, WARNING, Code, Column, Count, Doubt, Integer, Name, Text
from .choices import Choice, Tick, Ticks, YesNo
from .identifiers import CheckedCode, CreditCode, IdNumber, Phone
from .lookups import List, Lookup
from .moments import Date

__all__ = [
    "NOTE",
    "WARNING",
    "CheckedCode",
    "Choice",
    "Code",
    "Column",
    "Count",
    "CreditCode",
    "Date",
    "Doubt",
    "IdNumber",
    "Integer",
    "List",
    "Lookup",
    "Money",
    "Name",
    "Phone",
    "Text",
    "Tick",
    "Ticks",
    "YesNo",
]

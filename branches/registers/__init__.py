"""The spreadsheets of Party building, one declaration each."""

from . import instructors, ledger, meetings, members, party_organizations, served_units

__all__ = ["instructors", "ledger", "meetings", "members", "party_organizations", "served_units"]

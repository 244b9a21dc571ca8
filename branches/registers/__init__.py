"""The spreadsheets of Party building, one declaration each."""

from . import candidates, instructors, ledger, meetings, members, party_organizations, served_units

__all__ = ["candidates", "instructors", "ledger", "meetings", "members", "party_organizations", "served_units"]

"""The spreadsheets of Party building, one declaration each."""

from . import ledger, meetings, members, party_organizations, served_units

__all__ = ["ledger", "meetings", "members", "party_organizations", "served_units"]

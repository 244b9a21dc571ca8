"""Requests nobody would write by hand, made from the API's own description: never a server error, no undeclared answer."""

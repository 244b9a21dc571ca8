"""Who reaches what: every address × method × person × object, in a county of canaries (python -m tests.matrix)."""

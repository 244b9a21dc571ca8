"""Every form and every parameter of every page, filled in as nobody should: never a server error, nothing invalid saved."""

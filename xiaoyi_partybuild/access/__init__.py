"""The two doors: rows leave by `visible_to` / `editable_by`, rows enter by `writing`."""

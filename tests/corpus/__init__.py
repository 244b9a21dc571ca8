"""Untidy workbooks made to order, each with what a careful clerk would read in it: `python -m tests.corpus` compares."""

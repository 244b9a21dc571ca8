"""Damaged workbooks, thousands of them, through the real upload: python -m tests.fuzz [--seconds 300] [--seed N]"""

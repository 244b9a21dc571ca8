"""What is said when an act may not be done now."""


class Refused(Exception):
    """One plain Chinese sentence: what was found and what to do."""

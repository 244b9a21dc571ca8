"""The unified social credit code (GB 32100-2015) and what it says about an organization."""

from .enums import OrganizationType

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALUES = {character: value for value, character in enumerate(ALPHABET)}
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
TYPES = {"51": OrganizationType.GROUP, "52": OrganizationType.SERVICE, "53": OrganizationType.FOUNDATION}


def is_shaped(code):
    """Eighteen characters of the code's alphabet."""
    return len(code) == 18 and all(character in ALPHABET for character in code)


def check_character(code):
    """The last character that the first 17 call for."""
    try:
        total = sum([VALUES[character] * weight for character, weight in zip(code, WEIGHTS, strict=False)])
    except KeyError as error:
        raise ValueError(f"{error} is no character of a credit code") from error
    return ALPHABET[-total % 31]


def is_valid(code):
    return is_shaped(code) and code[-1] == check_character(code)


def type_of(code):
    """The kind of social organization the first two characters name; None for other bodies."""
    return TYPES.get(code[:2])


def division_of(code):
    """The division code of the registering authority."""
    return code[2:8]

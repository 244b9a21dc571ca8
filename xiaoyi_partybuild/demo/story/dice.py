"""One seed for the whole story. Every subject rolls dice of its own: changing one person leaves all others as they were."""

import random

SEED = 20191231


def of(*subject):
    """Dice that always fall the same way for the same subject."""
    return random.Random(":".join(map(str, (SEED, *subject))))  # noqa: S311 - invents a story, guards nothing

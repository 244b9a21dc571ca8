"""`python -m tests.corpus [--seed N] [--more COUNT] [--slips]`: precision and recall per element; fails below the goal."""

import argparse
import os
import sys

GOAL = 0.98


def main():
    told = arguments()
    from tests.corpus import books, score

    drafts = [*books.made(told.seed), *books.more(told.more, told.seed)]
    found = score.of(drafts)
    table(found)
    if told.slips:
        for slip in found.slips:
            print(*slip, sep=" | ")
    below = [element for element in score.ELEMENTS if min(found.precision(element), found.recall(element)) < GOAL]
    print(f"{found.books} workbooks; below {GOAL:.0%}: {', '.join(below) or 'none'}")
    print(f"total or note rows taken for data: {found.imported or 0}")
    return bool(below or found.imported)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="another corpus of the same habits")
    parser.add_argument("--more", type=int, default=0, help="so many further workbooks by chance")
    parser.add_argument("--slips", action="store_true", help="name every difference")
    return parser.parse_args()


def table(found):
    from tests.corpus.score import ELEMENTS

    print(f"{'element':20} {'gold':>6} {'precision':>10} {'recall':>8}")
    for element in ELEMENTS:
        gold = found.right[element] + found.missed[element]
        print(f"{element:20} {gold:6} {found.precision(element):10.4f} {found.recall(element):8.4f}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    sys.exit(main())

"""The manual's page of rights, written from the policy table: python -m docs.rights > docs/manual/权限.md"""

import re

from docs import addresses
from xiaoyi_partybuild import policy
from xiaoyi_partybuild.access.scoping import EDIT, VIEW, Kind
from xiaoyi_partybuild.accounts.roles import Role, opening

HEAD = """# 权限

由程序里的权限表生成（`python -m docs.rights`），网址不在表里就谁也打不开，也通不过测试。

角色只说能看、能改哪几类记录；看得到、改得了哪些行，还要看授权给的区域或党组织：区域含它的下级，党组织含它领导的下级。
同一个人可以有几项授权，合在一起算。收回的授权，下一次点击就不再有效。

## 哪个角色能看、能改哪几类记录

本人的导入和操作，谁都只看到自己的。区域和规则参数登录的人都能看。

"""
PAGES = """
## 哪个角色能打开哪个网址

“看”是打开，“交”是提交。没有写的就是不能：网址不开给这个角色，页面说【没有权限】；网址开给这个角色，而那一条记录不归这个人管，就和没有这条记录一样，
说【没有找到】。“没有角色”是登录了、还没有授权的人；“未登录”的人打开别的网址，都先到登录页。

"""
WORDS = {"GET": "看", "POST": "交", "PUT": "交"}
OTHERS = ("没有角色", "未登录")
HEADINGS = [role.label for role in Role]
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


def page():
    return HEAD + "".join(_kinds()) + PAGES + "".join(_pages())


def _kinds():
    yield from _head("记录", HEADINGS)
    for kind in Kind:
        if kind != Kind.OWN:
            yield _row(kind.label, ["、".join(_may(role, kind)) for role in Role])


def _may(role, kind):
    return [word for action, word in ((VIEW, "看"), (EDIT, "改")) if role in opening(action, kind)]


def _pages():
    yield from _head("网址", [*HEADINGS, *OTHERS])
    lines = policy.table()
    for address in sorted(addresses.all_of_them(), key=lambda address: address.path):
        yield _row(f"`{shown(address.path)}`", _cells(lines[address.name]))


def _cells(line):
    admitted = [(lambda who, role=role: role in who.roles or who.anybody) for role in Role]
    admitted += [lambda who: who.anybody, lambda who: who.strangers]
    return ["、".join(word for method, word in WORDS.items() if method in line and may(line[method])) for may in admitted]


def shown(path):
    """An address as a person reads it: what stands in the place of a number or a name in angle brackets."""
    return ARGUMENT.sub(lambda found: f"<{found[1] or found[2]}>", path).replace("\\", "")


def _head(first, headings):
    yield _row(first, headings)
    yield "|" + "---|" * (len(headings) + 1) + "\n"


def _row(first, cells):
    return f"| {first} | {' | '.join(cells)} |\n"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaoyi_partybuild.settings")
    django.setup()
    print(page(), end="")

"""Who may import whom: arrows point down only, and the domain knows nothing of pages."""

import ast

from .source import APPS, PAGE_NAMES, PROJECT

FOUNDATION = ("registers", "reports", "ui")
FOUNDATION_MAY_USE = {"ui": ("access",), "reports": ("access", "ui"), "registers": ("access", "ui")}
DOMAIN_MAY_USE = {"orgs": (), "branches": ("orgs",), "inspections": ("orgs", "branches")}
NOT_FOR_DOMAIN = (
    "django.http",
    "django.forms",
    "django.shortcuts",
    "django.views",
    "django.contrib",
    "django_filters",
    "rest_framework",
    "openpyxl",
    "python_calamine",
)


def arrows_point_down(source):
    """Imports that climb: into a higher room, or from the domain into a page."""
    for module in source.modules:
        for node, target in imported(module):
            reason = forbidden(module, target.split("."))
            if reason:
                yield module.at(node, f"imports {target}: {reason}")


def domain_knows_no_pages(source):
    """Domain modules that use HTTP, forms, REST or spreadsheet libraries."""
    for module in source.modules:
        if is_domain(module):
            for node, target in imported(module):
                if target.startswith(NOT_FOR_DOMAIN):
                    yield module.at(node, f"domain imports {target}")


def one_module_knows_ciphers(source):
    """Imports of cryptography outside access/sealing.py."""
    for module in source.modules:
        for node, target in imported(module):
            if target.split(".")[0] == "cryptography" and module.path != "xiaoyi_partybuild/access/sealing.py":
                yield module.at(node, f"imports {target}: only access/sealing.py knows ciphers")


def is_domain(module):
    return (
        module.room in APPS
        and bool(module.inside)
        and not (module.is_page or module.is_command or module.name.endswith(".apps"))
    )


def imported(module):
    """(node, dotted name of the imported module) for absolute and relative imports, wherever they stand."""
    for node in module.walk(ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        else:
            base = absolute(module, node)
            yield from ((node, f"{base}.{alias.name}") for alias in node.names)


def absolute(module, node):
    if not node.level:
        return node.module
    package = module.parts if module.path.endswith("__init__.py") else module.parts[:-1]
    kept = package[: len(package) - node.level + 1]
    return ".".join([*kept, *([node.module] if node.module else [])])


def forbidden(module, target):
    """Why this module may not import that one; None when it may."""
    room, page = room_of(target)
    if room is None or room == module.room or module.room not in (*APPS, "access", *FOUNDATION):
        return None
    if module.room == "access":
        return "access imports nobody"
    if module.room in FOUNDATION:
        return None if room in FOUNDATION_MAY_USE[module.room] else "the foundation knows no app and nothing above it"
    if is_domain(module):
        return domain_may_not(module, room, page)
    return page_may_not(room, page)


def domain_may_not(module, room, page):
    if room == "access":
        return None
    if room not in DOMAIN_MAY_USE[module.room]:
        return "the domain looks down only: inspections → branches → orgs → access"
    return "the domain never imports a page" if page else None


def page_may_not(room, page):
    if room in APPS:
        return "pages import any app's domain, never another app's pages" if page else None
    return None if room in ("access", *FOUNDATION) else "pages do not import the top"


def room_of(target):
    """(room, whether it is a page) of an imported dotted name; (None, False) for what is not ours."""
    if target[0] in APPS:
        return target[0], is_page_name(target[1:2])
    if target[0] == PROJECT and len(target) > 1:
        known = ("access", *FOUNDATION, "accounts", "dashboard", "demo")
        return (target[1] if target[1] in known else "top"), is_page_name(target[2:3])
    return None, False


def is_page_name(piece):
    return bool(PAGE_NAMES.intersection(piece))

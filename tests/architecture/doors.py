"""The two doors: what writes past `writing`, what reads past `visible_to`, who asks for the time, who acts as the system."""

import ast

ACCESS = "access"
MANAGERS = frozenset({"objects", "_base_manager", "_default_manager"})
CHAIN = frozenset(
    {"filter", "exclude", "all", "order_by", "visible_to", "editable_by", "annotate", "select_related", "none"}
)
BULK = frozenset(
    {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "aupdate", "acreate", "adelete", "asave"}
)
SCOPED = frozenset({"visible_to", "editable_by", "offered_to", "with_particulars_for", "none"})
CLOCKS = frozenset(
    {
        "timezone.localdate",
        "timezone.now",
        "timezone.localtime",
        "date.today",
        "datetime.now",
        "datetime.today",
        "datetime.utcnow",
    }
)
MAY_ASK_THE_TIME = ("views", "api", "throttling", "management", "pages", "middleware", "admin", "fresh")
# Rooms whose every module makes something that people read.
PAGES_ALL_OVER = ("dashboard", "ui", "reports")
SQL = frozenset({"raw", "extra", "RawSQL", "execute", "executemany", "copy_expert"})

# What a check would report although it is right, with the reason. (path, what is said there)
RIGHT_ALL_THE_SAME = {
    ("xiaoyi_partybuild/ui/history.py", "objects"): "the history of a row that came through the door",
    ("xiaoyi_partybuild/ui/history.py", "_base_manager"): "the names of the rows that history points at",
    ("xiaoyi_partybuild/ui/history.py", "SYSTEM"): "its name, for changes made by commands",
    ("xiaoyi_partybuild/registers/management/acting.py", "objects"): "the account a command acts for, by its name",
    (
        "xiaoyi_partybuild/accounts/management/naming.py",
        "_base_manager",
    ): "whoever it is, merged or not",
    ("xiaoyi_partybuild/access/bulk.py", "execute"): "keys for many rows, which no queryset can take beforehand",
    ("xiaoyi_partybuild/access/subjects.py", "execute"): "a PRAGMA that empties SQLite's log after an erasure",
    ("xiaoyi_partybuild/access/bulk.py", "executemany"): "many rows at once, inside the write door",
    ("xiaoyi_partybuild/access/bulk.py", "copy_expert"): "the same on PostgreSQL",
    ("xiaoyi_partybuild/access/append_only.py", "execute"): "triggers, which no queryset can make",
    ("xiaoyi_partybuild/access/management/commands/grant_app_role.py", "execute"): "rights, which no queryset can give",
    ("xiaoyi_partybuild/access/horizon.py", "execute"): "who holds a sequence, which no queryset can ask",
    ("xiaoyi_partybuild/access/sealer.py", "timezone.now"): "the clock of a thread that nobody calls",
    ("xiaoyi_partybuild/access/writing.py", "execute"): "an advisory lock on a row that nobody may lock",
    ("xiaoyi_partybuild/health.py", "execute"): "SELECT 1 tells whether the database answers",
    ("xiaoyi_partybuild/accounts/models/people.py", "timezone.localdate"): "rights are as of now, whatever day a page shows",
}


def writes_go_through_the_door(source):
    """Calls that change rows outside access/, where nothing checks the reach and nothing is journaled."""
    for module in source.modules:
        if module.room == ACCESS:
            continue
        for call in module.walk(ast.Call):
            if isinstance(call.func, ast.Attribute) and writes(call, call.func):
                yield from reported(module, call, call.func.attr, f".{call.func.attr}() writes past access.writing")


def writes(call, func):
    if func.attr in BULK or func.attr == "create":
        return True
    if func.attr == "save":
        return not call.args and source_of(func.value) != "writing" and not says_commit_false(call)
    if func.attr == "update":
        return not call.args and bool(call.keywords)
    return func.attr == "delete" and not call.args


def says_commit_false(call):
    return any(
        word.arg == "commit" and isinstance(word.value, ast.Constant) and word.value.value is False for word in call.keywords
    )


def pages_read_through_the_door(source):
    """Managers that a page or a command reads without `visible_to` or `editable_by`; commands say whose reach: SYSTEM's.

    Allowed are subqueries, which only say something about rows that came through the door: those tied to an OuterRef,
    and those inside another query's filter.
    """
    for module in source.modules:
        if module.room != ACCESS and (module.is_page or module.is_command or module.room in PAGES_ALL_OVER):
            subqueries = inside_filters(module)
            for node in module.walk(ast.Attribute):
                if node.attr in MANAGERS and id(node) not in subqueries and next_word(module, node) not in SCOPED:
                    yield from reported(module, node, node.attr, f".{node.attr} without visible_to or editable_by")
            for call in module.walk(ast.Call):
                if source_of(call.func).endswith("get_object_or_404") and names_a_model(call.args):
                    yield from reported(module, call, "get_object_or_404", "get_object_or_404 wants rows from visible_to")


def names_a_model(arguments):
    return bool(arguments) and isinstance(arguments[0], ast.Name) and arguments[0].id[0].isupper()


def inside_filters(module):
    """Managers inside the arguments of a `.filter(…)`/`.exclude(…)`, or in a chain whose arguments hold an OuterRef."""
    found = set()
    for call in module.walk(ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("filter", "exclude"):
            arguments = [*call.args, *(word.value for word in call.keywords)]
            found |= {id(node) for argument in arguments for node in ast.walk(argument)}
            if any(
                isinstance(node, ast.Name) and node.id == "OuterRef" for argument in arguments for node in ast.walk(argument)
            ):
                found |= {id(node) for node in ast.walk(call.func)}
    return found


def next_word(module, node):
    """What is called on the manager: `visible_to` in `Branch.objects.visible_to(…)`."""
    return next((outer.attr for outer in module.walk(ast.Attribute) if outer.value is node), None)


def rights_are_said_in_the_table(source):
    """Decorators by which a view would say for itself who may use it, or by which methods: policy.py says it."""
    for module in source.modules:
        for node in module.walk(ast.ImportFrom):
            if node.module in ("django.views.decorators.http", "django.contrib.auth.decorators"):
                yield module.at(node, f"{node.module}: who may use an address, and how, is said in policy.py alone")


def time_is_an_argument(source):
    """Clocks read below views and commands."""
    for module in source.modules:
        if module.inside[:1] and module.inside[0] in MAY_ASK_THE_TIME:
            continue
        for call in module.walk(ast.Call):
            clock = ".".join(source_of(call.func).split(".")[-2:])
            if clock in CLOCKS and not call.args:  # with an argument it only converts
                yield from reported(module, call, clock, f"{clock}() is asked; let `on` come as an argument")


def only_commands_act_as_the_system(source):
    """SYSTEM taken outside management commands."""
    for module in source.modules:
        if module.room == ACCESS or module.is_command:
            continue
        for node in module.walk(ast.Name, ast.Attribute, ast.alias):
            if "SYSTEM" in (getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "name", "")):
                yield from reported(module, node, "SYSTEM", "SYSTEM is for commands and tests")


def no_hidden_writes(source):
    """Signals, logic in save(), SQL by hand."""
    for module in source.modules:
        for node in module.walk(ast.FunctionDef):
            if node.name in ("save", "delete") and module.inside[-1:] == ("models",):
                yield from reported(module, node, node.name, f"logic in {node.name}()")
        for node in module.walk(ast.ImportFrom):
            if node.module in ("django.dispatch", "django.db.models.signals"):
                yield from reported(module, node, "signals", "signals hide what happens")
        for call in module.walk(ast.Call):
            name = source_of(call.func).split(".")[-1]
            if name in SQL:
                yield from reported(module, call, name, f"{name}() is SQL by hand")


def reported(module, node, said, complaint):
    if (module.path, said) not in RIGHT_ALL_THE_SAME:
        yield module.at(node, complaint)


def source_of(node):
    """The dotted text of a name or attribute; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{source_of(node.value)}.{node.attr}".lstrip(".")
    return ""

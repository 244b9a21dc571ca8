"""The description of the API: every operation is told by its records' name and says how it may refuse."""

from drf_spectacular.openapi import AutoSchema

READING, WRITING = ("GET",), ("POST", "PUT", "PATCH")
# (status, what it means, the methods that give it, whether only addresses of one record do)
REFUSALS = (
    ("400", "内容不对：逐项写明哪里不对", (*READING, *WRITING), False),
    ("403", "没有登录，或没有这项权限", (*READING, *WRITING), False),
    ("404", "没有这条记录或这一页，或不在本人的范围内", READING, False),
    ("404", "没有这条记录，或不在本人的范围内", WRITING, True),
    ("406", "只回答 JSON", (*READING, *WRITING), False),
    ("409", "与刚保存的另一条记录相同", WRITING, False),
    ("413", "请求太大", WRITING, False),
    ("415", "只接受 JSON", WRITING, False),
    ("429", "请求太频繁，Retry-After 写明多少秒后再试", (*READING, *WRITING), False),
)


class Schema(AutoSchema):
    def get_operation(self, *args, **kwargs):
        operation = super().get_operation(*args, **kwargs)
        for status, meaning, methods, one_record in REFUSALS if operation else ():
            if self.method in methods and ("{" in self.path or not one_record):
                operation["responses"].setdefault(status, {"description": meaning})
        return operation

    def _map_serializer(self, serializer, direction, bypass_extensions=False):
        """What is sent may hold nothing that is not listed."""
        described = super()._map_serializer(serializer, direction, bypass_extensions)
        return described | ({"additionalProperties": False} if direction == "request" else {})

    def get_description(self):
        model = getattr(self.view, "model", None)
        return str(model._meta.verbose_name) if model else super().get_description()


def without_docstrings():
    """Classes whose docstrings speak to programmers of this site, not to those who call its API."""
    from drf_spectacular.plumbing import get_lib_doc_excludes

    from .api import ScopedSerializer, ScopedViewSet

    return [*get_lib_doc_excludes(), ScopedSerializer, ScopedViewSet]

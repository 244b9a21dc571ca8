"""The page about personal data, written from the register of fields: python -m docs.personal_data > docs/personal-data.md"""

from xiaoyi_partybuild.access.personal import CLASSES, NONE, PERSONAL, REGISTER, SENSITIVE

HEAD = """# 个人信息清单

由程序里的字段登记表生成（`python -m docs.personal_data`），新字段不登记就通不过测试。

- 个人信息：姓名和职务、所在党组织、所做的事放在一起。
- 敏感个人信息：身份号码、电话、住址、党员身份及其有关情况（个人信息保护法第二十八条）。身份号码和电话加密存放，默认遮住。
- 没有列出的字段不涉及个人。

| 记录 | 项目 | 类别 | 用途 | 保存多久 |
|---|---|---|---|---|
"""


def page():
    return HEAD + "".join(sorted(line for model, held in REGISTER.items() for line in _lines(model, held)))


def _lines(model, held):
    for kind in (PERSONAL, SENSITIVE):
        names = [field.verbose_name for field in model._meta.concrete_fields if held.class_of(field.name) == kind]
        if names and kind != NONE:
            what = "、".join(map(str, names))
            yield f"| {model._meta.verbose_name} | {what} | {CLASSES[kind]} | {held.purpose} | {held.kept} |\n"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaoyi_partybuild.settings")
    django.setup()
    print(page(), end="")

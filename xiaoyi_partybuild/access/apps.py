from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "xiaoyi_partybuild.access"
    label = "access"
    verbose_name = "操作记录"

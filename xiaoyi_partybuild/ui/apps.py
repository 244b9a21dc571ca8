from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "xiaoyi_partybuild.ui"
    label = "ui"
    verbose_name = "页面"

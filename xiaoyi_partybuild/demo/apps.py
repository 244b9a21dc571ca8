from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "xiaoyi_partybuild.demo"
    label = "demo"
    verbose_name = "演示"

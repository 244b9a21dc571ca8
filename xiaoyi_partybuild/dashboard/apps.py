from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "xiaoyi_partybuild.dashboard"
    label = "dashboard"
    verbose_name = "工作台"

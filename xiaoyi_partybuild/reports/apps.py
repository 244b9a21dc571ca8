from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "xiaoyi_partybuild.reports"
    label = "reports"
    verbose_name = "报表"

"""Puts our maintenance screen in the place of the stock admin site."""

from django.contrib.admin.apps import AdminConfig


class MaintenanceConfig(AdminConfig):
    default_site = "xiaoyi_partybuild.maintenance.MaintenanceSite"

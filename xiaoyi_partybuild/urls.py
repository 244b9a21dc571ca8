"""The site's table of contents."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("maintenance/", admin.site.urls)]

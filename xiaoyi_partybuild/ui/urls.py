"""The addresses of what was changed together, under /changes/."""

from django.urls import path

from . import views

app_name = "changes"
urlpatterns = [
    path("<int:pk>/", views.together, name="together"),
    path("<int:pk>/revert/", views.revert, name="revert"),
]

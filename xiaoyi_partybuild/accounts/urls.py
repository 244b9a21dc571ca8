"""The addresses of giving and taking rights, under /rights/."""

from django.urls import path

from .views import rights

app_name = "rights"
urlpatterns = [
    path("", rights.listed, name="list"),
    path("give/", rights.give, name="give"),
    path("<int:pk>/confirm/", rights.confirm, name="confirm"),
    path("<int:pk>/end/", rights.end, name="end"),
    path("<int:pk>/hand-over/", rights.hand_over, name="hand-over"),
    path("people/<int:pk>/password/", rights.reset_password, name="reset-password"),
    path("people/<int:pk>/second-factor/", rights.reset_second_factor, name="reset-second-factor"),
]

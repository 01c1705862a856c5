from django.urls import path

from bole.web.base import views

app_name = "base"
urlpatterns = [
    path("language/", views.choose_language, name="language"),
    path("healthz", views.health, name="health"),
]

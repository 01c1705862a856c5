from django.urls import path

from bole.web.packs import views

app_name = "packs"
urlpatterns = [
    path("", views.definitions, name="definitions"),
    path("regions/", views.regions, name="regions"),
    path("<slug:region>/<slug:kind>/<slug:name>/", views.definition, name="definition"),
]

from django.urls import path

from bole.web.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("journal/", views.journal, name="journal"),
    path("my-file/", views.my_file, name="my_file"),
    path("registers/<slug:register>/<uuid:record>/", views.record, name="record"),
]

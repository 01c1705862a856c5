from django.urls import path

from bole.web.registers.views import acts, lists

app_name = "registers"
urlpatterns = [
    path("", lists.registers, name="registers"),
    path("<slug:register>/", lists.records, name="records"),
    path("<slug:register>/new/", acts.new_record, name="new_record"),
    path("<slug:register>/<uuid:record>/change/", acts.change, name="change"),
    path("<slug:register>/<uuid:record>/correct/", acts.correct, name="correct"),
    path("<slug:register>/<uuid:record>/close/", acts.close, name="close"),
    path("<slug:register>/<uuid:record>/erase/", acts.erase, name="erase"),
    path("<slug:register>/<uuid:record>/unmask/<slug:field>/", acts.unmask, name="unmask"),
]

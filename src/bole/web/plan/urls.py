from django.urls import path

from bole.web.plan.views import counted, documents, living, proposals, statistics

app_name = "plan"
urlpatterns = [
    path("", documents.plans, name="plans"),
    path("open/", documents.open_plan, name="open"),
    path("statistics/", statistics.sheets, name="statistics"),
    path("statistics/template.xlsx", statistics.template, name="template"),
    path("statistics/<uuid:import_id>/", statistics.sheet, name="sheet"),
    path("statistics/<uuid:import_id>/marked.xlsx", statistics.marked, name="marked"),
    path("observations/<uuid:observation_id>/withdraw/", statistics.withdraw, name="withdraw"),
    path("counted/<str:region>/<slug:indicator>/", counted.counted, name="counted"),
    path("<uuid:document_id>/", living.living, name="living"),
    path("<uuid:document_id>/figures/<int:number>/", living.figure, name="figure"),
    path("<uuid:document_id>/figures/<int:number>/chart.svg", living.chart, name="chart"),
    path("<uuid:document_id>/contradictions/", documents.contradictions, name="contradictions"),
    path("<uuid:document_id>/contradictions/<int:number>/", documents.settle, name="settle"),
    path("<uuid:document_id>/proposals/", proposals.proposals, name="proposals"),
    path("<uuid:document_id>/changes/", documents.changes, name="changes"),
    path("<uuid:document_id>/file/", documents.file, name="file"),
    path("<uuid:document_id>/withdraw/", documents.withdraw, name="withdraw_document"),
]

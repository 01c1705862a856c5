from django.urls import path

from bole.web.plan.views import counted, documents, editor, living, proposals, release, statistics

app_name = "plan"
urlpatterns = [
    path("", documents.plans, name="plans"),
    path("open/", documents.open_plan, name="open"),
    path("indicators/", editor.indicators, name="indicators"),
    path("indicators/new/", editor.new_indicator, name="new_indicator"),
    path("indicators/drafts/<uuid:draft_id>/", editor.edit_indicator, name="edit_indicator"),
    path("indicators/drafts/<uuid:draft_id>/release/", release.release_indicator, name="release_indicator"),
    path("indicators/drafts/<uuid:draft_id>/years/", release.years, name="indicator_years"),
    path("indicators/<slug:region>/<slug:name>/revise/", editor.revise_indicator, name="revise_indicator"),
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

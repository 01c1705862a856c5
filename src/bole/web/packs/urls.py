from django.urls import path

from bole.web.packs.views import definitions, drafts

app_name = "packs"
urlpatterns = [
    path("", definitions.definitions, name="definitions"),
    path("regions/", definitions.regions, name="regions"),
    path("drafts/", drafts.list_of_drafts, name="drafts"),
    path("drafts/begin/", drafts.start_draft, name="start_draft"),
    path("drafts/<uuid:draft_id>/", drafts.draft, name="draft"),
    path("drafts/<uuid:draft_id>/save/", drafts.save_draft, name="save_draft"),
    path("drafts/<uuid:draft_id>/offer/", drafts.offer_draft, name="offer_draft"),
    path("drafts/<uuid:draft_id>/return/", drafts.return_draft, name="return_draft"),
    path("drafts/<uuid:draft_id>/discard/", drafts.discard_draft, name="discard_draft"),
    path("drafts/<uuid:draft_id>/release/", drafts.release_draft, name="release_draft"),
    path("drafts/<uuid:draft_id>/compare/", drafts.compare_draft, name="compare_draft"),
    path("<slug:region>/<slug:kind>/<slug:name>/", definitions.definition, name="definition"),
    path("<slug:region>/<slug:kind>/<slug:name>/end/", drafts.propose_end, name="propose_end"),
]

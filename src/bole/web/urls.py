"""Every address of the product begins here; each app keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("bole.web.desk.urls")),
    path("", include("bole.web.base.urls")),
    path("accounts/", include("bole.web.accounts.urls")),
    path("definitions/", include("bole.web.packs.urls")),
    path("registers/", include("bole.web.registers.urls")),
    path("plans/", include("bole.web.plan.urls")),
]

handler400 = "bole.web.base.views.bad_request"
handler403 = "bole.web.base.views.refused"
handler404 = "bole.web.base.views.not_found"
handler500 = "bole.web.base.views.server_error"

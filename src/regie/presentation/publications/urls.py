"""Addresses of documents, beside the pages they are made from."""

from django.urls import path

from regie.presentation.publications import views
from regie.presentation.publications.kinds import KINDS

app_name = "publications"
by_kind = [
    path(f"{kind.address}<int:pk>/document/<slug:form>/", views.page_of(kind), name=kind.code)
    for kind in KINDS
]
urlpatterns = [
    path("plan/stukken/", views.papers, name="papers"),
    path("plan/stukken/uitgave/<int:pk>/", views.edition, name="edition"),
    path(
        "veiligheidsbeeld/analyse/<int:pk>/documenten/", views.analysis, name="analysis_documents"
    ),
    path("documenten/<int:pk>/", views.document, name="document"),
    path("documenten/<int:pk>/bestand/", views.file, name="file"),
    path("documenten/<int:pk>/opnieuw/", views.again, name="again"),
    path("plan/stukken/<slug:paper>/nu/<slug:form>/", views.preview, name="preview"),
    *by_kind,
]

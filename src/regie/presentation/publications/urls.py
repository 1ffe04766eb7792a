"""Addresses of documents, beside the pages they are made from."""

from django.urls import path

from regie.presentation.publications import views

app_name = "publications"
urlpatterns = [
    path(
        "veiligheidsbeeld/analyse/<int:pk>/document/<slug:form>/",
        views.analysis_document,
        name="analysis",
    ),
]

"""Addresses of documents, beside the pages they are made from."""

from django.urls import path

from regie.presentation.publications.kinds import KINDS
from regie.presentation.publications.views import page_of

app_name = "publications"
urlpatterns = [
    path(f"{kind.address}<int:pk>/document/<slug:form>/", page_of(kind), name=kind.code)
    for kind in KINDS
]

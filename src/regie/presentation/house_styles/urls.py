"""Addresses of this room, under /<gemeente>/beheer/huisstijl/."""

from django.urls import path

from regie.presentation.house_styles import views

app_name = "house_styles"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("sjabloon.docx", views.sample_template, name="sample_template"),
    path("gewoon/", views.put_aside, name="put_aside"),
    path("voorbeeld.docx", views.preview_plain, name="preview_plain"),
    path("<int:pk>/voorbeeld.docx", views.preview, name="preview"),
    path("<int:pk>/bestand.docx", views.download, name="download"),
    path("<int:pk>/kiezen/", views.choose, name="choose"),
    path("<int:pk>/verwijderen/", views.remove, name="remove"),
]

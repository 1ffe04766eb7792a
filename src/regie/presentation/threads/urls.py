"""Addresses of this room, under /<gemeente>/gulden-draad/."""

from django.urls import path

from regie.presentation.threads import views

app_name = "threads"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("van-bevinding-tot-doel/", views.golden, name="golden"),
    path("<slug:kind>/<int:pk>/", views.thread, name="thread"),
]

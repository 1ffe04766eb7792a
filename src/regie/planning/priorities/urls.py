"""Addresses of this room, under /<gemeente>/prioriteiten/."""

from django.urls import path

from regie.planning.priorities import views

app_name = "priorities"
urlpatterns = [
    path("", views.board, name="board"),
    path("verplaatsen/", views.move, name="move"),
    path("waarschuwing/", views.override, name="override"),
    path("vorige-periode/", views.previous, name="previous"),
    path("thema/<int:pk>/", views.theme, name="theme"),
    path("van-anderen/", views.higher, name="higher"),
    path("van-anderen/nieuw/", views.add_higher, name="add_higher"),
    path("van-anderen/<int:pk>/intrekken/", views.withdraw_higher, name="withdraw_higher"),
    path("van-anderen/<slug:slug>/", views.relate, name="relate"),
    path("afstemming/", views.alignment, name="alignment"),
    path("afstemming/nieuw/", views.align, name="align"),
    path("afstemming/overslaan/", views.skip, name="skip"),
    path("afstemming/<int:pk>/intrekken/", views.withdraw_alignment, name="withdraw_alignment"),
]

"""Addresses of this room, under /<gemeente>/plan/startnotitie/."""

from django.urls import path

from regie.planning.start_memos import views

app_name = "start_memos"
urlpatterns = [
    path("", views.memo, name="memo"),
    path("beginnen/", views.create, name="create"),
    path("vraag/<slug:slug>/", views.question, name="question"),
    path("stap/", views.step, name="step"),
    path("college/", views.executive, name="executive"),
    path("raad/", views.council, name="council"),
    path("lezen/", views.read, name="read"),
    path("reactie/<slug:slug>/", views.remark, name="remark"),
    path("antwoord/<int:pk>/", views.reply, name="reply"),
    path("uitgave/<int:pk>/", views.edition, name="edition"),
]

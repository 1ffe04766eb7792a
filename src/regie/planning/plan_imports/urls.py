"""Addresses of this room, under /<gemeente>/plan/bestaand/."""

from django.urls import path

from regie.planning.plan_imports.views import documents, objectives, parts

app_name = "plan_imports"
urlpatterns = [
    path("", documents.home, name="home"),
    path("<int:pk>/", documents.document, name="document"),
    path("<int:pk>/delen/", parts.sort, name="sort"),
    path("<int:pk>/deel/<int:part>/", parts.part, name="part"),
    path("<int:pk>/deel/<int:part>/splitsen/", parts.split, name="split"),
    path("<int:pk>/deel/<int:part>/personen/", parts.blank, name="blank"),
    path("<int:pk>/doelen/<slug:slug>/", objectives.judge_all, name="judge_all"),
    path("<int:pk>/doel/<int:found>/", objectives.objective, name="objective"),
    path("<int:pk>/doel/<int:found>/cijfer/", objectives.choose, name="choose"),
    path("<int:pk>/doel/<int:found>/<slug:slug>/", objectives.judge, name="judge"),
    path("<int:pk>/overnemen/", documents.take, name="take"),
    path("<int:pk>/weg/", documents.discard, name="discard"),
]

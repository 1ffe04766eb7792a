"""Addresses of this room, under /<gemeente>/plan/."""

from django.urls import path

from regie.planning.plan_desk.views import lines, plan

app_name = "plans"
urlpatterns = [
    path("", plan.plan, name="plan"),
    path("beginnen/", plan.begin, name="begin"),
    path("gegevens/", plan.details, name="details"),
    path("prioriteiten/", plan.follow, name="follow"),
    path("onderdelen/", plan.arrange, name="arrange"),
    path("onderdeel/<int:pk>/", plan.section, name="section"),
    path("onderdeel/<int:pk>/concept/", plan.draft, name="draft"),
    path("onderdeel/<int:pk>/concept/weg/", plan.discard, name="discard"),
    path("onderdeel/<int:pk>/kiezen/", plan.settle, name="settle"),
    path("onderdeel/<int:pk>/geschiedenis/", plan.history, name="history"),
    path("onderdeel/<int:pk>/terugzetten/", plan.restore, name="restore"),
    path("onderdeel/<int:pk>/titel/", plan.rename, name="rename"),
    path("onderdeel/<int:pk>/<slug:slug>/", plan.change, name="change"),
    path("beleidstheorie/", lines.logic, name="logic"),
    path("beleidstheorie/<int:pk>/", lines.logic_line, name="logic_line"),
    path("beleidstheorie/<int:pk>/<slug:slug>/", lines.logic_change, name="logic_change"),
    path("geld-en-mensen/", lines.means, name="means"),
    path("geld-en-mensen/<int:pk>/", lines.means_line, name="means_line"),
    path("geld-en-mensen/<int:pk>/weg/", lines.means_remove, name="means_remove"),
]

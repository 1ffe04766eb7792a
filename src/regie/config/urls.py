"""The addresses of the whole house. Readable Dutch, the municipality first."""

from django.urls import include, path

from regie.config import views
from regie.planning.contributions import urls as contributions

urlpatterns = [
    path("health", views.health, name="health"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("taal/", views.set_language, name="set_language"),
    path("account/", include("regie.foundation.accounts.urls")),
    path("meedoen/", include((contributions.join_patterns, "joining"))),
    path("", include("regie.presentation.workspace.urls")),
    path("<slug:gemeente>/", include("regie.presentation.publications.urls")),
    path("<slug:gemeente>/veiligheidsbeeld/analyse/", include("regie.evidence.analyses.urls")),
    path("<slug:gemeente>/veiligheidsbeeld/bevindingen/", include("regie.evidence.findings.urls")),
    path("<slug:gemeente>/veiligheidsbeeld/signalen/", include("regie.evidence.signals.urls")),
    path("<slug:gemeente>/veiligheidsbeeld/rekenwijze/", include("regie.evidence.methods.urls")),
    path("<slug:gemeente>/veiligheidsbeeld/enquetes/", include("regie.evidence.surveys.urls")),
    path(
        "<slug:gemeente>/veiligheidsbeeld/straatkennis/",
        include("regie.evidence.street_knowledge.urls"),
    ),
    path("<slug:gemeente>/veiligheidsbeeld/", include("regie.evidence.diagnosis.urls")),
    path("<slug:gemeente>/gegevens/registraties/", include("regie.evidence.registrations.urls")),
    path("<slug:gemeente>/gegevens/registraties/", include("regie.evidence.series.urls")),
    path("<slug:gemeente>/gegevens/catalogus/", include("regie.evidence.catalogue.urls")),
    path("<slug:gemeente>/gegevens/", include("regie.evidence.data_quality.urls")),
    path("<slug:gemeente>/gegevens/", include("regie.evidence.vintages.urls")),
    path("<slug:gemeente>/gegevens/", include("regie.evidence.sources.urls")),
    path("<slug:gemeente>/plan/opdracht/", include("regie.planning.assignments.urls")),
    path("<slug:gemeente>/plan/startnotitie/", include("regie.planning.start_memos.urls")),
    path("<slug:gemeente>/plan/startbijeenkomst/", include("regie.planning.start_meetings.urls")),
    path("<slug:gemeente>/plan/bestaand/", include("regie.planning.plan_imports.urls")),
    path("<slug:gemeente>/plan/besluiten/", include("regie.planning.decision_desk.urls")),
    path("<slug:gemeente>/plan/figuren/", include("regie.planning.plan_figures.urls")),
    path("<slug:gemeente>/plan/opmerkingen/", include("regie.planning.plan_remarks.urls")),
    path("<slug:gemeente>/plan/doelen/", include("regie.planning.objective_desk.urls")),
    path("<slug:gemeente>/plan/", include("regie.planning.plan_desk.urls")),
    path("<slug:gemeente>/prioriteiten/sessies/", include("regie.planning.contributions.urls")),
    path("<slug:gemeente>/prioriteiten/sessies/", include("regie.planning.scores.urls")),
    path("<slug:gemeente>/prioriteiten/sessies/", include("regie.planning.priority_sessions.urls")),
    path("<slug:gemeente>/prioriteiten/sessie/", include("regie.planning.rounds.urls")),
    path("<slug:gemeente>/prioriteiten/sessie/", include("regie.planning.session_reports.urls")),
    path("<slug:gemeente>/prioriteiten/voorstel/", include("regie.planning.proposals.urls")),
    path("<slug:gemeente>/prioriteiten/", include("regie.planning.priorities.urls")),
    path("<slug:gemeente>/evaluatie/", include("regie.learning.old_goals.urls")),
    path("<slug:gemeente>/evaluatie/", include("regie.learning.evaluation.urls")),
    path("<slug:gemeente>/kwaliteit/plantoets/", include("regie.learning.quality_tests.urls")),
    path("<slug:gemeente>/gulden-draad/", include("regie.presentation.threads.urls")),
    path("<slug:gemeente>/beleidscyclus/planning/", include("regie.planning.timetable.urls")),
    path("<slug:gemeente>/beleidscyclus/", include("regie.foundation.cycles.urls")),
    path("<slug:gemeente>/beheer/huisstijl/", include("regie.presentation.house_styles.urls")),
    path("<slug:gemeente>/beheer/", include("regie.foundation.access.urls")),
]

handler400 = "regie.config.errors.bad_request"
handler403 = "regie.config.errors.forbidden"
handler404 = "regie.config.errors.not_found"
handler500 = "regie.config.errors.server_error"

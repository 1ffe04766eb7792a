from django.apps import AppConfig


class SessionReportsConfig(AppConfig):
    name = "regie.planning.session_reports"
    label = "session_reports"
    verbose_name = "Verslag van een sessie"

from django.apps import AppConfig


class AnalysesConfig(AppConfig):
    name = "regie.evidence.analyses"
    label = "analyses"
    verbose_name = "Veiligheidsanalyses"
    default_auto_field = "django.db.models.BigAutoField"

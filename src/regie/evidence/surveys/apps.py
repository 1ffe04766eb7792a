from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "regie.evidence.surveys"
    label = "surveys"
    verbose_name = "Enquêtes"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class StreetKnowledgeConfig(AppConfig):
    name = "regie.evidence.street_knowledge"
    label = "street_knowledge"
    verbose_name = "Straatkennis"
    default_auto_field = "django.db.models.BigAutoField"

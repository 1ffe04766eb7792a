from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "regie.planning.proposals"
    label = "proposals"
    verbose_name = "Voorstel"
    default_auto_field = "django.db.models.BigAutoField"

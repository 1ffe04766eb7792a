from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "regie.foundation.organizations"
    label = "organizations"
    verbose_name = "Organisaties"
    default_auto_field = "django.db.models.BigAutoField"

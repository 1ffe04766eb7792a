from django.apps import AppConfig


class StartMeetingsConfig(AppConfig):
    name = "regie.planning.start_meetings"
    label = "start_meetings"
    verbose_name = "Startbijeenkomst"
    default_auto_field = "django.db.models.BigAutoField"

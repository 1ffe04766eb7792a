from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "regie.foundation.records"
    label = "records"
    verbose_name = "Logboek"

    def ready(self) -> None:
        from regie.foundation.records import receivers, verbs

        verbs.describe(receivers.VERBS)
        receivers.connect()

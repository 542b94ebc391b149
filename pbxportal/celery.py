"""The worker's application: two queues, and what beat starts by the clock."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pbxportal.settings")

app = Celery("pbxportal")
# For every thread, not only for the one that imports this.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(
    [
        "telephony.publish",
        "telephony.notices",
        "telephony.recordings",
        "telephony.faxes",
    ]
)
app.conf.task_default_queue = "default"
app.conf.task_routes = {"telephony.publish.*": {"queue": "publish"}}
app.conf.beat_schedule = {
    "scenarios": {
        "task": "callflows.tasks.run_all_scenarios",
        "schedule": crontab(hour="2", minute="17"),
    },
    # What could not be handed over at commit (Redis away, worker killed) goes out here.
    "outbox": {"task": "tenants.tasks.relay_outbox", "schedule": 2.0},
    "publish": {"task": "telephony.publish.tasks.sweep", "schedule": 10.0},
    "mend": {"task": "telephony.publish.tasks.mend_all", "schedule": 60.0},
    "notices": {"task": "telephony.notices.tasks.deliver_due", "schedule": 2.0},
    "recordings": {"task": "telephony.recordings.tasks.look_at_due", "schedule": 2.0},
    "purge-accounts": {
        "task": "tenants.tasks.purge_accounts",
        "schedule": crontab(hour="3", minute="41"),
    },
    "prune-errors": {
        "task": "tenants.tasks.prune_errors",
        "schedule": crontab(hour="3", minute="11"),
    },
    "prune-audit": {
        "task": "tenants.tasks.prune_audit",
        "schedule": crontab(hour="3", minute="21"),
    },
    "prune-codes": {"task": "tenants.tasks.prune_codes", "schedule": 3600.0},
    "prune-kept-files": {
        "task": "tenants.tasks.prune_kept_files",
        "schedule": crontab(hour="3", minute="31"),
    },
    "faxes": {"task": "telephony.faxes.tasks.look_at_due", "schedule": 2.0},
    "forget-faxes": {"task": "telephony.faxes.tasks.forget", "schedule": 3600.0},
    "forget-spoken": {
        "task": "telephony.recordings.tasks.forget",
        "schedule": 86400.0,
    },
    "forget-notices": {"task": "telephony.notices.tasks.forget", "schedule": 86400.0},
    # Months begin by the accounts' clocks.
    "charge-months": {
        "task": "billing.tasks.charge_months",
        "schedule": crontab(minute="1"),
    },
    "charge-calls": {"task": "billing.tasks.charge_calls", "schedule": 15.0},
    "collect": {"task": "telephony.publish.tasks.collect", "schedule": 60.0},
}

"""The worker's application: two queues, and what beat starts by the clock."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pbxportal.settings")

app = Celery("pbxportal")
# For every thread, not only for the one that imports this.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["telephony.publish"])
app.conf.task_default_queue = "default"
app.conf.task_routes = {"telephony.publish.*": {"queue": "publish"}}
app.conf.beat_schedule = {
    # What could not be handed over at commit (Redis away, worker killed) goes out here.
    "outbox": {"task": "tenants.tasks.relay_outbox", "schedule": 2.0},
    "publish": {"task": "telephony.publish.tasks.sweep", "schedule": 10.0},
    "mend": {"task": "telephony.publish.tasks.mend_all", "schedule": 60.0},
    "collect": {"task": "telephony.publish.tasks.collect", "schedule": 60.0},
}

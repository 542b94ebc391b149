"""The only place that mounts websockets, all under `/ws/a/<account>/`."""

from django.urls import path

from telephony.live.consumer import LiveConsumer

routes = [path("ws/a/<slug:account>/live/", LiveConsumer.as_asgi(), name="ws-live")]

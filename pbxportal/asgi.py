"""Websockets, served by uvicorn; pages go to wsgi.py, which nginx puts in front."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pbxportal.settings")
http = get_asgi_application()

from pbxportal.sockets import routes  # noqa: E402  models need the app registry first
from tenants.sockets import SameOrigin  # noqa: E402

application = ProtocolTypeRouter(
    {"http": http, "websocket": SameOrigin(AuthMiddlewareStack(URLRouter(routes)))}
)

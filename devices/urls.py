"""Pages of devices."""

from django.urls import path

from devices import views

urlpatterns = [
    path("devices/", views.DeviceList.as_view(), name="devices"),
    path("devices/new/", views.DeviceNew.as_view(), name="device-new"),
    path("devices/<uuid:pk>/", views.DevicePage.as_view(), name="device"),
    path("devices/<uuid:pk>/edit/", views.DeviceEdit.as_view(), name="device-edit"),
    path(
        "devices/<uuid:pk>/delete/",
        views.DeviceDelete.as_view(),
        name="device-delete",
    ),
    path(
        "devices/<uuid:pk>/password/",
        views.DevicePassword.as_view(),
        name="device-password",
    ),
]

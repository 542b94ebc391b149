# The portal: web, ws, worker, beat, listeners and importer are this image.
FROM node:22-bookworm-slim AS front
WORKDIR /srv/pbxportal
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY static static
RUN npm run build

FROM python:3.12-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends espeak-ng ffmpeg gettext libtiff-tools sox tzdata \
    && rm -rf /var/lib/apt/lists/* \
    # The same numbers as in the image of the nodes: they share files.
    && groupadd --gid 990 pbxportal \
    && useradd --uid 990 --gid 990 --home-dir /srv/pbxportal --no-create-home pbxportal
WORKDIR /srv/pbxportal
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=pbxportal.settings
COPY pyproject.toml README.md ./
RUN pip install --no-cache-dir .
COPY . .
COPY --from=front /srv/pbxportal/static/dist static/dist
RUN find pbxportal/locale -name "*.po" -execdir msgfmt -o django.mo django.po \; \
    && python -m compileall -q . && mkdir .run && chown pbxportal:pbxportal .run
USER pbxportal

# Two stages: one builds the environment from the hashed lock, one runs it as nobody.
FROM python:3.12-slim AS build
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY app ./app
COPY rules ./rules
COPY schemas ./schemas
COPY alembic ./alembic
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e . \
 && /venv/bin/python -m compileall -q /venv app rules

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home --home-dir /data qualidata
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER 10001
# The root file system may be read-only: only /data (database, schema cache) and /tmp are written.
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    QUALIDATA_DATA_DIR=/data \
    QUALIDATA_LOG_FORMAT=json
VOLUME ["/data"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["qualidata", "serve", "--host", "0.0.0.0", "--port", "8000"]

# One image of the dashboard and of the ETL that refreshes its figures. DEPLOY.md: how to build, push and run it.

# 1. The environment, rebuilt only when the lock changes: Python from conda-forge, and the very packages that the tests ran
# on, by their hashes (docs/decisions/0021-lock-with-hashes.md).
FROM continuumio/miniconda3:26.5.3-1 AS environment
RUN conda create --quiet --yes -p /opt/env --override-channels --channel conda-forge python=3.11 pip \
 && conda clean --all --force-pkgs-dirs --yes
COPY locks/runtime.txt /tmp/runtime.txt
RUN /opt/env/bin/python -m pip install --quiet --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
      --only-binary :all: --require-hashes --requirement /tmp/runtime.txt
# Remove what is not read at run time: headers, static libraries, source maps, scripts that are also there minified,
# manuals, the packages' own tests and examples; matplotlib and its fonts (70 MB; cartopy requires it for drawing, which
# Bokeh does here), the bundles of Panel's other templates and extensions (60 MB), GDAL (100 MB) and Arrow's Flight
# (30 MB). Licences and conda-meta stay. Then compile every module, as the image may run on a read-only disk.
RUN cd /opt/env \
 && rm -rf include man share/man share/doc share/info share/gtk-doc lib/cmake lib/pkgconfig \
 && cd "$(bin/python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')" \
 && rm -rf config-* ensurepip idlelib test turtledemo site-packages/pip site-packages/pip-* \
 && rm -rf site-packages/pyogrio* site-packages/pyarrow/*flight* \
      site-packages/matplotlib site-packages/mpl_toolkits site-packages/fontTools site-packages/contourpy site-packages/kiwisolver \
 && find site-packages/bokeh/server/static/js -maxdepth 1 -name '*.js' ! -name '*.min.js' -delete \
 && find site-packages/panel/dist/bundled -mindepth 1 -maxdepth 1 ! -name theme -exec rm -rf {} + \
 && find site-packages -type d \( -name tests -o -path '*views/examples' \) -prune -exec rm -rf {} + \
 && find /opt/env -type f \( -name '*.a' -o -name '*.h' -o -name '*.hpp' -o -name '*.pxd' -o -name '*.pyx' \
      -o -name '*.[jc]s*.map' \) -delete \
 && /opt/env/bin/python -m compileall -q -j 0 .

# 2. The image: a small Debian, the environment, and the project.
FROM debian:trixie-20260918-slim
COPY --from=environment /opt/env /opt/env
# The root file system may be read-only, so libraries write to /tmp. Threads beyond the cores of a small machine, and the
# heap that glibc makes for each, would only cost memory.
ENV PATH=/opt/env/bin:$PATH \
    LANG=C.UTF-8 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    XDG_CACHE_HOME=/tmp/cache \
    MPLCONFIGDIR=/tmp/matplotlib \
    MALLOC_ARENA_MAX=2 \
    OPENBLAS_NUM_THREADS=1 \
    OMP_NUM_THREADS=1
WORKDIR /app
# The code, and the figures: writable, so that a volume mounted there is writable too. A rebuild from here takes seconds.
COPY measures measures
COPY storage storage
COPY tabular tabular
COPY etl etl
COPY dashboard dashboard
COPY --chown=10001:10001 data data
# Compress the page's scripts by Brotli once, which would take each server seconds.
RUN python -m dashboard.server.static_files \
 && python -m compileall -q --invalidation-mode unchecked-hash dashboard etl measures storage tabular \
 && python -m etl check \
 && python -c "import dashboard.app" \
 && rm -rf /tmp/*
USER 10001:10001
# Reads figures as a page does: 200 with the snapshot's name and age, 503 with the reason.
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s CMD ["python", "-c", "import http.client, json, os; c = http.client.HTTPConnection('127.0.0.1', int(os.environ.get('PORT') or 5006), timeout=15); c.request('GET', '/healthz'); a = c.getresponse(); said = a.read().decode(); print(said); raise SystemExit(a.status != 200 or not json.loads(said)['snapshot'])"]
CMD ["python", "-m", "dashboard"]

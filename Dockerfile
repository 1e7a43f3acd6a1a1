# syntax=docker/dockerfile:1
# One process: the anchor with its embedded runtime, SQLite under /data. docker-compose.yml says how it is run.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props OrleansRuntime.targets BannedSymbols.txt .editorconfig ./
COPY src/ src/
COPY silo/ silo/
RUN ["dotnet", "publish", "silo/Anchor.Silo.csproj", "--configuration", "Release", "--output", "/out", "--nologo"]

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS final
# The distribution patches its SQLite; without it the program takes the older one that it brings along, and says so.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libsqlite3-0 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/ /app/
# Configuration (anchor.json, static, templates) may be mounted into /anchor; the program writes to /data alone.
WORKDIR /anchor
RUN mkdir /data && chown "$APP_UID" /data
ENV ASPNETCORE_HTTP_PORTS="" \
    DOTNET_EnableDiagnostics=0 \
    LISTEN_URL=http://0.0.0.0:8000 \
    DATA_DIR=/data
VOLUME ["/data"]
EXPOSE 8000
USER $APP_UID
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --start-interval=2s CMD ["/app/anchor", "health", "--live"]
ENTRYPOINT ["/app/anchor"]
CMD ["serve"]

# The operator's image: one static binary on an empty file system.
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
ARG TARGETOS
ARG TARGETARCH
ARG VERSION=dev
WORKDIR /src

# Modules first: this layer stays cached until they change.
COPY go.mod go.sum ./
RUN go mod download

# .dockerignore lists what the build needs.
COPY . .
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /manager ./cmd/manager

# No shell, no package manager, no certificates: the only peer is the API
# server, and its certificate authority is mounted with the service account.
FROM scratch
COPY --from=build /manager /manager
USER 65532:65532
ENTRYPOINT ["/manager"]

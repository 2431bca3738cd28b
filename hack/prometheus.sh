#!/usr/bin/env bash
# Install Prometheus, promtool and Alertmanager where they are missing: as root from the
# packages of Debian, without starting them as services.
set -euo pipefail

missing() { ! command -v prometheus || ! command -v promtool || ! command -v prometheus-alertmanager; } >/dev/null

missing || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
	echo "make test-prometheus needs prometheus, promtool and prometheus-alertmanager in PATH." >&2
	echo "Install them; on Debian, as root: apt-get install prometheus prometheus-alertmanager" >&2
	exit 1
fi
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
	printf '#!/bin/sh\nexit 101\n' >"$policy" # tells packages to start no service
	chmod +x "$policy"
	trap 'rm -f "$policy"' EXIT
fi
get() { DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends prometheus prometheus-alertmanager >/dev/null; }
get || { apt-get update -qq && get; } # the lists of packages may be missing or old
! missing || { echo "the packages hold no prometheus, promtool or prometheus-alertmanager" >&2; exit 1; }

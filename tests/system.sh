#!/bin/sh
# Install what the tests need from the operating system, where root may and it is absent. Never a reason to stop.
missing=
for pair in chromium:chromium strace:strace; do
    command -v "${pair%%:*}" > /dev/null 2>&1 || missing="$missing ${pair##*:}"
done
[ -n "$(find /usr/share/fonts -iname '*CJK*' -print -quit 2> /dev/null)" ] || missing="$missing fonts-noto-cjk"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null 2>&1; then
    echo "Not installed:$missing. The tests that need them will be skipped and say so."
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
echo "Installing$missing"
# shellcheck disable=SC2086 # the list is meant to be split into words
apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing > /dev/null \
    || echo "Could not install$missing. The tests that need them will be skipped and say so."
exit 0

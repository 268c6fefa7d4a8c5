#!/bin/sh
# Install what the tests need from the operating system, where root may and it is absent. Never a reason to stop.
# Spark runs on Java 17 or 11, whichever the system still carries.
java_package() {
    for package in openjdk-17-jre-headless openjdk-11-jre-headless; do
        apt-cache show "$package" > /dev/null 2>&1 && echo "$package" && return
    done
    echo openjdk-17-jre-headless
}

missing=
for pair in chromium:chromium strace:strace; do
    command -v "${pair%%:*}" > /dev/null 2>&1 || missing="$missing ${pair##*:}"
done
command -v java > /dev/null 2>&1 || [ -n "$JAVA_HOME" ] || missing="$missing $(java_package)"
[ -n "$(find /usr/share/fonts -iname '*CJK*' -print -quit 2> /dev/null)" ] || missing="$missing fonts-noto-cjk"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null 2>&1; then
    echo "Not installed:$missing. The tests that need them will be skipped and say so."
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
echo "Installing$missing"
apt-get update -qq
for package in $missing; do
    apt-get install -y -qq --no-install-recommends "$package" > /dev/null \
        || echo "Could not install $package. The tests that need it will be skipped and say so."
done
exit 0

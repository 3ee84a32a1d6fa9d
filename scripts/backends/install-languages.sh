#!/usr/bin/env bash
# What npm run test:backends runs, from Debian or Ubuntu. What cannot be had is skipped, and said by the run.
set -euo pipefail
helpers="ruby ruby-rspec ruby-minitest cucumber php-cli phpunit python3 python3-pytest python3-pytest-xdist python3-django"
apps="ruby-rails ruby-rspec-rails ruby-parallel-tests ruby-capybara ruby-selenium-webdriver puma chromium chromium-driver
  php-laravel-framework python3-pytest-django curl openssl"
[ "${1:-}" = --helpers ] && apps=
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $helpers $apps >/dev/null ||
  # One that cannot be had must not cost the others.
  for package in $helpers $apps; do
    apt-get install -y -qq --no-install-recommends "$package" >/dev/null || echo "Not to be had here: $package"
  done

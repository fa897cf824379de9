#!/bin/sh
# {operation} with curl; signature V3 by openssl. The credentials come from the environment.
set -eu
: "${ALIBABA_CLOUD_ACCESS_KEY_ID:?must be set}" "${ALIBABA_CLOUD_ACCESS_KEY_SECRET:?must be set}"

endpoint='https://{endpoint}'
query='{query}'

headers="host:${endpoint#*://}
x-acs-action:{operation}
x-acs-content-sha256:{empty}
x-acs-date:$(date -u +%Y-%m-%dT%H:%M:%SZ)${ALIBABA_CLOUD_SECURITY_TOKEN:+
x-acs-security-token:$ALIBABA_CLOUD_SECURITY_TOKEN}
x-acs-signature-nonce:$(openssl rand -hex 16)
x-acs-version:{version}"
names=$(printf '%s\n' "$headers" | cut -d: -f1 | paste -sd';' -)
hash=$(printf 'GET\n/\n%s\n%s\n\n%s\n%s' "$query" "$headers" "$names" {empty} | openssl dgst -sha256 -r | cut -d' ' -f1)
# While openssl runs (milliseconds), its arguments are visible to other users of this machine.
signature=$(printf 'ACS3-HMAC-SHA256\n%s' "$hash" | openssl dgst -sha256 -hmac "$ALIBABA_CLOUD_ACCESS_KEY_SECRET" -r | cut -d' ' -f1)

printf '%s\naccept:application/json\nauthorization:ACS3-HMAC-SHA256 Credential=%s,SignedHeaders=%s,Signature=%s\n' \
  "$headers" "$ALIBABA_CLOUD_ACCESS_KEY_ID" "$names" "$signature" |
  curl --silent --show-error --header @- "$endpoint/?$query"

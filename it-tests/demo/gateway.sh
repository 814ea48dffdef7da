# shellcheck shell=bash disable=SC2154
# A client from outside with a token, the gateway, two services with agents, and Zipkin, where each call is seen on its way. Part of ./demo.

mapfile -t ports < <(free_ports 6)
page=http://127.0.0.1:${ports[0]}
edge=http://127.0.0.1:${ports[4]}
admin=http://127.0.0.1:${ports[5]}

echo
echo "Zipkin, which shows traces, at $page:"
echo "  java -jar zipkin.jar"
QUERY_PORT=${ports[0]} "$java" -Xmx256m -jar "$zipkin" --server.address=127.0.0.1 --logging.level.root=WARN >"$folder/zipkin.log" 2>&1 &
processes+=("$!")

# The standard settings of OpenTelemetry, for all processes that follow.
export OTEL_TRACES_EXPORTER=zipkin OTEL_METRICS_EXPORTER=none OTEL_BSP_SCHEDULE_DELAY=500
export OTEL_EXPORTER_ZIPKIN_ENDPOINT=$page/api/v2/spans

await 60 curl -fs "$page/health"

echo "A service that is asked by another, which is two processes:"
start inventory "register=inventory:${ports[1]}" demo.Inventory "${ports[1]}"
start orders "register=orders:${ports[2]}" demo.Orders "${ports[2]}" stock
start orders "register=orders:${ports[3]}" demo.Orders "${ports[3]}" stock

echo "The gateway, which lets in whom an identity provider has given a token for shop:"
token=$("$java" -cp "$app" demo.Token "$folder")
(umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$folder/admin-token")
cat >"$folder/gateway.yaml" <<END
registry: dir:$registry
listeners: [{address: 127.0.0.1, port: ${ports[4]}}]
admin: {port: ${ports[5]}, token-file: $folder/admin-token}
authentication: {provider: {jwt: {issuer: https://idp.example, audiences: [shop], jwks-file: $folder/jwks.json}}}
defaults: {authentication: provider}
expose: [orders]
END
sed 's/^/  | /' "$folder/gateway.yaml"
echo "  java -jar remora-gateway.jar gateway.yaml"
"$java" -Xmx128m -jar "$gateway" "$folder/gateway.yaml" >"$folder/gateway.log" 2>&1 &
processes+=("$!")
await 30 curl -fs "$admin/readyz"

echo
echo "From outside, without a token:"
curl -s "$edge/orders/v1/items"
echo
echo
echo "With one, $edge/orders/v1/items:"
for _ in 1 2 3 4 5 6; do
  curl -fsS -H "Authorization: Bearer $token" "$edge/orders/v1/items"
  echo
done

# Whether Zipkin has a trace of all three.
is_whole() {
  curl -fs "$page/api/v2/traces?serviceName=inventory&limit=1" | grep -q '"serviceName":"remora-gateway"'
}
await 20 is_whole

echo
echo "Each of these calls, from the gateway by orders to inventory, in a browser:"
echo "  $page/zipkin/?serviceName=remora-gateway&lookback=15m&limit=10"
echo "What the gateway does now, with the token $(cat "$folder/admin-token"):"
echo "  $admin/"
if [ -t 0 ]; then
  echo "Enter ends it."
fi
read -r || true

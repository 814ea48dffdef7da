# shellcheck shell=bash disable=SC2154
# A client, two services, and Zipkin, where each call is seen on its way. Part of ./demo.

mapfile -t ports < <(free_ports 4)
page=http://127.0.0.1:${ports[0]}

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
sleep 1

echo "One client, which knows nothing of them, nor of traces:"
echo "  java -javaagent:remora-agent.jar=registry=dir:DIR -cp app demo.Shop"
echo
OTEL_SERVICE_NAME=shop "$java" -javaagent:"$agent"=registry=dir:"$registry" -cp "$app" demo.Shop 3

# Whether Zipkin has a trace of all three.
is_whole() {
  curl -fs "$page/api/v2/traces?serviceName=inventory&limit=1" | grep -q '"serviceName":"shop"'
}
await 20 is_whole

echo
echo "Each of these calls, from the client by orders to inventory, in a browser:"
echo "  $page/zipkin/?serviceName=shop&lookback=15m&limit=10"
if [ -t 0 ]; then
  echo "Enter ends it."
fi
read -r || true

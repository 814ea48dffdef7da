# shellcheck shell=bash disable=SC2154
# Three endpoints of a service, one of which is killed. Part of ./demo.

SECONDS_OF_CALLS=12
KILL_AFTER=3

mapfile -t ports < <(free_ports 3)
echo
echo "Three processes of the service orders, each with one flag:"
for port in "${ports[@]}"; do
  start orders "register=orders:$port" demo.Orders "$port"
done
sleep 1

echo "One client, which knows nothing of ports or endpoints:"
echo "  java -javaagent:remora-agent.jar=registry=dir:DIR -cp app demo.Shop"
echo
"$java" -javaagent:"$agent"=registry=dir:"$registry" -cp "$app" demo.Shop "$SECONDS_OF_CALLS" | tee "$folder/shop.log" &
pipeline=$!

# Waits until the client has printed the row of a second.
await_second() {
  await 60 grep -q -E "^ +$1 " "$folder/shop.log"
}

await_second "$KILL_AFTER"
echo "          kill -9 the endpoint :${ports[0]}, while calls go on"
kill -9 "${processes[0]}"
wait "${processes[0]}" 2>/dev/null || true
await_second "$((KILL_AFTER + 2))"
shop=$(pgrep -f "demo.Shop $SECONDS_OF_CALLS" -P $$ | head -n 1)
echo "          java -jar remora-agent.jar status $shop"
"$java" -jar "$agent" status "$shop" | sed 's/^/          /'

if wait "$pipeline"; then
  echo
  echo "One endpoint was killed, and no call failed."
else
  echo
  echo "Calls failed: see the lines above." >&2
  exit 1
fi

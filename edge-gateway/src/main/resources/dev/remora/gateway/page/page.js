'use strict';

// Asks the admin API once a second and draws what it says. All text goes in as text, never as markup.

const byId = id => document.getElementById(id);
const PERIOD = 1000;
let token = sessionStorage.getItem('token');
let open = new Set();
let shown = null;
let asking = false;

function element(tag, text, name) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  if (name) made.className = name;
  return made;
}

function number(value, digits = 0) {
  return value === null || value === undefined ? '–'
    : value.toLocaleString('en', {minimumFractionDigits: digits, maximumFractionDigits: digits});
}

const millis = value => number(value, value !== null && value < 10 ? 1 : 0);
const percent = value => value === null || value === undefined ? '–' : number(value * 100, value > 0 && value < 0.1 ? 2 : 0) + ' %';

// A line for each series over the last minute, all on one scale from 0.
function plot(label, series) {
  const box = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(box, 'svg');
  svg.setAttribute('viewBox', '0 0 100 30');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  const most = Math.max(1e-9, ...series.flatMap(each => each.values.map(v => v || 0)));
  for (const each of series) {
    const line = document.createElementNS(box, 'polyline');
    const step = 100 / Math.max(1, each.values.length - 1);
    line.setAttribute('points', each.values.map((v, i) => `${(i * step).toFixed(2)},${(28 - 26 * (v || 0) / most).toFixed(2)}`).join(' '));
    if (each.name) line.setAttribute('class', each.name);
    svg.append(line);
  }
  return svg;
}

function replace(id, ...children) {
  byId(id).replaceChildren(...children);
}

function tiles(live) {
  const all = live.total;
  byId('rate').textContent = number(all.rps, all.rps < 10 ? 1 : 0);
  replace('rate-plot', plot('requests per second, last minute', [{values: all.series.rps}]));
  byId('latency').textContent = `${millis(all.p50)} / ${millis(all.p99)}`;
  replace('latency-plot', plot('latency, last minute', [{values: all.series.p50}, {values: all.series.p99, name: 'second'}]));
  byId('failures').textContent = percent(all.errors);
  byId('failures').className = all.errors > 0 ? 'bad' : '';
  replace('failures-plot', plot('share of errors, last minute', [{values: all.series.errors, name: 'bad'}]));
  const reload = live.reload;
  byId('reload').textContent = reload.at ? new Date(reload.at).toLocaleTimeString() : 'none yet';
  byId('reload').className = reload.ok ? '' : 'bad';
  byId('reload-result').textContent = !reload.ok ? reload.result : reload.at ? 'in use' : 'the settings of the start are in use';
  byId('reload-result').className = reload.ok ? 'good' : 'bad';
}

const matches = (filter, ...texts) => !filter || texts.some(text => text && text.toLowerCase().includes(filter));

function routes(live, filter) {
  const rows = live.routes.filter(route => matches(filter, route.name, route.match, ...route.to)).map(route => {
    const row = element('tr');
    const name = element('th', route.name);
    name.scope = 'row';
    const match = element('td');
    match.append(element('code', route.match));
    if (route.filters.length) match.append(element('div', route.filters.join(' · '), 'faint'));
    const last = element('td');
    last.append(plot(`requests per second of ${route.name}, last minute`, [{values: route.series.rps}, {values: route.series.rps.map((v, i) => v * (route.series.errors[i] || 0)), name: 'bad'}]));
    row.append(name, match, element('td', route.to.join(', ')), element('td', number(route.rps, 1), 'n'), element('td', millis(route.p50), 'n'),
      element('td', millis(route.p99), 'n'), element('td', percent(route.errors), route.errors > 0 ? 'n bad' : 'n'), last);
    return row;
  });
  replace('route-rows', ...rows);
}

function endpointRow(endpoint) {
  const row = element('tr');
  const address = element('th');
  address.scope = 'row';
  address.append(element('code', endpoint.address));
  const health = element('td', endpoint.out ? endpoint.out : 'in', endpoint.out ? 'bad' : 'good');
  row.append(address, health, element('td', number(endpoint.inFlight), 'n'), element('td', number(endpoint.calls), 'n'),
    element('td', number(endpoint.failures + endpoint.connectFailures), endpoint.failures + endpoint.connectFailures ? 'n warn' : 'n'),
    element('td', number(endpoint.weight), 'n'), element('td', [endpoint.zone, ...endpoint.tags].filter(Boolean).join(', ')));
  return row;
}

function services(live, filter) {
  const all = live.services.filter(service => matches(filter, service.name, ...service.endpoints.map(e => e.address)));
  const made = all.map(service => {
    const out = service.endpoints.filter(endpoint => endpoint.out).length;
    const details = element('details');
    details.open = open.has(service.name) || out > 0 && !shown;
    details.addEventListener('toggle', () => details.open ? open.add(service.name) : open.delete(service.name));
    const summary = element('summary');
    summary.append(element('b', service.name), element('span', service.balance, 'faint'),
      element('span', `${service.endpoints.length - out} of ${service.endpoints.length} in`, out ? 'bad' : service.endpoints.length ? 'good' : 'warn'));
    if (service.state) summary.append(element('span', service.state, 'faint'));
    const scroll = element('div', null, 'scroll');
    const table = element('table');
    const head = element('tr');
    for (const [title, name] of [['Endpoint'], ['Health'], ['in flight', 'n'], ['calls', 'n'], ['failed', 'n'], ['weight', 'n'], ['zone, tags']]) {
      const th = element('th', title, name);
      th.scope = 'col';
      head.append(th);
    }
    const thead = element('thead');
    thead.append(head);
    const body = element('tbody');
    body.append(...service.endpoints.map(endpointRow));
    table.append(thead, body);
    scroll.append(table);
    details.append(summary, scroll);
    return details;
  });
  // What has the focus keeps it.
  const focused = document.activeElement && document.activeElement.tagName === 'SUMMARY' ? document.activeElement.firstChild.textContent : null;
  replace('service-list', ...(made.length ? made : [element('p', 'none', 'faint')]));
  if (focused) {
    const again = [...document.querySelectorAll('summary')].find(summary => summary.firstChild.textContent === focused);
    if (again) again.focus();
  }
}

function errors(live) {
  const rows = live.recentErrors.map(error => {
    const row = element('tr');
    const request = element('td');
    request.append(element('code', `${error.method} ${error.path}`));
    const trace = element('td');
    trace.append(element('code', error.trace || error.id));
    row.append(element('td', new Date(error.at).toLocaleTimeString()), element('td', error.status || '–', 'n'), element('td', error.problem || ''), request, element('td', [error.route, error.endpoint].filter(Boolean).join(' → ')), trace);
    return row;
  });
  if (!rows.length) {
    const none = element('td', 'none', 'faint');
    none.colSpan = 6;
    const row = element('tr');
    row.append(none);
    rows.push(row);
  }
  replace('error-rows', ...rows);
}

function registries(live) {
  replace('registry-list', ...live.registries.map(registry => {
    const item = element('li');
    item.append(element('code', registry.name), ' ', element('span', registry.state.toLowerCase(), registry.state === 'UP' ? 'good' : registry.state === 'DOWN' ? 'bad' : 'warn'));
    if (registry.reason) item.append(' ', element('span', registry.reason, 'faint'));
    return item;
  }));
}

function draw(live) {
  const filter = byId('filter').value.trim().toLowerCase();
  tiles(live);
  routes(live, filter);
  services(live, filter);
  errors(live);
  registries(live);
  shown = live;
  state(live.state === 'ready' ? `${live.version}, ready, up ${uptime(live.uptimeSeconds)}` : `${live.version}, ${live.state}`, live.state === 'ready' ? 'good' : 'warn');
}

function uptime(seconds) {
  const h = Math.floor(seconds / 3600), m = Math.floor(seconds / 60) % 60;
  return h ? `${h} h ${m} min` : m ? `${m} min` : `${Math.floor(seconds)} s`;
}

function state(text, name) {
  if (byId('state').textContent !== text) byId('state').textContent = text;
  byId('state').className = name;
}

function enter(why) {
  byId('live').hidden = true;
  byId('enter').hidden = false;
  byId('refused').textContent = why;
  state('locked', 'faint');
  byId('token').focus();
}

async function ask() {
  if (!token || asking || document.hidden) return;
  asking = true;
  try {
    const answer = await fetch('live', {headers: {authorization: 'Bearer ' + token}, cache: 'no-store'});
    if (answer.status === 401) {
      token = null;
      sessionStorage.removeItem('token');
      enter('That is not the token.');
      return;
    }
    if (!answer.ok) throw new Error('status ' + answer.status);
    const live = await answer.json();
    byId('enter').hidden = true;
    byId('live').hidden = false;
    draw(live);
  } catch (failure) {
    state('no answer from the gateway: what is shown is old', 'bad');
  } finally {
    asking = false;
  }
}

byId('enter').addEventListener('submit', event => {
  event.preventDefault();
  token = byId('token').value.trim();
  byId('token').value = '';
  sessionStorage.setItem('token', token);
  ask();
});
byId('filter').addEventListener('input', () => shown && draw(shown));
byId('theme').addEventListener('click', () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
});
document.addEventListener('keydown', event => {
  if (event.key === '/' && !['INPUT', 'TEXTAREA'].includes(document.activeElement.tagName)) {
    event.preventDefault();
    byId('filter').focus();
  } else if (event.key === 'Escape' && document.activeElement === byId('filter')) {
    byId('filter').value = '';
    byId('filter').blur();
    if (shown) draw(shown);
  }
});
document.addEventListener('visibilitychange', ask);

if (token) ask(); else enter('');
setInterval(ask, PERIOD);

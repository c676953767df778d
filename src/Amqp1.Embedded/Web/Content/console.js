'use strict';

// Texts come from peers: they are only ever set as text, never as markup.
const interval = 2000;
const byId = id => document.getElementById(id);
const setText = (id, text) => { byId(id).textContent = text; };

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const count = value => whole.format(value);
const rate = value => value === null ? '–' : tenth.format(value);
const bytes = value => value === null ? '–' : `${tenth.format(value / 1048576)} MiB`;

function duration(seconds) {
  if (seconds === null) return '–';
  const pad = part => String(Math.floor(part)).padStart(2, '0');
  const days = Math.floor(seconds / 86400);
  return `${days > 0 ? `${days}d ` : ''}${pad(seconds % 86400 / 3600)}:${pad(seconds % 3600 / 60)}:${pad(seconds % 60)}`;
}

function row(cells, numbersFrom, isSlow) {
  const tr = document.createElement('tr');
  tr.classList.toggle('slow', isSlow);
  cells.forEach((text, at) => {
    const td = tr.insertCell();
    td.textContent = text;
    td.classList.toggle('number', at >= numbersFrom);
  });
  return tr;
}

function fill(id, rows, all, columns) {
  if (rows.length === 0) {
    const empty = row(['none'], 1, false);
    empty.cells[0].colSpan = columns;
    empty.cells[0].classList.add('empty');
    rows = [empty];
  }
  byId(id).replaceChildren(...rows);
  setText(`more_${id}`, all > rows.length ? `and ${count(all - rows.length)} more` : '');
}

function show(state) {
  document.title = `${state.product} – Amqp1 console`;
  setText('product', state.product);
  setText('name', state.name);
  setText('uptime', duration(state.uptime_seconds));
  setText('held_bytes', bytes(state.held_bytes));
  for (const id of ['connection_count', 'address_count', 'link_count', 'slow_consumers']) setText(id, count(state[id]));
  byId('slow').classList.toggle('slow', state.slow_consumers > 0);
  fill('addresses', state.addresses.map(address => row(
    [address.name, address.distribution, count(address.consumers), rate(address.in_rate), rate(address.out_rate), count(address.waiting),
      count(address.unsettled), address.slow_consumers > 0 ? `${count(address.slow_consumers)} slow` : '0'], 2, address.slow_consumers > 0)), state.address_count, 8);
  fill('connections', state.connections.map(connection => row(
    [connection.container ?? '', connection.id, connection.host ?? '', connection.user ?? '–', count(connection.links), bytes(connection.held_bytes)], 4, false)),
  state.connection_count, 6);
}

async function refresh() {
  let problem = '';
  try {
    const response = await fetch('state', { cache: 'no-store', signal: AbortSignal.timeout(10000) });
    if (response.status === 503) {
      problem = 'No embedded router or broker runs in this process. It uses another one; amqp1 top shows that.';
    } else if (!response.ok) {
      problem = `The process answered with status ${response.status}. The figures are old.`;
    } else {
      show(await response.json());
    }
  } catch {
    problem = 'The process does not answer. The figures are old.';
  }
  byId('status').classList.toggle('bad', problem !== '');
  setText('status', problem || `Live, at ${new Date().toLocaleTimeString('en-GB')}`);
  setTimeout(refresh, interval);
}

refresh();

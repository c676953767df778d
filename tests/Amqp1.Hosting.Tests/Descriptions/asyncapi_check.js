// Parses the AsyncAPI document on standard input, and writes its errors and what the parser has understood as JSON.
const { Parser } = require('@asyncapi/parser');

// The parser resolves references, also those of a type to itself.
const cut = (value, depth = 0) =>
  value === null || typeof value !== 'object' ? value
    : depth > 8 ? '...'
    : Array.isArray(value) ? value.map(item => cut(item, depth + 1))
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cut(item, depth + 1)]));

const chunks = [];
process.stdin.on('data', chunk => chunks.push(chunk));
process.stdin.on('end', async () => {
  const { document, diagnostics } = await new Parser().parse(Buffer.concat(chunks).toString('utf8'));
  const errors = diagnostics.filter(diagnostic => diagnostic.severity === 0).map(({ code, message, path }) => `${code}: ${message} at ${path.join('/')}`);
  const operations = document === undefined ? [] : document.operations().all().map(operation => ({
    id: operation.id(),
    action: operation.action(),
    address: operation.channels().all()[0].address(),
    messages: operation.messages().all().map(message => cut(message.payload().json())),
    reply: operation.reply()?.messages().all().map(message => cut(message.payload().json())) ?? null,
  }));
  process.stdout.write(JSON.stringify({ errors, operations }));
});

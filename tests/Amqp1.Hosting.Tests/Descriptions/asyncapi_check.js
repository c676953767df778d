// Parses the AsyncAPI document on standard input, and writes its errors and what the parser has understood as JSON.
const { Parser } = require('@asyncapi/parser');

const chunks = [];
process.stdin.on('data', chunk => chunks.push(chunk));
process.stdin.on('end', async () => {
  const { document, diagnostics } = await new Parser().parse(Buffer.concat(chunks).toString('utf8'));
  const errors = diagnostics.filter(diagnostic => diagnostic.severity === 0).map(({ code, message, path }) => `${code}: ${message} at ${path.join('/')}`);
  const operations = document === undefined ? [] : document.operations().all().map(operation => ({
    id: operation.id(),
    action: operation.action(),
    address: operation.channels().all()[0].address(),
    messages: operation.messages().all().map(message => message.payload().json()),
    reply: operation.reply()?.messages().all().map(message => message.payload().json()) ?? null,
  }));
  process.stdout.write(JSON.stringify({ errors, operations }));
});

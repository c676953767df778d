using Microsoft.Extensions.Logging;

namespace Amqp1.Tests.Harness;

internal sealed record LogRecord(int Id, LogLevel Level, string Text, Exception? Exception);

using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Faults;

internal sealed record LogRecord(int Id, LogLevel Level, string Text, Exception? Exception);

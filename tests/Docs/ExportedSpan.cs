using System.Diagnostics;

namespace Amqp1.Docs.Tests;

/// <summary>A span as a collector receives it.</summary>
internal sealed record ExportedSpan(string TraceId, ActivityKind Kind, string Name);

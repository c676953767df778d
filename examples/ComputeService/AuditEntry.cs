using System.Text.Json;

namespace ComputeService;

/// <summary>A notification that was received.</summary>
public sealed record AuditEntry(string Timestamp, string Priority, string PublisherId, string EventType, JsonElement Payload);

using System.Text.Json;

namespace ComputeService;

/// <summary>The description of an instance in a notification.</summary>
public sealed record InstancePayload(string InstanceId, string Name, JsonElement Flavor, string Host, string State);

using System.Text.Json;

namespace ComputeService;

/// <summary>What a notification says of an instance.</summary>
public sealed record InstancePayload(string InstanceId, string Name, JsonElement Flavor, string Host, string State);

using System.Text.Json.Serialization;

namespace ComputeService;

/// <summary>How the types of this service become JSON, on the bus and over HTTP, without reflection.</summary>
[JsonSerializable(typeof(Instance[]))]
[JsonSerializable(typeof(IReadOnlyList<Instance>))]
[JsonSerializable(typeof(InstancePayload))]
[JsonSerializable(typeof(BuildRequest))]
[JsonSerializable(typeof(IReadOnlyList<AuditEntry>))]
internal sealed partial class ComputeJson : JsonSerializerContext;

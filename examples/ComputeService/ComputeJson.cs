using System.Text.Json.Serialization;

namespace ComputeService;

/// <summary>The JSON metadata of the types of this service, for the bus and for HTTP, without reflection.</summary>
[JsonSerializable(typeof(Instance[]))]
[JsonSerializable(typeof(IReadOnlyList<Instance>))]
[JsonSerializable(typeof(InstancePayload))]
[JsonSerializable(typeof(BuildRequest))]
[JsonSerializable(typeof(IReadOnlyList<AuditEntry>))]
internal sealed partial class ComputeJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>JSON as a service has it that cares: generated code, names as on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EchoPayload))]
[JsonSerializable(typeof(string))]
internal sealed partial class EchoJsonContext : JsonSerializerContext;

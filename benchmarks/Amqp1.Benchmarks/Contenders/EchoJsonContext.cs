using System.Text.Json.Serialization;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>The JSON metadata of a service that is tuned for speed: generated code, with property names as on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EchoPayload))]
[JsonSerializable(typeof(string))]
internal sealed partial class EchoJsonContext : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amqp1.Wire;

/// <summary>Serializers for the JSON that the protocol itself carries; none of them needs reflection.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class WireJsonContext : JsonSerializerContext;

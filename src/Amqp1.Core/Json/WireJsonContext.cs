using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amqp1.Json;

/// <summary>Serializers for the JSON of the protocol itself, which do not need reflection.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class WireJsonContext : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>The JSON metadata that an application provides for its types.</summary>
[JsonSerializable(typeof(int))]
internal sealed partial class ProbeJson : JsonSerializerContext;

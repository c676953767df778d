using System.Text.Json.Serialization;

namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>What an application gives for its types.</summary>
[JsonSerializable(typeof(int))]
internal sealed partial class ProbeJson : JsonSerializerContext;

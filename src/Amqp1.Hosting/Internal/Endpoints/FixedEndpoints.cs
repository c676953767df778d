using System.Text.Json;

namespace Amqp1.Hosting.Internal;

/// <summary>Provides the endpoints of an existing table.</summary>
internal sealed class FixedEndpoints(EndpointTable table) : IEndpointSource
{
    public EndpointTable Load(JsonSerializerOptions json, RegisteredServices services) => table;
}

using System.Text.Json;

namespace Amqp1.Hosting.Internal;

/// <summary>A table that is there already.</summary>
internal sealed class FixedEndpoints(EndpointTable table) : IEndpointSource
{
    public EndpointTable Load(JsonSerializerOptions json, RegisteredServices services) => table;
}

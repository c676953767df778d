using System.Text.Json;
using Amqp1.Hosting.Internal;

namespace Amqp1.Hosting.Generated;

/// <summary>One endpoint class that was named, whatever assembly it is in.</summary>
internal sealed class SingleEndpoint(Type type) : IEndpointSource
{
    public EndpointTable Load(JsonSerializerOptions json, RegisteredServices services) =>
        GeneratedCode.Of(type.Assembly)?.Endpoints.FirstOrDefault(endpoint => endpoint.EndpointType == type) is { } endpoint
            ? GeneratedEndpoints.Load([endpoint], json, services)
            : throw new InvalidEndpointException(
                [$"{type} is no endpoint: it needs [RpcEndpoint] or [NotificationEndpoint], in a project that is compiled with the generator of Amqp1.Hosting."]);
}

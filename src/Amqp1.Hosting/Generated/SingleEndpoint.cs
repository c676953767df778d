using System.Text.Json;
using Amqp1.Hosting.Internal;

namespace Amqp1.Hosting.Generated;

/// <summary>Provides one endpoint class that was added by <c>AddEndpoint()</c>, from any assembly.</summary>
internal sealed class SingleEndpoint(Type type) : IEndpointSource
{
    public EndpointTable Load(JsonSerializerOptions json, RegisteredServices services) =>
        GeneratedCode.Of(type.Assembly)?.Endpoints.FirstOrDefault(endpoint => endpoint.EndpointType == type) is { } endpoint
            ? GeneratedEndpoints.Load([endpoint], json, services)
            : throw new InvalidEndpointException(
                [$"{type} is not an endpoint; it needs [RpcEndpoint] or [NotificationEndpoint], in a project that is compiled with the generator of Amqp1.Hosting."]);
}

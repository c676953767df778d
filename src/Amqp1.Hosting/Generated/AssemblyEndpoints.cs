using System.Reflection;
using System.Text.Json;
using Amqp1.Hosting.Internal;

namespace Amqp1.Hosting.Generated;

/// <summary>Provides the endpoint classes of an assembly that was added by <c>AddEndpointsFrom()</c>.</summary>
internal sealed class AssemblyEndpoints(Assembly assembly) : IEndpointSource
{
    public EndpointTable Load(JsonSerializerOptions json, RegisteredServices services) => GeneratedCode.Of(assembly) switch
    {
        null => EndpointTable.Empty,
        { Refused: { Count: > 0 } refused } => throw new InvalidEndpointException(
            [.. refused.Select(type => $"{type} has errors that the analyzers of Amqp1.Hosting report, but {assembly.GetName().Name} was compiled without the analyzers.")]),
        { Endpoints: var endpoints } => GeneratedEndpoints.Load(endpoints, json, services),
    };
}

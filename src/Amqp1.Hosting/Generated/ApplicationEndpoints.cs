using System.Text.Json;
using Amqp1.Hosting.Internal;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Generated;

/// <summary>Provides the endpoint classes of the application's own assembly.</summary>
internal sealed class ApplicationEndpoints(IHostEnvironment environment, InstanceOptions options) : IEndpointSource
{
    public EndpointTable Load(JsonSerializerOptions json, RegisteredServices services) =>
        options.Hosting.DiscoverEndpoints && ApplicationAssembly.Find(environment) is { } assembly
            ? new AssemblyEndpoints(assembly).Load(json, services)
            : EndpointTable.Empty;
}

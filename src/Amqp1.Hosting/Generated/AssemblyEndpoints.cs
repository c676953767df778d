using System.Reflection;
using System.Text.Json;
using Amqp1.Hosting.Internal;

namespace Amqp1.Hosting.Generated;

/// <summary>The endpoint classes of an assembly that was named.</summary>
internal sealed class AssemblyEndpoints(Assembly assembly) : IEndpointSource
{
    public EndpointTable Load(JsonSerializerOptions json) => GeneratedEndpoints.Load(GeneratedCode.Of(assembly)?.Endpoints ?? [], json);
}

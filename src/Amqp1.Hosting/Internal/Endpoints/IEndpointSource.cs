using System.Text.Json;

namespace Amqp1.Hosting.Internal;

/// <summary>Provides endpoints from an assembly, a class or a table.</summary>
internal interface IEndpointSource
{
    /// <summary>Loads the endpoints. Throws <see cref="InvalidEndpointException"/> with all errors.</summary>
    EndpointTable Load(JsonSerializerOptions json, RegisteredServices services);
}

using System.Text.Json;

namespace Amqp1.Hosting.Internal;

/// <summary>Gives endpoints: an assembly, a class that was named, a table.</summary>
internal interface IEndpointSource
{
    /// <summary>Throws <see cref="InvalidEndpointException"/>, which names everything that is wrong.</summary>
    EndpointTable Load(JsonSerializerOptions json, RegisteredServices services);
}

using System.Text.Json;

namespace Amqp1.Hosting.Internal;

/// <summary>Gives endpoints: an assembly that is searched, a class that was named, a table that was generated.</summary>
internal interface IEndpointSource
{
    /// <summary>Throws <see cref="InvalidEndpointException"/>, which names everything that is wrong.</summary>
    EndpointTable Load(JsonSerializerOptions json);
}

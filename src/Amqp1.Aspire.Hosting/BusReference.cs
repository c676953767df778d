using Aspire.Hosting.ApplicationModel;

namespace Amqp1.AppHost;

/// <summary>The reference of a service to a broker.</summary>
/// <param name="ConnectionName">The name of the connection string.</param>
internal sealed record BusReference(string ConnectionName) : IResourceAnnotation
{
    private const string Variable = "Amqp1__Hosting__ConnectionName";

    /// <summary>
    /// Sets the name of the connection string for the instance without a key, if the service refers to one broker only. With several, the
    /// service has keyed instances, or says itself which one it means.
    /// </summary>
    public static void SetName(IResource service, IDictionary<string, object> environment)
    {
        string[] names = [.. service.Annotations.OfType<BusReference>().Select(reference => reference.ConnectionName).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (names is [var only])
        {
            environment.TryAdd(Variable, only);
        }
    }
}

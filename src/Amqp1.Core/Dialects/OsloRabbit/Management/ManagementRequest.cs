using Amqp.Types;
using Amqp1.Configuration;

namespace Amqp1.Dialects.OsloRabbit.Management;

/// <summary>A request to the management node. All of them may be repeated: the second one has no further effect.</summary>
/// <param name="Method">The method, sent as the subject.</param>
/// <param name="Path">The path, sent as <c>to</c>. Names in it are percent-encoded.</param>
/// <param name="Body">The body; null for none.</param>
internal sealed record ManagementRequest(string Method, string Path, Map? Body = null)
{
    public static ManagementRequest GetQueue(string name) => new("GET", QueuePath(name));

    public static ManagementRequest PutQueue(string name, Map properties) => new("PUT", QueuePath(name), properties);

    public static ManagementRequest DeleteQueue(string name) => new("DELETE", QueuePath(name));

    public static ManagementRequest PutExchange(string name, Map properties) => new("PUT", ExchangePath(name), properties);

    public static ManagementRequest DeleteExchange(string name) => new("DELETE", ExchangePath(name));

    public static ManagementRequest PostBinding(Map binding) => new("POST", "/bindings", binding);

    /// <inheritdoc />
    public override string ToString() => $"{Method} {PeerText.Clean(Path)}";

    private static string QueuePath(string name) => "/queues/" + PercentEncoding.Encode(name);

    private static string ExchangePath(string name) => "/exchanges/" + PercentEncoding.Encode(name);
}

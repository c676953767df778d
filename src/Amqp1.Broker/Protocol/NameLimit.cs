using System.Text;
using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Protocol;

/// <summary>The length limit of names that the router stores for a peer: its container ID, and the names and addresses of its links.</summary>
internal static class NameLimit
{
    public static bool IsTooLong(string name, EmbeddedRouterOptions options) =>
        name.Length > options.MaxNameLength / 4 && Encoding.UTF8.GetByteCount(name) > options.MaxNameLength;

    public static string Describe(string kind, EmbeddedRouterOptions options) =>
        $"The {kind} is longer than {options.MaxNameLength} bytes (MaxNameLength of the router).";

    /// <summary>Throws a fault of the given scope if the name is too long.</summary>
    public static void Check(string name, string kind, EmbeddedRouterOptions options, FaultScope scope)
    {
        if (IsTooLong(name, options))
        {
            throw new PeerFaultException(scope, ErrorCondition.ResourceLimitExceeded, Describe(kind, options));
        }
    }
}

using Amqp1.Rpc;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Internal;

/// <summary>Finds methods that are never called, because another endpoint of the same server handles all their requests.</summary>
internal static class HiddenMethods
{
    /// <summary>Logs a warning for each hidden method.</summary>
    /// <param name="logger">The log.</param>
    /// <param name="target">The server.</param>
    /// <param name="endpoints">The endpoints of the server, in the order in which they are searched for a method.</param>
    public static void Log(ILogger logger, Target target, IReadOnlyList<RpcEndpointDescriptor> endpoints)
    {
        for (var later = 1; later < endpoints.Count; later++)
        {
            foreach (var method in endpoints[later].MethodNames.Where(name => endpoints[later].Find(name) is not null))
            {
                if (endpoints.Take(later).FirstOrDefault(earlier => Hides(earlier, endpoints[later], method)) is { } first)
                {
                    HostingLog.MethodHidden(logger, endpoints[later].EndpointType, method, target.Topic!, first.EndpointType);
                }
            }
        }
    }

    private static bool Hides(RpcEndpointDescriptor earlier, RpcEndpointDescriptor later, string method) =>
        earlier.Find(method) is not null
        && earlier.ImplementedVersion.Serves(later.ImplementedVersion)
        && later.LegacyNamespaces.Append(later.Target.Namespace).All(earlier.Accepts);
}

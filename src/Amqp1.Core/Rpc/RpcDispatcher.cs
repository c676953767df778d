using Amqp1.Dialects;
using Amqp1.Transport;

namespace Amqp1.Rpc;

/// <summary>Finds the method for a request (docs/spec/behaviour.md#dispatch). Has no side effects.</summary>
internal sealed class RpcDispatcher(IReadOnlyList<RpcEndpointDescriptor> endpoints)
{
    /// <summary>Returns the endpoint and its method.</summary>
    /// <exception cref="DispatchException">
    /// No endpoint of that namespace and version has the method (no such method), or there is no such endpoint (unsupported version).
    /// </exception>
    public (RpcEndpointDescriptor Endpoint, RpcMethodDescriptor Method) Find(RpcRequest request)
    {
        var compatible = false;
        var requested = RpcVersion.TryParse(request.Version);
        for (var index = 0; index < endpoints.Count; index++)
        {
            var endpoint = endpoints[index];
            if (!endpoint.Accepts(request.Namespace) || requested is not { } version || !endpoint.ImplementedVersion.Serves(version))
            {
                continue;
            }

            if (endpoint.Find(request.Method) is { } method)
            {
                return (endpoint, method);
            }

            compatible = true;
        }

        throw compatible
            ? DispatchException.NoSuchMethod(request.Method)
            : DispatchException.UnsupportedVersion(request.Version, request.Method);
    }
}

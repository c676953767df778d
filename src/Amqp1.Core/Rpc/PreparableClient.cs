using System.ComponentModel;

namespace Amqp1.Rpc;

/// <summary>Prepares clients of interfaces with <c>[RpcClient]</c>, for the generated extension methods.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PreparableClient
{
    /// <summary>Returns a client with other settings.</summary>
    /// <typeparam name="TClient">The interface.</typeparam>
    /// <param name="client">The client, which does not change.</param>
    /// <param name="prepare">Returns the given client with other settings.</param>
    /// <exception cref="NotSupportedException">
    /// The client is neither generated nor does it implement <see cref="IPreparableClient{TClient}"/>. It would ignore the settings, and its
    /// calls could reach another server than the intended one.
    /// </exception>
    public static TClient Prepare<TClient>(TClient client, Func<RpcClient, RpcClient> prepare)
        where TClient : class
    {
        ArgumentNullException.ThrowIfNull(client);
        return client is IPreparableClient<TClient> preparable
            ? preparable.Prepare(prepare)
            : throw new NotSupportedException(
                $"{client.GetType()} cannot be prepared, because it is not a generated client. "
                + $"It must implement {nameof(IPreparableClient<TClient>)}<{typeof(TClient).Name}>; a test double can return itself.");
    }
}

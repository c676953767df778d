namespace Amqp1.Rpc;

/// <summary>The limits of a stream that a client reads. Immutable.</summary>
public sealed class RpcStreamOptions
{
    /// <summary>The maximum number of items that wait for the reader. More than that are not requested from the server. Default: 100.</summary>
    public int Window { get; init; } = 100;

    /// <summary>
    /// The time limit of the whole stream, which the server observes as well. Default: null, no limit apart from the deadline of a request
    /// that is being served.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// The time that the reader waits for the first item, and for each following one. Default: null, the timeout of the client
    /// (<c>Amqp1:Rpc:ResponseTimeout</c>, 60 s).
    /// </summary>
    public TimeSpan? ItemTimeout { get; init; }

    internal static RpcStreamOptions Default { get; } = new();
}

namespace Amqp1.Dialects;

/// <summary>An RPC request as it was received (docs/spec/messages.md#json).</summary>
/// <param name="Method">The wire name of the method.</param>
/// <param name="Arguments">The arguments, a JSON object in UTF-8.</param>
/// <param name="Context">The request context, a JSON object in UTF-8.</param>
/// <param name="Namespace">The namespace; null when there is none.</param>
/// <param name="Version">
/// The requested version: <c>1.0</c> when the message contains none; null when the message contains null, which no endpoint implements.
/// </param>
/// <param name="CallMonitorTimeout">The interval in which the caller expects heartbeats, in seconds; null when it does not monitor the call.</param>
internal record RpcRequest(
    string Method,
    ReadOnlyMemory<byte> Arguments,
    ReadOnlyMemory<byte> Context,
    string? Namespace = null,
    string? Version = RpcRequest.DefaultVersion,
    double? CallMonitorTimeout = null)
{
    public const string DefaultVersion = "1.0";

    public static ReadOnlyMemory<byte> EmptyObject { get; } = "{}"u8.ToArray();

    /// <summary>The ID of the store from which the caller reads a stored result; null if it accepts none (docs/spec/claim-check.md).</summary>
    public virtual string? AcceptedStore => null;

    /// <summary>Returns the request with the ID of the store from which its caller reads a stored result; null for none.</summary>
    public RpcRequest Accepting(string? store) => store is null ? this : new ClaimingRpcRequest(this, store);
}

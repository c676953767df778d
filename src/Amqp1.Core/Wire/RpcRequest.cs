namespace Amqp1.Wire;

/// <summary>A request of RPC as it came off the wire (docs/spec/messages.md#json).</summary>
/// <param name="Method">The wire name of the method.</param>
/// <param name="Arguments">The arguments, a JSON object in UTF-8.</param>
/// <param name="Context">The request context, a JSON object in UTF-8.</param>
/// <param name="Namespace">The namespace, null when there is none.</param>
/// <param name="Version">The version asked for; <c>1.0</c> when the message names none, null when it says null, which no endpoint implements.</param>
/// <param name="CallMonitorTimeout">How often the caller wants heartbeats, in seconds; null when it does not monitor the call.</param>
internal sealed record RpcRequest(
    string Method,
    ReadOnlyMemory<byte> Arguments,
    ReadOnlyMemory<byte> Context,
    string? Namespace = null,
    string? Version = RpcRequest.DefaultVersion,
    double? CallMonitorTimeout = null)
{
    public const string DefaultVersion = "1.0";

    public static ReadOnlyMemory<byte> EmptyObject { get; } = "{}"u8.ToArray();
}

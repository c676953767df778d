namespace Amqp1.Rpc;

/// <summary>
/// Marks the string parameter of a method of an <see cref="RpcClientAttribute"/> interface that names the server to send to; null means
/// any server. It is not an argument on the wire.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServerAttribute : Attribute;

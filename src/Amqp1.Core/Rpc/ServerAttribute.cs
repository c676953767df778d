namespace Amqp1.Rpc;

/// <summary>
/// Marks the string parameter of an <see cref="RpcClientAttribute"/> interface's method that names the one server to send to; null for any.
/// It is no argument on the wire.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServerAttribute : Attribute;

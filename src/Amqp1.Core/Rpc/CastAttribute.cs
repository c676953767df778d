namespace Amqp1.Rpc;

/// <summary>Marks a method of an <see cref="RpcClientAttribute"/> interface that waits for no reply: <see cref="RpcClient.CastAsync"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CastAttribute : Attribute;

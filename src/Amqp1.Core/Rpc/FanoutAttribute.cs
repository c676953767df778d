namespace Amqp1.Rpc;

/// <summary>
/// Marks a method of an <see cref="RpcClientAttribute"/> interface that goes to every server of the topic and waits for no reply:
/// <see cref="RpcClient.FanoutAsync"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FanoutAttribute : Attribute;

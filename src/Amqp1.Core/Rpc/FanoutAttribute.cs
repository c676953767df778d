namespace Amqp1.Rpc;

/// <summary>
/// Marks a method of an <see cref="RpcClientAttribute"/> interface as a fanout, which is sent to every server of the topic and does not
/// wait for a reply: <see cref="RpcClient.FanoutAsync"/>.
/// </summary>
/// <remarks>
/// Over a router, the method fails with <see cref="MessageDeliveryException"/> when no server of the topic listens within the send timeout
/// (30 seconds by default); see <see cref="RpcClient.FanoutAsync"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FanoutAttribute : Attribute;

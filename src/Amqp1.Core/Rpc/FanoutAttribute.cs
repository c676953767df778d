namespace Amqp1.Rpc;

/// <summary>
/// Marks a method of an <see cref="RpcClientAttribute"/> interface that goes to every server of the topic and waits for no reply:
/// <see cref="RpcClient.FanoutAsync"/>.
/// </summary>
/// <remarks>
/// Over a router it fails with <see cref="MessageDeliveryException"/> when no server of the topic listens within the send timeout (30 seconds by
/// default); see <see cref="RpcClient.FanoutAsync"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FanoutAttribute : Attribute;

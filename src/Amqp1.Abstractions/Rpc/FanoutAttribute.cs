namespace Amqp1.Rpc;

/// <summary>
/// Marks a method of an <see cref="RpcClientAttribute"/> interface as a fanout, which is sent to every server of the topic and does not
/// wait for a reply: <c>RpcClient.FanoutAsync</c>.
/// </summary>
/// <remarks>
/// Over a router, the method waits while no server of the topic listens, up to the grace period (<c>Amqp1:Rpc:NoServerGrace</c>, 15 seconds
/// by default); see <c>RpcClient.FanoutAsync</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FanoutAttribute : Attribute;

namespace Amqp1.Rpc;

/// <summary>
/// Marks a method of an <see cref="RpcClientAttribute"/> interface as a cast, which does not wait for a reply:
/// <c>RpcClient.CastAsync</c>.
/// </summary>
/// <remarks>
/// Over a router, the method fails with <c>NoServerException</c> when no server of the topic listens within the grace period
/// (<c>Amqp1:Rpc:NoServerGrace</c>, 15 seconds by default).
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CastAttribute : Attribute;

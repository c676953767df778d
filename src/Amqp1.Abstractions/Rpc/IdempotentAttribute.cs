namespace Amqp1.Rpc;

/// <summary>
/// Marks a method of an interface with <see cref="RpcClientAttribute"/>, or all of its methods, as idempotent: running it twice has the same
/// effect as running it once, so a filter may repeat its calls (<c>MessagingFilterContext.IsIdempotent</c>). The library itself repeats no
/// call that may have reached a server.
/// </summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Method, Inherited = false)]
public sealed class IdempotentAttribute : Attribute;

namespace Amqp1.Rpc;

/// <summary>Excludes a public method of an endpoint, so that callers cannot reach it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RpcIgnoreAttribute : Attribute;

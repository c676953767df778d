namespace Amqp1.Rpc;

/// <summary>Leaves a public method of an endpoint out: no caller can reach it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RpcIgnoreAttribute : Attribute;

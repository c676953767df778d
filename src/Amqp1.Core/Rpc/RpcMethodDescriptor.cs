namespace Amqp1.Rpc;

/// <summary>One callable method of an endpoint: its wire name and how to call it.</summary>
public sealed record RpcMethodDescriptor(string Name, RpcMethodInvoker Invoke);

namespace Amqp1.Generators.Models;

/// <summary>A class with <c>[RpcEndpoint]</c>.</summary>
internal sealed record RpcEndpointModel(ClassModel Class, TargetModel Target, EquatableArray<MethodModel> Methods);

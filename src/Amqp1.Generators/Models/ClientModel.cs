namespace Amqp1.Generators.Models;

/// <summary>An interface with <c>[RpcClient]</c>.</summary>
internal sealed record ClientModel(ClassModel Class, TargetModel Target, EquatableArray<ClientMethodModel> Methods);

namespace Amqp1.Generators.Models;

/// <summary>An interface with <c>[RpcClient]</c>.</summary>
/// <param name="Class">The interface.</param>
/// <param name="Target">The target of its calls.</param>
/// <param name="TimeoutSeconds">The timeout of methods without a timeout of their own, in seconds; 0 for the configured timeout.</param>
/// <param name="Methods">The methods.</param>
/// <param name="Preparation">The extension method that prepares the client.</param>
internal sealed record ClientModel(
    ClassModel Class, TargetModel Target, double TimeoutSeconds, EquatableArray<ClientMethodModel> Methods, PreparationModel Preparation);

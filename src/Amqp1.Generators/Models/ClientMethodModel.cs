namespace Amqp1.Generators.Models;

/// <summary>A method of a client.</summary>
/// <param name="Method">The method.</param>
/// <param name="Send">The method of <c>RpcClient</c> that sends it.</param>
/// <param name="TimeoutSeconds">How long it waits; 0 for as long as configured.</param>
internal sealed record ClientMethodModel(MethodModel Method, string Send, double TimeoutSeconds);

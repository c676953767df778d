namespace Amqp1.Generators.Models;

/// <summary>A method of a client.</summary>
/// <param name="Method">The method.</param>
/// <param name="Send">The method of <c>RpcClient</c> that sends it.</param>
/// <param name="TimeoutSeconds">The timeout in seconds; 0 for the configured timeout.</param>
internal sealed record ClientMethodModel(MethodModel Method, string Send, double TimeoutSeconds);

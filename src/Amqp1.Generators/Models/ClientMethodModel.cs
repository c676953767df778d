namespace Amqp1.Generators.Models;

/// <summary>A method of a client.</summary>
/// <param name="Method">The method.</param>
/// <param name="Send">The method of <c>RpcClient</c> that sends it.</param>
/// <param name="TimeoutSeconds">The timeout of the method itself in seconds; 0 for the timeout of the interface.</param>
/// <param name="IsIdempotent">Whether filters may repeat its calls.</param>
internal sealed record ClientMethodModel(MethodModel Method, string Send, double TimeoutSeconds, bool IsIdempotent);

namespace Amqp1.Generators.Models;

/// <summary>A method with <c>[NotificationHandler]</c>.</summary>
/// <param name="Owner">The type that declares it, in C#.</param>
/// <param name="Name">Its name.</param>
/// <param name="Priorities">The priorities in C#.</param>
/// <param name="Payload">The type of the payload in C#.</param>
/// <param name="IsBatch">Whether it takes a list.</param>
/// <param name="TakesToken">Whether it takes a token.</param>
/// <param name="Result">How the result comes; its type is null when there is none.</param>
internal sealed record NotificationHandlerModel(
    string Owner, string Name, EquatableArray<string> Priorities, string Payload, bool IsBatch, bool TakesToken, ResultModel Result);

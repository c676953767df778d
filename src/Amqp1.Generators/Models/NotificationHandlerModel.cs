namespace Amqp1.Generators.Models;

/// <summary>A method with <c>[NotificationHandler]</c>.</summary>
/// <param name="Owner">The type that declares it, in C#.</param>
/// <param name="Name">The name.</param>
/// <param name="Priorities">The priorities in C#.</param>
/// <param name="Payload">The type of the payload in C#.</param>
/// <param name="RefusesNull">Whether the type of the payload is a non-nullable reference type.</param>
/// <param name="Summary">The summary of the XML documentation; empty if there is none.</param>
/// <param name="IsBatch">Whether it has a parameter for a list of notifications.</param>
/// <param name="TakesToken">Whether it has a parameter for a cancellation token.</param>
/// <param name="Result">The kind of the result; its type is null if there is no value.</param>
internal sealed record NotificationHandlerModel(
    string Owner,
    string Name,
    EquatableArray<string> Priorities,
    string Payload,
    bool RefusesNull,
    string Summary,
    bool IsBatch,
    bool TakesToken,
    ResultModel Result);

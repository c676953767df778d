namespace Amqp1.Notifications;

/// <summary>
/// One rule of the driver <c>routing</c>: which notifications a driver gets. All the lists given must match, each by any of its
/// patterns (<c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a-z]</c>); an empty list matches nothing, null matches everything.
/// </summary>
/// <remarks>Immutable and thread-safe, if the lists are left alone.</remarks>
/// <param name="Driver">The driver: <c>messaging</c>, <c>messagingv2</c>, <c>log</c>, <c>test</c> or <c>noop</c>.</param>
/// <param name="AcceptedEvents">Patterns of the event type, with regard to case.</param>
/// <param name="AcceptedPriorities">Patterns of the priority, without regard to case.</param>
public sealed record NotificationRoute(
    string Driver, IReadOnlyList<string>? AcceptedEvents = null, IReadOnlyList<string>? AcceptedPriorities = null)
{
    private readonly string[]? _priorities = AcceptedPriorities is null ? null : [.. AcceptedPriorities.Select(pattern => pattern.ToLowerInvariant())];

    internal bool Accepts(string eventType, string lowerCasePriority) =>
        AcceptedEvents?.Any(pattern => Glob.IsMatch(pattern, eventType)) != false
        && _priorities?.Any(pattern => Glob.IsMatch(pattern, lowerCasePriority)) != false;
}

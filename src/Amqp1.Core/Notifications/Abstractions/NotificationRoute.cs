namespace Amqp1.Notifications;

/// <summary>
/// A rule of the driver <c>routing</c> that selects the notifications for a driver. Every given list must match, by any of its patterns
/// (<c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a-z]</c>). An empty list matches nothing; null matches everything.
/// </summary>
/// <remarks>Immutable and thread-safe, provided that the lists are not changed.</remarks>
/// <param name="Driver">The driver: <c>messaging</c>, <c>messagingv2</c>, <c>log</c>, <c>test</c> or <c>noop</c>.</param>
/// <param name="AcceptedEvents">Patterns of the event type, case-sensitive.</param>
/// <param name="AcceptedPriorities">Patterns of the priority, not case-sensitive.</param>
public sealed record NotificationRoute(
    string Driver, IReadOnlyList<string>? AcceptedEvents = null, IReadOnlyList<string>? AcceptedPriorities = null)
{
    private readonly string[]? _priorities = AcceptedPriorities is null ? null : [.. AcceptedPriorities.Select(pattern => pattern.ToLowerInvariant())];

    internal bool Accepts(string eventType, string lowerCasePriority) =>
        AcceptedEvents?.Any(pattern => Glob.IsMatch(pattern, eventType)) != false
        && _priorities?.Any(pattern => Glob.IsMatch(pattern, lowerCasePriority)) != false;
}

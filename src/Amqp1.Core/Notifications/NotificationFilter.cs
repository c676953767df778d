using System.Text.Json;
using System.Text.RegularExpressions;
using Amqp1.Wire;

namespace Amqp1.Notifications;

/// <summary>
/// Which notifications an endpoint wants: regular expressions that must match from the start of the value, in the
/// syntax of .NET (docs/spec/behaviour.md#listeners). A missing or non-text value does not match. Thread-safe.
/// </summary>
public sealed class NotificationFilter
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    private readonly Regex? _publisherId;
    private readonly Regex? _eventType;
    private readonly (string Key, Regex Pattern)[] _context;
    private readonly (string Key, Regex Pattern)[] _metadata;
    private readonly (string Key, Regex Pattern)[] _payload;

    /// <summary>Throws <see cref="ArgumentException"/> for a pattern that is no regular expression. Patterns left null match anything.</summary>
    /// <param name="publisherId">For the publisher's id.</param>
    /// <param name="eventType">For the event type.</param>
    /// <param name="context">For entries of the context, by key.</param>
    /// <param name="metadata">For <c>message_id</c> and <c>timestamp</c>.</param>
    /// <param name="payload">For entries of the payload, by key.</param>
    public NotificationFilter(
        string? publisherId = null,
        string? eventType = null,
        IReadOnlyDictionary<string, string>? context = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        IReadOnlyDictionary<string, string>? payload = null)
    {
        _publisherId = publisherId is null ? null : Compile(publisherId);
        _eventType = eventType is null ? null : Compile(eventType);
        _context = Compile(context);
        _metadata = Compile(metadata);
        _payload = Compile(payload);
    }

    /// <summary>The filter that lets everything through.</summary>
    public static NotificationFilter Any { get; } = new();

    internal bool Matches(NotificationMessage notification) =>
        (_publisherId is null || Matches(_publisherId, TextOf(notification, NotificationFields.PublisherId, notification.PublisherId)))
        && (_eventType is null || Matches(_eventType, TextOf(notification, NotificationFields.EventType, notification.EventType)))
        && (_metadata.Length == 0 || MatchesMetadata(notification))
        && Matches(_context, notification.Context)
        && Matches(_payload, notification.Payload);

    private bool MatchesMetadata(NotificationMessage notification) => Array.TrueForAll(_metadata, rule => rule.Key switch
    {
        "message_id" => Matches(rule.Pattern, TextOf(notification, NotificationFields.MessageId, notification.MessageId)),
        "timestamp" => Matches(rule.Pattern, TextOf(notification, NotificationFields.Timestamp, notification.Timestamp)),
        _ => false,
    });

    /// <summary>The value of a field, null when its sender gave it another type than text: that matches no pattern.</summary>
    private static string? TextOf(NotificationMessage notification, NotificationFields field, string? value) =>
        (notification.NotText & field) == 0 ? value : null;

    /// <summary>
    /// As Python's <c>re.match</c>. The first match a pattern has is the one at the start, if there is one; putting an anchor before it
    /// would change what some patterns mean.
    /// </summary>
    private static bool Matches(Regex pattern, string? value) => value is not null && pattern.Match(value) is { Success: true, Index: 0 };

    private static bool Matches((string Key, Regex Pattern)[] rules, ReadOnlyMemory<byte> json)
    {
        if (rules.Length == 0)
        {
            return true;
        }

        using var document = JsonDocument.Parse(json, JsonSlice.DocumentOptions);
        var root = document.RootElement;
        return Array.TrueForAll(rules, rule =>
            root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty(rule.Key, out var value)
            && value.ValueKind == JsonValueKind.String
            && Matches(rule.Pattern, value.GetString()));
    }

    private static (string Key, Regex Pattern)[] Compile(IReadOnlyDictionary<string, string>? patterns) =>
        patterns is null ? [] : [.. patterns.Select(entry => (entry.Key, Compile(entry.Value)))];

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant, MatchLimit);
}

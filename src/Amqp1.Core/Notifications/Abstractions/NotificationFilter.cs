using System.Text.Json;
using System.Text.RegularExpressions;
using Amqp1.Addressing;
using Amqp1.Dialects;
using Amqp1.Json;

namespace Amqp1.Notifications;

/// <summary>
/// Selects the notifications that an endpoint handles. The patterns are regular expressions in .NET syntax that must match from the start
/// of the value (docs/spec/behaviour.md#listeners). A value that is missing or is not text does not match. Thread-safe.
/// </summary>
public sealed class NotificationFilter
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    private readonly Regex? _publisherId;
    private readonly Regex? _eventType;
    private readonly (string Key, Regex Pattern)[] _context;
    private readonly (string Key, Regex Pattern)[] _metadata;
    private readonly (string Key, Regex Pattern)[] _payload;

    /// <summary>Initializes a new instance of the filter. A null pattern matches everything.</summary>
    /// <param name="publisherId">The pattern for the ID of the publisher.</param>
    /// <param name="eventType">The pattern for the event type.</param>
    /// <param name="context">The patterns for entries of the context, by key.</param>
    /// <param name="metadata">The patterns for <c>message_id</c> and <c>timestamp</c>.</param>
    /// <param name="payload">The patterns for entries of the payload, by key.</param>
    /// <exception cref="ArgumentException">A pattern is not a valid regular expression.</exception>
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

    /// <summary>The filter that accepts all notifications.</summary>
    public static NotificationFilter Any { get; } = new();

    /// <summary>The pattern for the ID of the publisher; null for none.</summary>
    internal string? PublisherId => _publisherId?.ToString();

    /// <summary>The pattern for the event type; null for none.</summary>
    internal string? EventType => _eventType?.ToString();

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

    /// <summary>
    /// Returns the value of a field; null when its type in the message is not text, so that it does not match any pattern.
    /// </summary>
    private static string? TextOf(NotificationMessage notification, NotificationFields field, string? value) =>
        (notification.NotText & field) == 0 ? value : null;

    /// <summary>
    /// Matches like Python's <c>re.match</c>. If a match at the start exists, it is the first match of the pattern. An anchor in front of
    /// the pattern would change the meaning of some patterns.
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

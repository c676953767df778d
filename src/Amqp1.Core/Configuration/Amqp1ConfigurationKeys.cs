using Amqp1.Configuration.Oslo;

namespace Amqp1.Configuration;

/// <summary>
/// Finds keys that the configuration binder would ignore silently: misspelled keys, text in place of a list, and a list in place of
/// text.
/// </summary>
internal static class Amqp1ConfigurationKeys
{
    /// <summary>The options that oslo does not have.</summary>
    private static readonly string[] OwnOptions =
    [
        "Amqp1:PropagateBaggage",
        "Amqp1:Connection:MaxSenderLinks",
        "Amqp1:Connection:OpenTimeout",
        "Amqp1:Security:SslInsecure",
        "Amqp1:Security:SaslLayer",
        "Amqp1:Rpc:NoServerGrace",
        "Amqp1:Rpc:FanoutRequiresServer",
        "Amqp1:Rpc:PropagateCancellation",
        "Amqp1:Rpc:MaxReplyLinks",
        "Amqp1:Rpc:DescribeEnabled",
        "Amqp1:Rpc:AllowedRemoteExceptionModules",
        "Amqp1:Rpc:IncludeTraceback",
        "Amqp1:Rpc:DrainTimeout",
        "Amqp1:Notifications:NoListenerGrace",
        "Amqp1:Notifications:QueueCapacity",
        "Amqp1:Notifications:QueueFullMode",
        "Amqp1:Notifications:MaxConcurrent",
        "Amqp1:Notifications:MaxDeliveries",
        "Amqp1:Notifications:DeadLetterTopic",
        "Amqp1:Notifications:DrainTimeout",
        "Amqp1:ClaimCheck:Directory",
        "Amqp1:ClaimCheck:Threshold",
        "Amqp1:ClaimCheck:MaxLength",
        "Amqp1:ClaimCheck:StoreArguments",
        "Amqp1:ClaimCheck:StoreResults",
        "Amqp1:ClaimCheck:StoreNotifications",
        "Amqp1:ClaimCheck:Compress",
        "Amqp1:ClaimCheck:Retention",
        "Amqp1:ClaimCheck:MaxTotalBytes",
        "Amqp1:ClaimCheck:Timeout",
    ];

    private static readonly HashSet<string> ListsWithDefaults = new(StringComparer.OrdinalIgnoreCase)
    {
        "Amqp1:Notifications:Drivers",
        "Amqp1:Notifications:Topics",
    };

    private static readonly HashSet<string> Lists = new(ListsWithDefaults, StringComparer.OrdinalIgnoreCase)
    {
        "Amqp1:Rpc:AllowedRemoteExceptionModules",
    };

    /// <summary>The full keys of all options.</summary>
    public static IReadOnlySet<string> Options { get; } =
        OsloOptionTable.All.Select(option => option.Key).Concat(OwnOptions).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Sections =
        Options.SelectMany(Parents).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns one message for each error in the keys. Messages do not contain values.</summary>
    /// <param name="configuration">Full keys and values. Keys outside the section <c>Amqp1</c> are ignored.</param>
    public static IReadOnlyList<string> Check(IEnumerable<KeyValuePair<string, string?>> configuration) =>
        [.. configuration.Where(pair => IsOurs(pair.Key)).Select(pair => Problem(pair.Key, pair.Value)).OfType<string>().Distinct()];

    private static bool IsOurs(string key) =>
        key.StartsWith(Amqp1Options.SectionName + ":", StringComparison.OrdinalIgnoreCase);

    private static string? Problem(string key, string? value)
    {
        if (Lists.Contains(key))
        {
            return ListProblem(key, value);
        }

        if (Sections.Contains(key))
        {
            return string.IsNullOrEmpty(value) ? null : $"{key} is a section and cannot have a value.";
        }

        if (Options.Contains(key))
        {
            return null;
        }

        var topmost = Parents(key).Append(key).First(parent => !Sections.Contains(parent));
        if (Lists.Contains(topmost))
        {
            return null;
        }

        return Options.Contains(topmost)
            ? $"{topmost} is a single value, not a list or section."
            : $"{topmost} is unknown.";
    }

    // An empty list in JSON becomes an empty text, which the binder ignores.
    private static string? ListProblem(string key, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return value is null || !ListsWithDefaults.Contains(key)
                ? null
                : $"{key} is an empty list, which leaves the default in effect; name at least one entry (for drivers: noop).";
        }

        return $"{key} is a list, but has a single value; its entries must be {key}:0, {key}:1 and so on.";
    }

    /// <summary>Returns the parents of a key, from the top.</summary>
    private static IEnumerable<string> Parents(string key)
    {
        for (var at = key.IndexOf(':', StringComparison.Ordinal); at >= 0; at = key.IndexOf(':', at + 1))
        {
            yield return key[..at];
        }
    }
}

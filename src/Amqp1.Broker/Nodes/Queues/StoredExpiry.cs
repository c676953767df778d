using System.Globalization;
using System.Text;
using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The settings of a durable subscription in the store.</summary>
internal static class StoredExpiry
{
    private const string Prefix = "subscription ";

    /// <summary>Returns the text of the settings.</summary>
    public static string ToText(TerminusExpiry expiry) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{ExpiryPolicies.Symbol(expiry.Policy)} {expiry.Timeout}");

    /// <summary>
    /// Reads the settings; null if they are those of a queue. A subscription whose policy this version of the broker does not know never
    /// expires.
    /// </summary>
    public static TerminusExpiry? Read(string settings)
    {
        if (!settings.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = settings[Prefix.Length..].Split(' ');
        return parts.Length == 2
            && ExpiryPolicies.Parse(Encoding.UTF8.GetBytes(parts[0])) is { } policy
            && uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var timeout)
            ? new TerminusExpiry(policy, timeout)
            : new TerminusExpiry(ExpiryPolicy.Never, 0);
    }
}

using System.Collections.ObjectModel;
using Amqp1.Configuration;

namespace Amqp1;

/// <summary>
/// The location of a message bus, in the syntax of oslo.messaging:
/// <c>amqp://[user[:password]@]host[:port][,…]/virtual-host?option=value</c>.
/// </summary>
/// <remarks>
/// Immutable and thread-safe. Two URLs are equal when their hosts (in order), virtual hosts and queries are equal; equal URLs can share a
/// connection. TLS is an option (<c>ssl=1</c> in the query, or <c>Amqp1:Security:Ssl</c>), not a scheme.
/// </remarks>
public sealed class TransportUrl : IEquatable<TransportUrl>
{
    internal TransportUrl(IEnumerable<TransportHost> hosts, string? virtualHost = null, IEnumerable<KeyValuePair<string, string>>? query = null)
    {
        Hosts = Array.AsReadOnly(hosts.ToArray());
        VirtualHost = string.IsNullOrEmpty(virtualHost) ? null : virtualHost;
        Query = new ReadOnlyDictionary<string, string>(new OrderedDictionary<string, string>(query ?? [], StringComparer.Ordinal));
    }

    /// <summary>The hosts in the order of the URL, at least one. A URL without hosts means <c>localhost:5672</c>.</summary>
    public IReadOnlyList<TransportHost> Hosts { get; }

    /// <summary>The virtual host, decoded; null when there is none. An empty virtual host is treated as none.</summary>
    public string? VirtualHost { get; }

    /// <summary>
    /// The driver options that this URL overrides, by their oslo names. The values of a repeated key are joined with commas.
    /// </summary>
    public IReadOnlyDictionary<string, string> Query { get; }

    /// <summary>
    /// Whether some hosts have a user and a password and others lack one of them. Such a URL is valid, but it often means that the
    /// credentials of the first host were expected to apply to all hosts.
    /// </summary>
    public bool HasMixedCredentials =>
        Hosts.Any(HasCredentials) && !Hosts.All(HasCredentials);

    /// <summary>Parses a transport URL.</summary>
    /// <param name="url">The text of the URL. Leading and trailing white space is ignored.</param>
    /// <exception cref="InvalidTransportUrlException">The text is not a valid transport URL of this driver.</exception>
    public static TransportUrl Parse(string url) => TransportUrlParser.Parse(url);

    /// <summary>Returns the whole URL including passwords. <see cref="Parse"/> returns an equal URL for this text. Do not log it.</summary>
    public string ToUrl() => Format(masked: false);

    /// <summary>Returns the URL for logs, with the passwords of hosts and of options masked as <c>***</c>.</summary>
    public override string ToString() => Format(masked: true);

    /// <inheritdoc />
    public bool Equals(TransportUrl? other) =>
        other is not null
        && Hosts.SequenceEqual(other.Hosts)
        && VirtualHost == other.VirtualHost
        && Query.Count == other.Query.Count
        && Query.All(own => other.Query.TryGetValue(own.Key, out var value) && value == own.Value);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as TransportUrl);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var host in Hosts)
        {
            hash.Add(host);
        }

        hash.Add(VirtualHost);
        hash.Add(Query.Count);
        return hash.ToHashCode();
    }

    private static bool HasCredentials(TransportHost host) => host.User is not null && host.Password is not null;

    private string Format(bool masked)
    {
        var authority = string.Join(',', Hosts.Select(host => host.Format(masked)));
        var path = VirtualHost is null ? "" : PercentEncoding.Encode(VirtualHost, keepSlash: true);
        var query = string.Join('&', Query.Select(pair => $"{PercentEncoding.Encode(pair.Key)}={FormatValue(pair, masked)}"));
        return $"amqp://{authority}/{path}{(query.Length == 0 ? "" : "?")}{query}";
    }

    private static string FormatValue(KeyValuePair<string, string> pair, bool masked) =>
        masked && pair.Key.Contains("password", StringComparison.OrdinalIgnoreCase) ? "***" : PercentEncoding.Encode(pair.Value);
}

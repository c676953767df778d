using System.Collections.ObjectModel;
using Amqp1.Configuration;

namespace Amqp1;

/// <summary>
/// The location of a message bus, in the syntax of oslo.messaging:
/// <c>amqp://[user[:password]@]host[:port][,…]/virtual-host?option=value</c>, or the same with the scheme <c>rabbit</c>.
/// </summary>
/// <remarks>
/// <para>
/// The scheme <c>amqp</c> is that of message routers and brokers with the AMQP 1.0 driver of oslo.messaging. The scheme <c>rabbit</c> is that
/// of RabbitMQ 4 or later with the rabbit driver; <c>kombu+rabbit</c> means the same.
/// </para>
/// <para>
/// Immutable and thread-safe. Two URLs are equal when their kind of scheme, hosts (in order), virtual hosts and queries are equal; equal URLs
/// can share a connection. TLS is an option (<c>ssl=1</c> in the query, or <c>Amqp1:Security:Ssl</c>), not a scheme, except that
/// <c>rabbit+tls</c> means <c>rabbit</c> with <c>ssl=1</c> and the default port 5671.
/// </para>
/// </remarks>
public sealed class TransportUrl : IEquatable<TransportUrl>
{
    private const string DefaultRabbitVirtualHost = "/";

    internal TransportUrl(
        IEnumerable<TransportHost> hosts,
        string? virtualHost = null,
        IEnumerable<KeyValuePair<string, string>>? query = null,
        RequestedDialect dialect = RequestedDialect.ByPeer)
    {
        RequestedDialect = dialect;
        Hosts = Array.AsReadOnly(hosts.ToArray());
        VirtualHost = string.IsNullOrEmpty(virtualHost) || (IsRabbit && virtualHost == DefaultRabbitVirtualHost) ? null : virtualHost;
        Query = new ReadOnlyDictionary<string, string>(new OrderedDictionary<string, string>(query ?? [], StringComparer.Ordinal));
    }

    /// <summary>The hosts in the order of the URL, at least one. A URL without hosts means <c>localhost:5672</c>.</summary>
    public IReadOnlyList<TransportHost> Hosts { get; }

    /// <summary>
    /// The virtual host, decoded; null when there is none. An empty virtual host is treated as none. With the scheme <c>rabbit</c>, so is
    /// <c>/</c>, the default virtual host of RabbitMQ.
    /// </summary>
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

    /// <summary>The dialect that the scheme asks for.</summary>
    internal RequestedDialect RequestedDialect { get; }

    private bool IsRabbit => RequestedDialect == RequestedDialect.OsloRabbit;

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
        && RequestedDialect == other.RequestedDialect
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

        hash.Add(RequestedDialect);
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
        return $"{(IsRabbit ? "rabbit" : "amqp")}://{authority}/{path}{(query.Length == 0 ? "" : "?")}{query}";
    }

    private static string FormatValue(KeyValuePair<string, string> pair, bool masked) =>
        masked && pair.Key.Contains("password", StringComparison.OrdinalIgnoreCase) ? "***" : PercentEncoding.Encode(pair.Value);
}

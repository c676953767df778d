using Amqp1.Configuration;

namespace Amqp1;

/// <summary>The meaning of the scheme of a transport URL.</summary>
/// <param name="Dialect">The dialect that the scheme asks for.</param>
/// <param name="UsesTls">Whether the scheme itself asks for TLS. In other URLs, TLS is an option.</param>
internal readonly record struct TransportScheme(RequestedDialect Dialect, bool UsesTls = false)
{
    private const string TlsHint = "TLS is an option: write";

    /// <summary>The port of hosts without a port. oslo.messaging connects to 5672 even if an option turns TLS on.</summary>
    public int DefaultPort => UsesTls ? TransportHost.DefaultTlsPort : TransportHost.DefaultPort;

    /// <summary>Parses the part of a URL before <c>://</c>, which is not case-sensitive.</summary>
    /// <exception cref="InvalidTransportUrlException">The scheme is unknown.</exception>
    public static TransportScheme Parse(string text)
    {
        var scheme = text.ToLowerInvariant();
        if (!scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '+'))
        {
            throw new InvalidTransportUrlException(
                "The transport URL has no valid scheme; write amqp://host:port/virtual-host or rabbit://host:port/virtual-host.");
        }

        var plus = scheme.IndexOf('+', StringComparison.Ordinal);
        var driver = plus < 0 ? scheme : scheme[..plus];
        return driver switch
        {
            "amqp" => new TransportScheme(RequestedDialect.ByPeer),
            "rabbit" or "kombu" => OfRabbit(scheme),
            "amqps" => throw new InvalidTransportUrlException(
                $"The scheme 'amqps' does not exist. {TlsHint} amqp:// and set ssl=1 in the query, or set Amqp1:Security:Ssl."),
            "rabbits" => throw new InvalidTransportUrlException(
                $"The scheme 'rabbits' does not exist. {TlsHint} rabbit:// and set ssl=1 in the query, or write rabbit+tls://."),
            _ => throw new InvalidTransportUrlException($"The transport URL has the scheme '{driver}', which must be 'amqp' or 'rabbit'."),
        };
    }

    // oslo.messaging passes the part after the '+' to kombu, which knows many transports. Only RabbitMQ can be meant here.
    private static TransportScheme OfRabbit(string scheme) => scheme switch
    {
        "rabbit" or "kombu+rabbit" or "kombu+amqp" => new TransportScheme(RequestedDialect.OsloRabbit),
        "rabbit+tls" or "rabbit+ssl" => new TransportScheme(RequestedDialect.OsloRabbit, UsesTls: true),
        _ => throw new InvalidTransportUrlException($"The transport URL has the scheme '{scheme}', which must be 'rabbit', 'rabbit+tls' or 'kombu+rabbit'."),
    };
}

using System.Globalization;
using Amqp1.Configuration;

namespace Amqp1;

/// <summary>A host of a transport URL and its credentials.</summary>
/// <param name="Host">The host name or address; an IPv6 address has no brackets.</param>
/// <param name="Port">The TCP port. Default: 5672, also if an option turns TLS on; 5671 with the scheme <c>rabbit+tls</c>.</param>
/// <param name="User">The user name, decoded; null when the URL contains none. An empty name is treated as none.</param>
/// <param name="Password">The password, decoded; null when the URL contains none.</param>
public sealed record TransportHost(string Host, int Port = TransportHost.DefaultPort, string? User = null, string? Password = null)
{
    internal const int DefaultPort = 5672;
    internal const int DefaultTlsPort = 5671;

    /// <summary>Returns the host as it appears in a URL, with the password masked as <c>***</c>.</summary>
    public override string ToString() => Format(masked: true);

    internal string Format(bool masked)
    {
        var name = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        var credentials = User is null ? "" : PercentEncoding.Encode(User);
        if (Password is not null)
        {
            credentials += ":" + (masked ? "***" : PercentEncoding.Encode(Password));
        }

        var separator = User is null && Password is null ? "" : "@";
        return string.Create(CultureInfo.InvariantCulture, $"{credentials}{separator}{name}:{Port}");
    }
}

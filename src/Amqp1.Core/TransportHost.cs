using System.Globalization;
using Amqp1.Configuration;

namespace Amqp1;

/// <summary>One host of a transport URL, with the credentials for it.</summary>
/// <param name="Host">The name or address; an IPv6 address without its brackets.</param>
/// <param name="Port">The TCP port. Default 5672, with TLS too.</param>
/// <param name="User">The user, decoded; null when the URL names none (an empty name counts as none).</param>
/// <param name="Password">The password, decoded; null when the URL has none.</param>
public sealed record TransportHost(string Host, int Port = TransportHost.DefaultPort, string? User = null, string? Password = null)
{
    internal const int DefaultPort = 5672;

    /// <summary>The host as it stands in a URL, the password shown as <c>***</c>.</summary>
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

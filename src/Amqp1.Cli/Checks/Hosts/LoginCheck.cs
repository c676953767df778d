using System.Net.Sockets;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Transport;
using Amqp1.Transport.Sasl;
using Amqp1.Transport.Tls;

namespace Amqp1.Cli.Checks.Hosts;

/// <summary>Checks the SASL mechanisms that the peer offers, and the login.</summary>
internal sealed class LoginCheck : ICheck
{
    public string Name => "login";

    public IReadOnlyList<string> Needs => ["tls"];

    public string? ReasonToSkip(CheckContext context) =>
        SaslMechanismSet.For(context.Host, context.Backend.Bus.Security) is null ? "The connection uses no SASL layer." : null;

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var security = context.Backend.Bus.Security;
        var subject = context.Host.User is { Length: > 0 } user ? $"{PeerText.Clean(user)} at {context.Host}" : context.Host.ToString();
        IReadOnlyList<string> offered = [];
        try
        {
            var mechanisms = SaslMechanismSet.For(context.Host, security)!;
            var stream = await OpenAsync(context, security, cancel).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await SaslNegotiator.AuthenticateAsync(stream, mechanisms, cancel, offer => offered = offer).ConfigureAwait(false);
            }

            var used = mechanisms.First(mechanism => offered.Contains(mechanism.Name, StringComparer.OrdinalIgnoreCase));
            findings.Ok(subject, $"Logged in by {used.Name}. The server offers {List(offered)}.");
        }
        catch (SaslException refused)
        {
            findings.Fail(subject, $"{refused.Message}{(offered.Count == 0 || refused.Message.Contains("the server offers", StringComparison.Ordinal) ? "" : $" The server offers {List(offered)}.")}", FixOf(context, refused.Message, offered));
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            findings.Fail(subject, failure.Message, security.Tls is { ClientCertificate: null }
                ? $"If the listener requires a client certificate: {context.Settings.LineOf("Security:SslCertFile", "/path/client.pem")}. Otherwise look into the log of the router or broker."
                : "Look into the log of the router or broker.");
        }
    }

    private static async Task<Stream> OpenAsync(CheckContext context, SecuritySettings security, CancellationToken cancel)
    {
        var socket = await SocketConnector.ConnectAsync(context.Addresses, context.Host.Port, context.Time, cancel).ConfigureAwait(false);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        return security.Tls is { } tls ? await TlsUpgrade.AuthenticateAsync(stream, tls, context.Host.Host, cancel).ConfigureAwait(false) : stream;
    }

    private static string FixOf(CheckContext context, string reason, IReadOnlyList<string> offered)
    {
        if (!reason.Contains("no mechanism in common", StringComparison.Ordinal))
        {
            return reason.Contains("was refused", StringComparison.Ordinal)
                ? context.Host.User is { Length: > 0 }
                    ? "Correct user and password of this host in the transport URL (special characters percent-encoded), or create the user on the server."
                    : "Write user:password@ before the host of the transport URL, or permit anonymous clients on the server."
                : "Look into the log of the router or broker.";
        }

        var hasUser = context.Host.User is { Length: > 0 };
        var withPassword = offered.Where(name => name is "PLAIN" or "SCRAM-SHA-1" or "SCRAM-SHA-256").ToArray();
        return offered.Count == 0 ? "Add mechanisms on the server (saslMechanisms: PLAIN, with users), and write user:password@ before the host of the transport URL; or permit anonymous clients (authenticatePeer: no, saslMechanisms: ANONYMOUS)."
            : !hasUser && withPassword.Length > 0 ? "Write user:password@ before the host of the transport URL."
            : hasUser && withPassword.Length > 0 ? context.Settings.LineOf("Security:SaslMechanisms", string.Join(' ', withPassword))
            : offered.Contains("EXTERNAL") && context.Backend.Bus.Security.Tls?.ClientCertificate is null ? context.Settings.LineOf("Security:SslCertFile", "/path/client.pem")
            : hasUser && offered.Contains("ANONYMOUS") ? $"Enable PLAIN or SCRAM on the server (saslMechanisms: PLAIN), or remove the credentials from the URL, or {context.Settings.LineOf("Security:SaslMechanisms", "ANONYMOUS")}"
            : $"Enable one of PLAIN, SCRAM-SHA-256 and EXTERNAL on the server, and name it in {context.Settings.LineOf("Security:SaslMechanisms", "PLAIN")}.";
    }

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "no mechanism" : PeerText.Clean(string.Join(' ', names));
}

using System.Globalization;
using System.Net;
using System.Security.Authentication;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;
using Amqp1.Transport.Tls;

namespace Amqp1.Cli.Checks.Hosts;

/// <summary>Checks TLS: whether both sides use it, the chain, the host name and the expiry of the certificate, and the protocol.</summary>
internal sealed class TlsCheck : ICheck
{
    /// <summary>The remaining validity below which a certificate is reported.</summary>
    private static readonly TimeSpan RenewalTime = TimeSpan.FromDays(30);

    public string Name => "tls";

    public IReadOnlyList<string> Needs => ["port"];

    public Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel) =>
        context.Backend.Bus.Security.Tls is { } tls ? WithTlsAsync(context, tls, findings, cancel) : WithoutTlsAsync(context, findings, cancel);

    private static async Task WithoutTlsAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var subject = context.Host.ToString();
        var protocol = await PortProbe.DetectAsync(context.Addresses, context.Host.Port, context.Limits.Answer, context.Time, cancel).ConfigureAwait(false);
        var isRemote = !context.Addresses.All(IPAddress.IsLoopback);
        switch (protocol)
        {
            case PortProtocol.Amqp1 when isRemote && context.Host.User is { Length: > 0 }:
                findings.Warn(subject, "TLS is not used, so that the network can read the password and all messages.", context.Settings.LineOf("Security:Ssl", "true"));
                break;
            case PortProtocol.Amqp1:
                findings.Ok(subject, "TLS is not used.");
                break;
            case PortProtocol.Tls:
                findings.Fail(subject, "The port expects TLS, and the options do not turn it on.", context.Settings.LineOf("Security:Ssl", "true"));
                break;
            case PortProtocol.OlderAmqp:
                findings.Fail(subject, "The port speaks an older version of AMQP only, such as AMQP 0.9.1 of RabbitMQ 3 or AMQP 0-10 of qpidd.", "Upgrade the broker (RabbitMQ 4.0 or later), load the module for AMQP 1.0 into qpidd (load-module=amqp.so, and protocols with amqp1.0 if it is set), or name a peer that speaks AMQP 1.0.");
                break;
            case PortProtocol.Http:
                findings.Fail(subject, "The port speaks HTTP.", "Write the port of AMQP, which is usually 5672.");
                break;
            default:
                findings.Fail(subject, protocol == PortProtocol.Silent ? "The port accepts connections and does not answer." : "The port does not speak AMQP 1.0.",
                    "Write the port of AMQP, which is usually 5672, or look into the log of the router or broker.");
                break;
        }
    }

    private static async Task WithTlsAsync(CheckContext context, TlsSettings tls, CheckFindings findings, CancellationToken cancel)
    {
        using var limit = new AnswerLimit(context.Limits.Answer, context.Time, cancel);
        try
        {
            var probe = await TlsProbe.RunAsync(context.Addresses, context.Host, tls, context.Time, limit.Token).ConfigureAwait(false);
            Accepted(context, probe, findings);
        }
        catch (AuthenticationException refused)
        {
            await RefusedAsync(context, tls, refused.Message, findings, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await RefusedAsync(context, tls, $"The handshake was not complete within {context.Limits.Answer.TotalSeconds:0.#} s.", findings, cancel).ConfigureAwait(false);
        }
    }

    private static void Accepted(CheckContext context, TlsProbe probe, CheckFindings findings)
    {
        var subject = context.Host.ToString();
        if (probe.Certificate is not { } certificate)
        {
            findings.Ok(subject, $"{probe.Protocol} without a certificate of the server.");
            return;
        }

        var remaining = certificate.NotAfter - context.Time.GetUtcNow();
        var seen = $"{probe.Protocol}, {certificate.Subject} of {certificate.Issuer}, valid until {Day(certificate.NotAfter)}";
        if (remaining < RenewalTime)
        {
            findings.Warn(subject, $"{seen}, which is in {Math.Max(0, (int)remaining.TotalDays)} days.", "Renew the certificate of the server.");
        }
        else
        {
            findings.Ok(subject, $"{seen}.");
        }
    }

    private static async Task RefusedAsync(CheckContext context, TlsSettings tls, string reason, CheckFindings findings, CancellationToken cancel)
    {
        var subject = context.Host.ToString();
        var certificate = await CertificateAsync(context, tls, cancel).ConfigureAwait(false);
        if (certificate is null
            && await PortProbe.DetectAsync(context.Addresses, context.Host.Port, context.Limits.Answer, context.Time, cancel).ConfigureAwait(false) is PortProtocol.Amqp1 or PortProtocol.OlderAmqp)
        {
            findings.Fail(subject, "The options turn TLS on, and the port speaks AMQP without TLS.",
                $"Write the port of the listener with TLS (usually 5671), give the listener a certificate, or turn TLS off: {context.Settings.LineOf("Security:Ssl", "false")}, without ssl_ca_file and ssl_cert_file.");
            return;
        }

        var expected = tls.ServerName ?? context.Host.Host;
        var now = context.Time.GetUtcNow();
        if (certificate is not null && (reason.Contains("NotTimeValid", StringComparison.Ordinal) || certificate.NotAfter < now || certificate.NotBefore > now))
        {
            findings.Fail(subject, certificate.NotAfter < now
                    ? $"The certificate {certificate.Subject} has expired on {Day(certificate.NotAfter)}."
                    : $"The certificate {certificate.Subject} is valid from {Day(certificate.NotBefore)}. {reason}",
                certificate.NotAfter < now ? "Renew the certificate of the server." : "Correct the clock of this machine, or the certificate of the server.");
        }

        if (reason.Contains("RemoteCertificateNameMismatch", StringComparison.Ordinal))
        {
            var names = certificate is { Names.Count: > 0 } ? string.Join(", ", certificate.Names) : certificate?.Subject ?? "another name";
            findings.Fail(subject, $"The certificate is for {names} and not for {expected}.",
                certificate is { Names: [var first, ..] } ? $"Write {first} as the host of the transport URL, or issue a certificate with the name {expected}." : $"Issue a certificate with the name {expected}.");
        }

        if (reason.Contains("UntrustedRoot", StringComparison.Ordinal) || reason.Contains("PartialChain", StringComparison.Ordinal))
        {
            findings.Fail(subject, $"The certificate is issued by {certificate?.Issuer ?? "an authority"}, which is not trusted.", context.Settings.LineOf("Security:SslCaFile", "/path/ca.pem") + ", the file with this authority");
        }

        if (!findings.HasFailed)
        {
            findings.Fail(subject, reason, "Compare the certificate and the protocols of the listener with the options; a listener that requires a client certificate needs " + context.Settings.LineOf("Security:SslCertFile", "/path/client.pem") + ".");
        }
    }

    /// <summary>Returns the certificate of a server that is not accepted; null if there is none.</summary>
    private static async Task<ServerCertificate?> CertificateAsync(CheckContext context, TlsSettings tls, CancellationToken cancel)
    {
        using var limit = new AnswerLimit(context.Limits.Answer, context.Time, cancel);
        try
        {
            var probe = await TlsProbe.RunAsync(context.Addresses, context.Host, tls with { Insecure = true }, context.Time, limit.Token).ConfigureAwait(false);
            return probe.Certificate;
        }
        catch (Exception failure) when (failure is AuthenticationException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return null;
        }
    }

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

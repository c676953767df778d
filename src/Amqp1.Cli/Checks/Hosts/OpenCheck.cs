using Amqp;
using Amqp1.Cli.Checks.Buses;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;
using Amqp1.Wire;

namespace Amqp1.Cli.Checks.Hosts;

/// <summary>Checks that an AMQP connection opens.</summary>
internal sealed class OpenCheck : ICheck
{
    /// <summary>The idle time-out below which a pause of the process, such as a garbage collection, can end the connection.</summary>
    private static readonly TimeSpan ShortestIdleTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The frame size below which long addresses may not fit.</summary>
    private const uint SmallestFrame = 4096;

    public string Name => "connection";

    public IReadOnlyList<string> Needs => ["tls", "login"];

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var subject = context.Host.ToString();
        using var limit = new AnswerLimit(context.Limits.Answer, context.Time, cancel);
        try
        {
            context.Connection = await ProbeConnection.OpenAsync(context.Backend.Bus, context.Host, context.Time, limit.Token).ConfigureAwait(false);
            var peer = context.Connection.Peer;
            var seen = $"It is open. Frames of {peer.MaxFrameSize} bytes, {peer.ChannelMax + 1} channels, idle time-out {(peer.IdleTimeout > TimeSpan.Zero ? $"{peer.IdleTimeout.TotalSeconds:0.#} s" : "off")}.";
            if (peer.IdleTimeout > TimeSpan.Zero && peer.IdleTimeout < ShortestIdleTimeout)
            {
                findings.Warn(subject, $"{seen} The peer drops the connection of a service that pauses for so short a time.", IdleFix(peer.Product));
            }
            else if (peer.MaxFrameSize < SmallestFrame)
            {
                findings.Warn(subject, $"{seen} A link whose address does not fit into one frame cannot be attached, and messages are split into many frames.", FrameFix(peer.Product));
            }
            else
            {
                findings.Ok(subject, seen);
            }
        }
        catch (ProbeClosedException closed)
        {
            findings.Fail(subject, $"The peer opened the connection and closed it: {closed.Message.TrimEnd('.')}.", context.Backend.IsRabbit ? RabbitFix(context) : RefusalAdvice.OfClosed(context, closed.Product, closed.Message));
        }
        catch (MessagingException unusable)
        {
            findings.Fail(subject, unusable.Message, FixOf(unusable.Message));
        }
        catch (Exception failure) when (failure is AmqpException or IOException or ObjectDisposedException or InvalidDataException
            || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            var reason = failure is AmqpException { Error: { } error } ? PeerError.Describe(error)
                : failure is OperationCanceledException ? $"no answer within {context.Limits.Answer.TotalSeconds:0.#} s"
                : PeerText.Clean(failure.GetBaseException().Message);
            findings.Fail(subject, $"The peer does not open a connection: {reason.TrimEnd('.')}.", context.Backend.IsRabbit ? RabbitFix(context)
                : context.Backend.Bus.Security.Tls is null && await PortProbe.SpeaksTlsAsync(context.Addresses, context.Host.Port, context.Limits.Answer, context.Time, cancel).ConfigureAwait(false)
                    ? $"The listener speaks TLS too and seems to require it: {context.Settings.LineOf("Security:Ssl", "true")}"
                : context.Backend.Bus.Security.Tls is null
                    ? "Look into the log of the router or broker. If it is RabbitMQ, write rabbit:// instead of amqp:// in the transport URL. If it requires encryption (requireEncryption, require-encryption), write the port of a listener with TLS and " + context.Settings.LineOf("Security:Ssl", "true")
                : "Look into the log of the router or broker.");
        }
    }

    private static string IdleFix(string? product) => product switch
    {
        "qpid-dispatch-router" or "skupper-router" => "In the listener: idleTimeoutSeconds: 60",
        "RabbitMQ" => "rabbitmq.conf: heartbeat = 60",
        _ => "Raise the idle time-out on the server to 30 s or more.",
    };

    private static string FrameFix(string? product) => product switch
    {
        "qpid-dispatch-router" or "skupper-router" => "In the listener, and as maxFrameSize in the vhost policy if there is one: maxFrameSize: 16384",
        "RabbitMQ" => "rabbitmq.conf: frame_max = 131072",
        _ => "Raise the largest frame size on the server to 16384 bytes or more.",
    };

    private static string RabbitFix(CheckContext context) =>
        $"RabbitMQ closes the connection without a reason if the virtual host does not exist or the user has no permissions in it: rabbitmqctl add_vhost {RabbitAdvice.VirtualHostOf(context)}; rabbitmqctl set_permissions -p {RabbitAdvice.VirtualHostOf(context)} {context.Host.User ?? "guest"} '.*' '.*' '.*'";

    private static string FixOf(string reason) =>
        reason.Contains("RabbitMQ 4.0 or later is required", StringComparison.Ordinal) ? "Upgrade RabbitMQ to 4.0 or later."
        : reason.Contains("and not RabbitMQ", StringComparison.Ordinal) ? "Write amqp:// instead of rabbit:// in the transport URL."
        : reason.Contains("virtual host", StringComparison.Ordinal) ? "Write rabbit:// instead of amqp:// in the transport URL."
        : "Correct the transport URL.";
}

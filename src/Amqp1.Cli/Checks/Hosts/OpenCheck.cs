using Amqp;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;
using Amqp1.Wire;

namespace Amqp1.Cli.Checks.Hosts;

/// <summary>Checks that an AMQP connection opens.</summary>
internal sealed class OpenCheck : ICheck
{
    public string Name => "connection";

    public IReadOnlyList<string> Needs => ["tls", "login"];

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var subject = context.Host.ToString();
        using var limit = new CancellationTokenSource(context.Limits.Answer, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            context.Connection = await ProbeConnection.OpenAsync(context.Backend.Bus, context.Host, context.Time, either.Token).ConfigureAwait(false);
            var peer = context.Connection.Peer;
            findings.Ok(subject, $"It is open. Frames of {peer.MaxFrameSize} bytes, {peer.ChannelMax + 1} channels, idle time-out {(peer.IdleTimeout > TimeSpan.Zero ? $"{peer.IdleTimeout.TotalSeconds:0.#} s" : "off")}.");
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
            findings.Fail(subject, $"The peer does not open a connection: {reason.TrimEnd('.')}.", context.Backend.IsRabbit
                ? $"RabbitMQ closes the connection without a reason if the virtual host does not exist or the user has no permissions in it: rabbitmqctl add_vhost {VirtualHostOf(context)}; rabbitmqctl set_permissions -p {VirtualHostOf(context)} {context.Host.User ?? "guest"} '.*' '.*' '.*'"
                : "Look into the log of the router or broker.");
        }
    }

    private static string VirtualHostOf(CheckContext context) => PeerText.Clean(context.Backend.Url.VirtualHost ?? "/");

    private static string FixOf(string reason) =>
        reason.Contains("RabbitMQ 4.0 or later is required", StringComparison.Ordinal) ? "Upgrade RabbitMQ to 4.0 or later."
        : reason.Contains("and not RabbitMQ", StringComparison.Ordinal) ? "Write amqp:// instead of rabbit:// in the transport URL."
        : reason.Contains("virtual host", StringComparison.Ordinal) ? "Write rabbit:// instead of amqp:// in the transport URL."
        : "Correct the transport URL.";
}

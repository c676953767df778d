using System.Globalization;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Checks that a large message passes.</summary>
internal sealed class SizeCheck : ICheck
{
    public string Name => "size";

    public IReadOnlyList<string> Needs => ["connection"];

    public string? ReasonToSkip(CheckContext context) => ProbedAddress.Calling(context).ReasonToSkip(context);

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var address = ProbedAddress.Calling(context);
        using var limit = new CancellationTokenSource(context.Limits.Answer, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        var receiver = await context.OpenConnection.AttachReceiverAsync(address.Destination, Guid.NewGuid(), credit: 1, either.Token).ConfigureAwait(false);
        var sender = await context.OpenConnection.AttachSenderAsync(address.Destination, either.Token).ConfigureAwait(false);
        var size = Text((ulong)context.Limits.MessageSize);
        try
        {
            var outcome = await sender.SendAsync(ProbeMessage.Create(context.Limits.MessageSize), context.Limits.Answer, context.Time, cancel).ConfigureAwait(false);
            var announced = sender.MaxMessageSize is > 0 and < long.MaxValue ? $" The peer announces a limit of {Text(sender.MaxMessageSize)}." : "";
            if (outcome.IsAccepted)
            {
                findings.Ok(address.Name, $"A message of {size} arrived.{announced}");
            }
            else
            {
                findings.Fail(address.Name, $"A message of {size} was not accepted: {outcome.Text}.{announced}", FixOf(context));
            }
        }
        finally
        {
            sender.Close();
            receiver.Close();
        }
    }

    private static string FixOf(CheckContext context) => context.OpenConnection.Peer.Product switch
    {
        "qpid-dispatch-router" or "skupper-router" => $"vhost policy or router: maxMessageSize: {context.Limits.MessageSize * 4}",
        "RabbitMQ" => $"rabbitmq.conf: max_message_size = {context.Limits.MessageSize * 4}",
        "amqp1-embedded-router" => $"EmbeddedRouterOptions.MaxMessageSize = {context.Limits.MessageSize * 4}",
        _ => "Raise the maximum size of messages on the server.",
    };

    private static string Text(ulong bytes) => bytes >= 1024 && bytes % 1024 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");
}
